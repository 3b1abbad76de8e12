import { bounce } from '@app/testing';
import { mailToken, readBounce } from '@app/notices';
import { cpuOf } from '../cpu';
import { must } from '../fault';
import { hostile } from '../mutate';
import { keys } from './keys';
import { bytesOf, type Target } from './target';

const MAIL_ID = '0195a3c1-7a3e-7000-8000-00000000abcd';
const TO = `${mailToken(keys, 'bounce', MAIL_ID)}@desk.example`;
const OWN = [
  bounce(TO, 'jan@mail.test', '5.1.1', 'b1'),
  bounce(TO, 'jan@mail.test', '4.4.7', 'b2').replace('Action: failed', 'Action: delayed'),
  `From: <>\r\nTo: ${TO}\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program.\r\n<a@b.example>:\r\n192.0.2.1 does not like recipient.\r\nRemote host said: 550 5.1.1 no such user\r\n`,
];
const OUTCOMES: ReadonlySet<string> = new Set(['permanent', 'temporary', 'delayed', 'delivered']);

const reader: Target = {
  name: 'bounce',
  share: 4,
  input: (dice, { mails }) => bytesOf(hostile(dice.chance(0.8) ? dice.pick(OWN) : dice.pick(mails), dice, () => dice.pick(mails))),
  check(bytes) {
    const allowed = 50 + bytes.length / 1_000;
    const [read, cpu] = cpuOf(() => readBounce(bytes, ['<>', TO], keys), allowed);
    must('linear', cpu <= allowed, () => `${Math.round(cpu)} ms for ${bytes.length} bytes`);
    if (read === null) return { signature: 'no bounce' };
    must('bounds', read.mailId === MAIL_ID, () => `it is about ${read.mailId}`);
    must('bounds', OUTCOMES.has(read.outcome), () => `outcome ${read.outcome}`);
    must('bounds', /^(?:[245]\.\d{1,3}\.\d{1,3})?$/.test(read.status), () => `status ${read.status}`);
    must('bounds', read.diagnostic.length <= 300, () => `a diagnostic of ${read.diagnostic.length} characters`);
    must('bounds', !/[\r\n]/.test(read.diagnostic), () => 'a diagnostic of several lines');
    must('no address', !/[^\s<>]@[^\s<>]/.test(read.diagnostic), () => 'an address in the diagnostic');
    return { signature: `${read.outcome} ${read.status}` };
  },
}; // prettier-ignore

export const bounces: readonly Target[] = [reader];
