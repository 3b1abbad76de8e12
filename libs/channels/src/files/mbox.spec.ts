import fc from 'fast-check';
import { countMbox, looksLikeMbox, mboxMessages } from './mbox';

const SEPARATOR = 'From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n';
async function* cut(text: string | Buffer, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text as string);
  for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
}
const read = async (text: string, { size = 7, limit = 1_000_000 } = {}) => {
  const all = [];
  for await (const message of mboxMessages(cut(text, size), limit)) all.push(message?.toString());
  expect(await countMbox(cut(text, size))).toBe(all.length);
  return all;
};
const quoted = (message: string) => message.replace(/^(>*From )/gm, '>$1');

describe('an mbox file', () => {
  it('gives back what was put in, however it is cut into chunks', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        'From me',
        'From x Fri Jul  8 12:08:34 2011',
        '>From you',
        '>>From',
        'Subject: x',
        '\r',
      ),
      fc.string({ maxLength: 5 }).map((s) => s.replace(/[\r\n]/g, '')),
    );
    const message = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (all, size) => {
          const file = all.map((one) => `${SEPARATOR}${quoted(one)}\n`).join('');
          const expected = all.map((one, i) => (i < all.length - 1 ? one : `${one}\n`)); // the last has no separator behind it
          expect(await read(file, { size })).toEqual(expected);
        },
      ),
    );
  });

  it('is not split at a sentence that begins with From, nor at a separator inside of a paragraph', async () => {
    const text = `${SEPARATOR}A: b\n\nFrom here on it is spam.\n\nFrom you\ntext\nFrom x Fri Jul  8 12:08:34 2011\n`;
    expect(await read(text)).toHaveLength(1);
  });

  it('may have CRLF, and need not end with a line end', async () => {
    const crlf = SEPARATOR.replace('\n', '\r\n');
    expect(await read(`${crlf}a\r\n\r\n${crlf}>From b`)).toEqual(['a\r\n', 'From b']);
  });

  it('gives undefined for a message over the limit, and goes on', async () => {
    const text = `${SEPARATOR}${'x'.repeat(50)}\n\n${SEPARATOR}small\n`;
    expect(await read(text, { limit: 20 })).toEqual([undefined, 'small\n']);
  });

  it('keeps a line longer than any buffer in one piece, quotes in the middle of it included', async () => {
    const long = `${'x'.repeat(65_536)}>From y${'\0'.repeat(100_000)}`;
    expect(await read(`${SEPARATOR}${long}\n`, { size: 10_000 })).toEqual([`${long}\n`]);
  });

  it('costs little for many empty lines', async () => {
    const [message] = await read(SEPARATOR + '\n'.repeat(900_000), { size: 65_536 });
    expect(message).toHaveLength(900_000);
  });

  it('holds nothing before its first separator', async () => {
    expect(await read(`garbage\n\n${SEPARATOR}a\n`)).toEqual(['a\n']);
    expect(await read('')).toEqual([]);
  });
});

it('is told from a message by its first line', () => {
  expect(looksLikeMbox(Buffer.from(SEPARATOR))).toBe(true);
  for (const start of ['', 'From: jan@example.org\n', 'From here on\n', 'Received: from x\n', '\0\0'])
    expect(looksLikeMbox(Buffer.from(start))).toBe(false);
});
