/** What an IP address is good for, as far as the address alone tells; of the registries of RFC 6890 and its updates. */
export type AddressKind =
  | 'public'
  | 'private'
  | 'of the machine itself'
  | 'of one link only'
  | 'shared behind a carrier'
  | 'for examples only'
  | 'for multicast'
  | 'reserved'
  | 'no address';

type Block = readonly [base: string, bits: number, kind: AddressKind];

const BLOCKS: readonly Block[] = [
  ['0.0.0.0', 8, 'reserved'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared behind a carrier'],
  ['127.0.0.0', 8, 'of the machine itself'],
  ['169.254.0.0', 16, 'of one link only'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'for examples only'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'reserved'],
  ['198.51.100.0', 24, 'for examples only'],
  ['203.0.113.0', 24, 'for examples only'],
  ['224.0.0.0', 4, 'for multicast'],
  ['240.0.0.0', 4, 'reserved'],
  ['::1', 128, 'of the machine itself'],
  ['::ffff:0:0', 96, 'reserved'], // looked at as the IPv4 address within, before it comes to this
  ['2001:db8::', 32, 'for examples only'],
  ['3fff::', 20, 'for examples only'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'of one link only'],
  ['ff00::', 8, 'for multicast'],
];

/** Never throws: of what is no address it says so. */
export const kindOfAddress = (text: string): AddressKind => {
  const words = wordsOf(text);
  if (!words) return 'no address';
  const address = isMapped(words) ? words.slice(6) : words;
  const found = PARSED.find(
    ({ base, bits }) => base.length === address.length && startsAlike(base, address, bits),
  );
  if (found) return found.kind;
  // Of IPv6 only 2000::/3 was ever given out.
  return address.length === 2 || (address[0]! & 0xe000) === 0x2000 ? 'public' : 'reserved';
};

/** In words of 16 bits: two of IPv4, eight of IPv6. */
const wordsOf = (text: string): number[] | undefined => {
  if (!text.includes(':')) return ofIpv4(text);
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(ofIpv6Part);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  if (!tail) return head.length === 8 ? head : undefined;
  const zeros = 8 - head.length - tail.length;
  return zeros < 1 ? undefined : [...head, ...Array.from({ length: zeros }, () => 0), ...tail];
};

const ofIpv6Part = (part: string): number[] | undefined => {
  if (part === '') return [];
  const words: number[] = [];
  const pieces = part.split(':');
  for (const [i, piece] of pieces.entries()) {
    const v4 = i === pieces.length - 1 && piece.includes('.') ? ofIpv4(piece) : undefined;
    if (v4) words.push(...v4);
    else if (/^[0-9a-f]{1,4}$/i.test(piece)) words.push(parseInt(piece, 16));
    else return undefined;
  }
  return words.length > 8 ? undefined : words;
};

const ofIpv4 = (text: string): number[] | undefined => {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((one) => /^\d{1,3}$/.test(one) && Number(one) < 256))
    return undefined;
  const [a, b, c, d] = octets.map(Number) as [number, number, number, number];
  return [a * 256 + b, c * 256 + d];
};

const isMapped = (words: readonly number[]): boolean =>
  words.length === 8 && words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;

const startsAlike = (base: readonly number[], words: readonly number[], bits: number): boolean =>
  base.every((word, i) => {
    const of = Math.min(16, Math.max(0, bits - 16 * i));
    const mask = of === 0 ? 0 : (0xffff << (16 - of)) & 0xffff;
    return (word & mask) === (words[i]! & mask);
  });

const PARSED = BLOCKS.map(([base, bits, kind]) => ({ base: wordsOf(base)!, bits, kind }));
