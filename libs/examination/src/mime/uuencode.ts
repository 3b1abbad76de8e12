import type { Binary } from './decode';

/** `begin 644 spam.eml`, before there was MIME, and by some programs and web forms still. */
const BEGIN = /^begin [0-7]{3,4} [^\n]{1,200}$/m;

export const isUuencodedIn = (text: Binary): boolean => text.includes('begin ') && BEGIN.test(text);

/** The first file that stands uuencoded in a text, up to `limit` bytes; undefined when there is none. Lines end with \n. */
export const uudecoded = (text: Binary, limit: number): Binary | undefined => {
  const begin = BEGIN.exec(text);
  if (!begin) return undefined;
  const bytes: number[] = [];
  for (let at = begin.index + begin[0].length + 1; at < text.length && bytes.length < limit;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, Math.min(end < 0 ? text.length : end, at + LONGEST));
    const length = sixBits(line, 0);
    if (line === '' || line === 'end' || length === 0) break;
    for (let group = 1, left = length; left > 0; group += 4, left -= 3) {
      const bits = (sixBits(line, group) << 18) | (sixBits(line, group + 1) << 12) | (sixBits(line, group + 2) << 6) | sixBits(line, group + 3);
      bytes.push(...[bits >> 16, (bits >> 8) & 0xff, bits & 0xff].slice(0, left));
    }
    at = end < 0 ? text.length : end + 1;
  }
  return Buffer.from(bytes.slice(0, limit)).toString('latin1');
}; // prettier-ignore

/** A line tells up to 63 bytes, in 84 characters behind the one for their number. */
const LONGEST = 85;

/** Spaces at the end of a line are lost on the way, and stand for zero. */
const sixBits = (line: string, at: number): number =>
  at < line.length ? (line.charCodeAt(at) - 32) & 63 : 0;
