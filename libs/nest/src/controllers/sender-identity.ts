import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { IPv4, IPv6 } from 'ipaddr.js';
import { getDomain } from 'tldts';
import { z } from 'zod';

// What an account sends as. It is compared with what stands in mail, so each has one spelling: lower case, A-labels, RFC 5952.

/** Letters of any script, digits, hyphens; `_` only for keys. What else a URL would decode or cut is no name. */
const WRITTEN = /^[\p{L}\p{M}\p{N}._\-\u3002]{1,253}$/u;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** Many platforms have selectors with an underscore, and DNS allows it (RFC 2181 section 11). */
const SELECTOR = /^(?![-_])[a-z0-9_-]{1,63}(?<![-_])$/;

/** As A-labels (RFC 5890), without the dot of the root; undefined when it is no name of a domain that somebody can hold:
 *  a single label, an address, or what others register under (`co.uk`). */
const domainIn = (text: string): string | undefined => {
  const written = text.trim().replace(/\.$/, '');
  if (!WRITTEN.test(written)) return undefined;
  const ascii = domainToASCII(written);
  const labels = ascii.split('.');
  if (ascii.length > 253 || isIP(ascii) !== 0 || !labels.every((label) => LABEL.test(label)))
    return undefined;
  return getDomain(ascii) === null ? undefined : ascii;
};

/** A transform that says what was wanted, and not what stood there: an address may have been put in the wrong field. */
const spelled = (most: number, wanted: string, read: (text: string) => string | undefined) =>
  z
    .string()
    .min(1)
    .max(most)
    .transform((text, context) => {
      const found = read(text);
      if (found !== undefined) return found;
      context.issues.push({ code: 'custom', message: `must be ${wanted}`, input: text });
      return z.NEVER;
    });

export const domainName = spelled(
  253,
  'a domain name that somebody can hold: write shop.example, without a scheme, a wildcard or an @',
  domainIn,
);

/** RFC 4632 and RFC 4291: an address, or a network by its first address and the length of its prefix. */
const networkIn = (text: string): string | undefined => {
  const [address = '', prefix, ...more] = text.trim().split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return undefined;
  const parsed = version === 4 ? IPv4.parse(address) : IPv6.parse(address);
  const canonical = parsed instanceof IPv6 ? parsed.toRFC5952String() : parsed.toString();
  if (prefix === undefined) return canonical;
  const bits = version === 4 ? 32 : 128;
  if (!/^(?:[1-9]|[1-9]\d|1[01]\d|12[0-8])$/.test(prefix) || Number(prefix) > bits) return undefined;
  const first = (version === 4 ? IPv4 : IPv6).networkAddressFromCIDR(`${address}/${prefix}`);
  return first.toString() === parsed.toString() ? `${canonical}/${prefix}` : undefined;
};

export const ipOrNetwork = spelled(
  64,
  'an IP address, or a network by its first address: write 192.0.2.7, 2001:db8::7, 192.0.2.0/24 or 2001:db8::/32',
  networkIn,
);

/** RFC 6376 section 3.6.2.1: the record's name says both the selector, which may have several labels, and the domain. */
const signerIn = (text: string): string | undefined => {
  const [before, after, ...more] = text.trim().toLowerCase().split('._domainkey.');
  if (more.length > 0 || before === undefined) return undefined;
  if (after === undefined) return domainIn(before);
  const domain = domainIn(after);
  return domain !== undefined && before.split('.').every((label) => SELECTOR.test(label))
    ? `${before}._domainkey.${domain}`
    : undefined;
};

export const dkimSigner = spelled(
  320,
  'a DKIM key or its domain: write s1._domainkey.shop.example, or shop.example for all keys of it',
  signerIn,
);

/** Said twice is said once; the order is the caller's. */
export const onceEach = <S extends z.ZodType<string>>(item: S) =>
  z
    .array(item)
    .max(1_000)
    .default([])
    .transform((items) => [...new Set(items)]);
