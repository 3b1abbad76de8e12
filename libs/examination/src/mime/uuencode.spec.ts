import { parseReport } from '../parse-report';
import { uudecoded } from './uuencode';

const uuencoded = (text: string, name = 'spam.eml') => {
  const bytes = Buffer.from(text, 'latin1');
  const character = (six: number) => String.fromCharCode(32 + (six & 63));
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const piece = bytes.subarray(at, at + 45);
    let line = character(piece.length);
    for (let n = 0; n < piece.length; n += 3) {
      const bits = (piece[n]! << 16) | ((piece[n + 1] ?? 0) << 8) | (piece[n + 2] ?? 0);
      line += [18, 12, 6, 0].map((shift) => character(bits >> shift)).join('');
    }
    lines.push(line);
  }
  return `begin 644 ${name}\n${lines.join('\n')}\n\`\nend\n`;
};
const spam =
  'Received: from a\r\nFrom: Shop <news@shop.example>\r\nTo: jan@people.example\r\nMessage-ID: <m1@shop.example>\r\nSubject: Spring\r\n\r\nBuy\r\n';
const mail = (body: string, more = '') =>
  parseReport(
    Buffer.from(
      `From: Jan <jan@people.example>\r\nTo: abuse@desk.example\r\nSubject: spam\r\n${more}\r\n${body}`,
      'latin1',
    ),
  );
const FOUND = {
  kind: 'complaint',
  format: 'forwarded',
  complaints: 1,
  fields: { originalMessageId: 'm1@shop.example', originalFrom: 'Shop <news@shop.example>' },
};

describe('what is uuencoded', () => {
  it('is read, whether lines lost the spaces at their end or not', () => {
    const zeros = `${'\0'.repeat(50)}abc${'\0'.repeat(40)}`;
    expect(uudecoded(uuencoded(zeros), 1_000)).toBe(zeros);
    expect(uudecoded(uuencoded(zeros).replace(/ +$/gm, ''), 1_000)).toBe(zeros);
    expect(uudecoded(uuencoded(zeros).replaceAll(' ', '`').replaceAll('begin`644`', 'begin 644 '), 1_000)).toBe(zeros); // prettier-ignore
  });

  it('is bounded before it is decoded', () =>
    expect(uudecoded(uuencoded('x'.repeat(10_000)), 100)).toHaveLength(100));

  it('is not what only begins like it', () => {
    expect(uudecoded('begin 644 pages of text\n', 100)).toBe('');
    expect(uudecoded('We begin 644 things', 100)).toBeUndefined();
    expect(mail('begin 644 things\nand this is spam').kind).toBe('complaint');
  });

  it('is the message that somebody complains of, in a text', () =>
    expect(mail(`This is spam.\n\n${uuencoded(spam)}`)).toMatchObject(FOUND));

  it('is the message that somebody complains of, in a part that says so', () =>
    expect(
      mail(
        `--b\r\nContent-Type: text/plain\r\n\r\nThis is spam.\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n${uuencoded(spam)}\r\n--b--`,
        'Content-Type: multipart/mixed; boundary=b\r\n',
      ),
    ).toMatchObject(FOUND));

  it('is nothing when there is no message in it', () =>
    expect(mail(`This is spam.\n\n${uuencoded('Just a letter', 'letter.txt')}`)).toMatchObject({ format: 'free-text', complaints: 0 })); // prettier-ignore
});
