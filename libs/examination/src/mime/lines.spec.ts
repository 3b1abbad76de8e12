import fc from 'fast-check';
import { networkLines, unixLines, unixText } from './lines';

const ends = fc
  .array(fc.constantFrom('a', 'b', '\r', '\n', '\r\n'), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('line ends', () => {
  it('become LF as the expression says that cannot be used for its memory', () =>
    fc.assert(
      fc.property(ends, (text) => {
        const expected = text.replace(/\r{1,2}\n|\r/g, '\n');
        expect(unixLines(Buffer.from(text)).toString()).toBe(expected);
        expect(unixText(text)).toBe(expected);
      }),
    ));

  it('become CRLF where they were a bare LF', () =>
    fc.assert(
      fc.property(ends, (text) =>
        expect(networkLines(Buffer.from(text)).toString()).toBe(text.replace(/(?<!\r)\n/g, '\r\n')),
      ),
    ));
});
