import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPaths } from '@app/channels';
import { Instant } from '@app/kernel';
import { countMbox, mboxMessages } from '../../../libs/channels/src/files/mbox';
import { must } from '../fault';
import { hostileMail } from './mails';
import { bytesOf, type Target } from './target';

const NOW = Instant('2026-03-03T09:00:00.000Z');
const LIMIT = 400_000;
const SEPARATOR = 'From MAILER-DAEMON Tue Mar  3 09:00:00 2026\n';

/** As mboxrd writes it: `From ` quoted at the beginning of a line, an empty line behind. */
const asMbox = (mail: string): string =>
  `${SEPARATOR}${mail.replace(/^(>*From )/gm, '>$1')}${mail.endsWith('\n') ? '' : '\n'}\n`;

/** Of a size that the bytes decide, so that lines are cut anywhere. */
// eslint-disable-next-line @typescript-eslint/require-await -- as a file is read
async function* chunks(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const messagesOf = async (bytes: Buffer, size: number): Promise<(string | undefined)[]> => {
  const found: (string | undefined)[] = [];
  for await (const message of mboxMessages(chunks(bytes, size), LIMIT)) found.push(message?.toString('latin1'));
  return found;
}; // prettier-ignore
const equal = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** JavaScript's `^` takes CR and others for line ends, mbox does not: what has them is written by no mbox writer here. */
const plainLines = (mail: string): string => mail.replace(/\r(?!\n)|[\u2028\u2029]/g, ' ');

const mbox: Target = {
  name: 'mbox',
  share: 3,
  input(dice, seeds) {
    const mails = Array.from({ length: dice.size(4) }, () => hostileMail(dice, seeds).toString('latin1'));
    return bytesOf(mails.map((mail) => (dice.chance(0.5) ? asMbox(plainLines(mail)) : SEPARATOR + mail)).join(''));
  },
  async check(bytes) {
    const size = Math.max(Math.ceil(bytes.length / 3_000), 1 + (bytes.length % 70_000));
    const messages = await messagesOf(bytes, bytes.length + 1);
    must('chunks', equal(messages, await messagesOf(bytes, size)), () => `chunks of ${size} bytes make other messages`);
    const count = await countMbox(chunks(bytes, size));
    must('count', count === messages.length, () => `${count} were counted and ${messages.length} read`);
    const mail = plainLines(bytes.toString('latin1').slice(0, LIMIT - 2));
    const back = await messagesOf(bytesOf(asMbox(mail) + asMbox('x: y\n\nz')), size);
    const whole = mail.endsWith('\n') ? mail : `${mail}\n`;
    must('nothing lost', back.length === 2 && back[0] === whole, () => `written and read back it is ${back.length} messages, ${back[0]?.length} of ${whole.length} bytes`);
    return {};
  },
}; // prettier-ignore

const NAMES = ['1772000000.M1P1.host:2,S', '.hidden', 'x', '-rf', 'a b\u00e9\n', '%00', 'x.eml', 'inbox'];

/** A Maildir and an mbox on a disk: what lies in it is handed over, and nothing fails for what it holds. */
const folders: Target = {
  name: 'folder',
  share: 0.2,
  input: (dice, seeds) => hostileMail(dice, seeds),
  async check(bytes) {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    try {
      for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, 'Maildir', name), { recursive: true });
      for (const name of NAMES) writeFileSync(join(folder, 'Maildir', name === 'x' ? 'tmp' : 'cur', name), bytes);
      writeFileSync(join(folder, 'old.mbox'), bytesOf(SEPARATOR + bytes.toString('latin1')));
      const sizes: number[] = [];
      const imported = await importPaths([folder], ({ bytes }) => {
        sizes.push(bytes.length);
        return Promise.resolve({ reportId: 'r' as never, duplicate: false });
      }, { now: () => NOW }); // prettier-ignore
      const visible = NAMES.length - 2;
      must('nothing lost', sizes.filter((size) => size === bytes.length).length >= visible, () => `${visible} messages of ${bytes.length} bytes, handed over were ${sizes.join()}`);
      must('nothing lost', imported.accepted === sizes.length && imported.failed === 0, () => JSON.stringify(imported));
      return {};
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
}; // prettier-ignore

export const files: readonly Target[] = [mbox, folders];
