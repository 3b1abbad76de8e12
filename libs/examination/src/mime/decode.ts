import { uudecoded } from './uuencode';

/** Bytes kept one to a character (latin1), as the scanner works on them. */
export type Binary = string;

/** A header value or text for people: UTF-8 where it is valid, else latin1, which every byte sequence is. */
export const decodeUtf8 = (binary: Binary): string => {
  if (!hasEightBit(binary)) return binary;
  const bytes = Buffer.from(binary, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? binary : text;
};

const EIGHT_BIT = /[\u0080-\u00ff]/;
const hasEightBit = (binary: Binary): boolean => EIGHT_BIT.test(binary);

type Decoder = InstanceType<typeof TextDecoder>;
/** Node 20 decodes windows-1252 as if it were latin1; and whoever writes iso-8859-1 means windows-1252 (WHATWG). */
const WESTERN = new Set(['windows-1252', 'cp1252', 'iso-8859-1', 'latin1']);
const CP1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const decoders = new Map<string, Decoder | null>();
/** Bytes in a named character set; an unknown one is taken for UTF-8 or latin1. */
export const decodeCharset = (binary: Binary, charset: string | undefined): string => {
  const name = (charset ?? 'utf-8').toLowerCase();
  if (name === 'utf-8' || name === 'us-ascii' || name === 'ascii') return decodeUtf8(binary);
  if (WESTERN.has(name)) return binary.replace(/[\x80-\x9f]/g, (c) => CP1252[c.charCodeAt(0) - 0x80]!);
  let decoder = decoders.get(name);
  if (decoder === undefined) {
    decoder = decoderOf(name);
    if (decoders.size < 100) decoders.set(name, decoder);
  }
  return decoder ? decoder.decode(Buffer.from(binary, 'latin1')) : decodeUtf8(binary);
};

const decoderOf = (name: string): Decoder | null => {
  try {
    return new TextDecoder(name);
  } catch {
    return null; // no such character set
  }
};

/** Undoes a Content-Transfer-Encoding (RFC 2045 section 6) up to `limit` bytes; anything but base64,
 *  quoted-printable and what came before them is as it stands. */
export const decodeTransfer = (body: Binary, encoding: string | undefined, limit: number): Binary => {
  switch (encoding?.trim().toLowerCase()) {
    case 'base64':
      return fromBase64(body, limit);
    case 'quoted-printable':
      return fromQuotedPrintable(body, limit);
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return uudecoded(body, limit) ?? body;
    default:
      return body;
  }
};

/** Node's decoder passes over line ends and whatever else is no base64, and stops at the padding. The encoded text is
 *  bounded before anything is decoded. */
export const fromBase64 = (body: Binary, limit: number): Binary =>
  Buffer.from(body.length > limit * 1.5 ? body.slice(0, Math.floor(limit * 1.5)) : body, 'base64')
    .subarray(0, limit)
    .toString('latin1');

export const fromQuotedPrintable = (body: Binary, limit: number): Binary => {
  const encoded = body.length > limit * 3 ? body.slice(0, limit * 3) : body;
  if (!encoded.includes('=')) return encoded.slice(0, limit);
  return encoded
    .replace(/=[ \t]{0,80}\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .slice(0, limit);
};

/** A header value for people: RFC 2047 encoded words decoded, the space between two adjacent ones dropped. */
export const decodeWords = (value: Binary): string => {
  if (!value.includes('=?')) return decodeUtf8(value);
  let out = '';
  let at = 0;
  let afterWord = false;
  while (at < value.length) {
    const start = value.indexOf('=?', at);
    const word = start < 0 ? undefined : encodedWord(value, start);
    if (start < 0) break;
    const between = value.slice(at, start);
    if (!(afterWord && word && between.trim() === '')) out += decodeUtf8(between);
    if (word) {
      out += word.text;
      at = word.end;
    } else {
      out += '=?';
      at = start + 2;
    }
    afterWord = word !== undefined;
  }
  return out + decodeUtf8(value.slice(at));
};

const encodedWord = (value: Binary, start: number): { text: string; end: number } | undefined => {
  const q1 = value.indexOf('?', start + 2);
  if (q1 < 0 || q1 - start > 60) return undefined;
  const how = value[q1 + 1]?.toLowerCase();
  if (value[q1 + 2] !== '?' || (how !== 'b' && how !== 'q')) return undefined;
  const end = value.indexOf('?=', q1 + 3);
  if (end < 0) return undefined;
  const content = value.slice(q1 + 3, end);
  const charset = value.slice(start + 2, q1).split('*')[0]; // RFC 2231 section 5: charset*language
  const bytes =
    how === 'b'
      ? fromBase64(content, content.length)
      : fromQuotedPrintable(content.replaceAll('_', ' '), content.length);
  return { text: decodeCharset(bytes, charset), end: end + 2 };
};
