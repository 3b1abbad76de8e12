import { isIP } from 'node:net';
import { IPv6, parse } from 'ipaddr.js';

/** An address in canonical form (RFC 5952 for IPv6), read from what generators write around it: brackets, an `IPv6:`
 *  tag, a name or comment behind it, a zone, a port behind an IPv4. Undefined when there is none at the beginning. */
export const ipIn = (text: string): string | undefined => {
  const start = text.slice(0, 120).trimStart();
  const word = start.split(/[\s,;()<>[\]]/, 4).find((part) => part !== '');
  if (word === undefined) return undefined;
  const bare = word.replace(/^ipv6:/i, '').split('%')[0]!;
  return canonical(bare) ?? canonical(bare.split(':')[0]!);
};

export const canonical = (address: string): string | undefined => {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? address : IPv6.parse(address).toRFC5952String();
};

const CHARACTERS = /[0-9A-Fa-f:.]/;
/** The first address anywhere in a text, in canonical form; the text is looked at up to 2,000 characters. */
export const ipWithin = (text: string): string | undefined => {
  const head = text.slice(0, 2_000);
  for (let at = 0; at < head.length;) {
    if (!CHARACTERS.test(head[at]!)) {
      at++;
      continue;
    }
    let end = at;
    while (end < head.length && CHARACTERS.test(head[end]!)) end++;
    const word = head.slice(at, end).replace(/[.:]$/, '');
    const found = word.length >= 3 && !isWordCharacter(head[at - 1]) ? canonical(word) : undefined;
    if (found !== undefined && !isWordCharacter(head[end])) return found;
    at = end;
  }
  return undefined;
};

const isWordCharacter = (c: string | undefined): boolean => c !== undefined && /[A-Za-z0-9_]/.test(c);

/** One that means a host of somebody's own network, and no sender: private, loopback, link-local. */
export const isPrivate = (address: string): boolean =>
  isIP(address) !== 0 && !['unicast', 'reserved'].includes(parse(address).range());
