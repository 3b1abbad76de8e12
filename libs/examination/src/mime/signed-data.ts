import type { Binary } from './decode';

/** What an S/MIME message signs and carries in itself (RFC 8551 section 3.5.2, RFC 5652 section 5): a MIME entity. Undefined
 *  when it is none, as when it is encrypted. Whether the signature is good is not looked at: a report is vouched for by
 *  DKIM. Never throws; each byte is read a bounded number of times. */
export const signedContent = (binary: Binary): Binary | undefined => {
  const bytes = Buffer.from(binary, 'latin1');
  const [type, signed] = within(bytes, elementAt(bytes, 0, bytes.length), SEQUENCE);
  if (!type || bytes.subarray(type.from, type.to).toString('hex') !== SIGNED_DATA) return undefined;
  const [data] = within(bytes, signed, EXPLICIT);
  const encapsulated = within(bytes, data, SEQUENCE).find(({ tag }) => tag === SEQUENCE);
  const [, content] = within(bytes, encapsulated, SEQUENCE);
  const [octets] = within(bytes, content, EXPLICIT);
  if (octets === undefined) return undefined; // the signature alone, of something that stands elsewhere
  const pieces = octets.tag === OCTETS ? [octets] : within(bytes, octets, OCTETS | CONSTRUCTED, PIECES);
  return pieces.map(({ from, to }) => bytes.toString('latin1', from, to)).join('');
};

const SIGNED_DATA = '2a864886f70d010702'; // 1.2.840.113549.1.7.2
const OCTETS = 0x04;
const CONSTRUCTED = 0x20;
const SEQUENCE = 0x30;
const EXPLICIT = 0xa0;
const PIECES = 100_000;

/** One element of BER (X.690 section 8.1): its tag, and where its content lies. */
interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

/** The elements within one of this tag; none within another. */
const within = (bytes: Buffer, element: Element | undefined, tag: number, limit = 20): Element[] => {
  const found: Element[] = [];
  if (element?.tag !== tag) return found;
  for (let at = element.from; at < element.to && found.length < limit;) {
    const inner = elementAt(bytes, at, element.to);
    if (!inner) break;
    found.push(inner);
    at = inner.next;
  }
  return found;
};

/** Undefined where none begins. One that says to be longer than what is around it ends with that. */
const elementAt = (bytes: Buffer, at: number, end: number, depth = 0): Element | undefined => {
  if (at + 2 > end) return undefined;
  const tag = bytes[at]!;
  const first = bytes[at + 1]!;
  if (first === 0x80) return indefinite(bytes, tag, at + 2, end, depth);
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4 || at + 2 + more > end) return undefined;
  const from = at + 2 + more;
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  const to = Math.min(from + length, end);
  return { tag, from, to, next: to };
};

/** Of no told length: up to two zeros where an element would begin. */
const indefinite = (bytes: Buffer, tag: number, from: number, end: number, depth: number): Element | undefined => {
  if (depth > 10) return undefined;
  for (let at = from; at < end;) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { tag, from, to: at, next: at + 2 };
    const inner = elementAt(bytes, at, end, depth + 1);
    if (!inner) break;
    at = inner.next;
  }
  return { tag, from, to: end, next: end };
}; // prettier-ignore
