import { readBounce } from '@app/notices';
import { parseReport } from '@app/examination';
import { hostile } from '../mutate';
import { TOKENS, NAMES } from '../mutate/nasty';
import { keys } from './keys';
import { bytesOf, type Target } from './target';

const RUN = 30_000; // bytes of the shortest run; the longest is four times that
const WORTH_TELLING = 40; // ms; below it the collector of garbage decides
const GREW = 3; // at twice the length; 2 is linear, 4 is quadratic
const TURNS = 3;

interface Run {
  readonly before: string;
  readonly unit: string;
  readonly after: string;
}

/** Milliseconds of processor time, the shortest of some turns. */
const timeOf = (work: () => unknown): number => {
  let least = Infinity;
  for (let turn = 0; turn < TURNS; turn++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
};

/** Something over and over, somewhere in a mail: twice as much of it may take about twice as long. Suspects are told, to be
 *  looked at: times on a shared machine prove nothing. */
export const growth: Target = {
  name: 'growth',
  share: 0.3,
  whole: true,
  input(dice, { mails }) {
    const mail = dice.chance(0.5) ? dice.pick(mails) : hostile(dice.pick(mails), dice, () => dice.pick(mails));
    const text = mail.slice(0, 20_000);
    const [at] = dice.stretch(text.length, 1);
    const own = text.slice(...dice.stretch(text.length, 60));
    const unit = dice.pick([dice.pick(TOKENS), `${dice.pick(NAMES)}: a\r\n`, own, own + dice.pick(TOKENS), dice.noise(3)]) || ' ';
    return bytesOf(JSON.stringify({ before: text.slice(0, at), unit, after: text.slice(at) } satisfies Run));
  },
  check(bytes) {
    const { before, unit, after } = JSON.parse(bytes.toString('latin1')) as Run;
    const of = (length: number) => bytesOf(before + unit.repeat(Math.ceil(length / unit.length)) + after);
    const suspects = ([['parseReport', parseReport], ['readBounce', (mail: Buffer) => readBounce(mail, [], keys)]] as const).flatMap(([name, read]) => {
      const [once, twice, four] = [RUN, 2 * RUN, 4 * RUN].map((length) => {
        const mail = of(length);
        return timeOf(() => read(mail));
      }) as [number, number, number];
      const grows = four > WORTH_TELLING && twice / once >= GREW && four / twice >= GREW;
      return grows ? [`${name}: ${[once, twice, four].map(Math.round).join(', ')} ms at ${RUN}, twice and four times that of ${JSON.stringify(unit.slice(0, 40))}`] : [];
    });
    return suspects.length > 0 ? { suspect: suspects.join('; ') } : {};
  },
}; // prettier-ignore
