import { hostile, mutateJson, stillValid } from '../mutate';
import type { Dice } from '../dice';
import { must } from '../fault';
import type { Seeds } from '../seeds';
import { checkReport } from './report';
import { bytesOf, type Target } from './target';
import { compareTrees } from './tree';

export const hostileMail = (dice: Dice, { mails, json }: Seeds): Buffer => {
  if (dice.chance(0.02)) return bytesOf(dice.noise(dice.size(5_000)));
  const all = dice.chance(0.15) ? json : mails;
  return bytesOf(hostile(dice.pick(all), dice, () => dice.pick(mails)));
};

const report: Target = { name: 'report', share: 80, input: hostileMail, check: checkReport };

const json: Target = {
  name: 'report-json',
  share: 5,
  input(dice, seeds) {
    let text = dice.pick(seeds.json);
    for (let n = dice.size(6); n > 0; n--) text = mutateJson(text, dice, '');
    return bytesOf(text);
  },
  check: checkReport,
};

const differences = async (bytes: Buffer) => {
  const found = await compareTrees(bytes);
  if (found === 'same') return { count: 'same as mailparser' };
  if ('because' in found) return { count: `unlike mailparser: ${found.because}` };
  return found;
};

/** Any input: what is unlike mailparser is counted by its reason. */
const tree: Target = {
  name: 'tree',
  share: 3,
  input: hostileMail,
  async check(bytes) {
    const found = await differences(bytes);
    return 'unexplained' in found ? { count: 'unlike mailparser: malformed, no rule of ours says how' } : found;
  },
}; // prettier-ignore

/** Proper mails: nothing may be unlike. */
const validTree: Target = {
  name: 'valid-tree',
  share: 5,
  whole: true,
  input: (dice, { mails }) => bytesOf(stillValid(dice.pick(mails), dice, () => dice.pick(mails))),
  async check(bytes) {
    const found = await differences(bytes);
    must('as mailparser', !('unexplained' in found), () => ('unexplained' in found ? found.unexplained : ''));
    return 'count' in found ? found : {};
  },
};

export const mails: readonly Target[] = [report, json, tree, validTree];
