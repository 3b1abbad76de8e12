import { isDeepStrictEqual } from 'node:util';
import { accountId, campaignId, caseId, Instant } from '@app/kernel';
import { mailToken, readMailToken } from '@app/notices';
import { mintAnswerToken, readAnswerToken } from '@app/portal';
import { mintToken, verifyToken } from '@app/tracing';
import type { Dice } from '../dice';
import { must } from '../fault';
import { TOKENS } from '../mutate/nasty';
import { keys } from './keys';
import { bytesOf, type Target } from './target';

const AT = Instant('2026-03-03T09:00:00.000Z');
const LATER = Instant('2026-03-04T09:00:00.000Z');
const MAIL_ID = '0195a3c1-7a3e-7000-8000-00000000abcd';
const CLAIMS = {
  accountId: accountId.parse('shop'),
  campaignId: campaignId.parse('spring'),
  messageId: 'm1',
  sentAt: AT,
};
const ANSWER = { caseId: caseId.parse('c1'), contactId: 'owner', expiresAt: LATER };

/** Small changes, since large ones end at the first check. */
const changed = (token: string, dice: Dice): string => {
  for (let n = dice.size(6); n > 0; n--) {
    const at = dice.below(token.length + 1);
    const [from, to] = [at, Math.min(token.length, at + dice.below(3))];
    const put = dice.pick([dice.noise(1), dice.pick([...TOKENS]), dice.pick(['A', '.', '-', '_', 'v1.', '=', '']), token.slice(from, to).toUpperCase(), token.slice(dice.below(token.length))]); // prettier-ignore
    token = token.slice(0, from) + put + token.slice(to);
  }
  return dice.chance(0.05) ? token.repeat(dice.size(2_000)) : token;
};

const target = (name: string, minted: string, check: (token: string) => void): Target => ({
  name,
  share: 2,
  input: (dice) => bytesOf(dice.chance(0.03) ? minted : changed(minted, dice)),
  check(bytes) {
    const token = bytes.toString('latin1');
    check(token);
    return { count: token === minted ? `${name} as it was minted` : `${name} changed` };
  },
});

const trace = mintToken(keys, CLAIMS);
const answer = mintAnswerToken(keys, ANSWER);
const address = `${mailToken(keys, 'bounce', MAIL_ID)}@desk.example`;

export const tokens: readonly Target[] = [
  target('trace token', trace, (token) => {
    const verdict = verifyToken(keys, token);
    const folded = token.replace(/[ \t\r\n]/g, '') === trace;
    must('forgery', verdict.valid === folded, () => `${JSON.stringify(token)} is ${verdict.valid}`);
    if (verdict.valid) must('forgery', isDeepStrictEqual(verdict.claims, CLAIMS), () => 'other claims');
  }),
  target('answer token', answer, (token) => {
    const verdict = readAnswerToken(keys, token, AT);
    must('forgery', verdict.valid === (token === answer), () => `${JSON.stringify(token)} is ${verdict.valid}`);
    if (verdict.valid) must('forgery', verdict.caseId === ANSWER.caseId, () => 'another case');
  }),
  target('mail token', address, (token) => {
    const read = readMailToken(keys, 'bounce', token);
    const bare = token.trim().toLowerCase().replace(/^</, '');
    const ours = bare.startsWith(address.slice(0, address.indexOf('@') + 1));
    must('forgery', (read === MAIL_ID) === ours, () => `${JSON.stringify(token)} is ${read}`);
    must('forgery', readMailToken(keys, 'answer', token) === undefined, () => 'taken for another purpose');
  }),
]; // prettier-ignore
