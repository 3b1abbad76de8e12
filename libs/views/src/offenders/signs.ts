import type { Profile } from '@app/accounts';
import { reversed } from '../account-list.projection';
import { signingDomain } from '../own-domains.projection';

/** By what a customer is known again. */
export const signKind = ['domain', 'dkim', 'ip', 'registration-number'] as const;
export type SignKind = (typeof signKind)[number];

/** Everything from `lo` to `hi` in the order of its class. Two signs say the same when these meet: networks hold networks and
 *  addresses, domains hold those below them. */
export interface Range {
  readonly of: 'domain' | 'ip' | 'registration';
  readonly lo: string;
  readonly hi: string;
  /** Where the widest begins that may hold it: /16 of IPv4, /32 of IPv6, a domain of two labels. */
  readonly floor: string;
}
export interface Sign extends Range {
  readonly kind: SignKind;
  /** As the account has it; a number of a register stays sealed, and is ''. */
  readonly value: string;
}

/** A DKIM key is the sign of its domain, whatever the selector. */
export const signsOf = ({ domains, dkim, ips, registration }: Profile): Sign[] => {
  const signers = [...new Set(dkim.map(signingDomain))].filter((domain) => domain !== '');
  return [
    ...[...new Set(domains)].map((value): Sign => ({ kind: 'domain', value, ...domainRange(value) })),
    ...signers.map((value): Sign => ({ kind: 'dkim', value, ...domainRange(value) })),
    ...[...new Set(ips)].flatMap((value): Sign[] => {
      const range = addressRange(value);
      return range && isNarrow(range) ? [{ kind: 'ip', value, ...range }] : [];
    }),
    ...(registration ? [registered(registration.numberKey)] : []),
  ];
};

/** A wider network is of too many to tell anybody apart. */
const isNarrow = ({ hi, floor }: Range): boolean => hi.startsWith(floor);

export const overlap = (a: Range, b: Range): boolean => a.of === b.of && a.lo <= b.hi && b.lo <= a.hi;

const registered = (key: string): Sign => ({
  kind: 'registration-number',
  value: '',
  of: 'registration',
  lo: key,
  hi: key,
  floor: key,
});

const AFTER_ALL = '\u{10ffff}'; // text compares bytewise

/** It and all below it. */
export const domainRange = (domain: string): Range => {
  const lo = reversed(domain.toLowerCase().replace(/\.$/, ''));
  const floor = `${lo.split('.').slice(0, 2).join('.')}.`;
  return { of: 'domain', lo, hi: lo + AFTER_ALL, floor: floor < lo ? floor : lo };
};

/** Of `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; undefined: it is none of these. */
export const addressRange = (text: string): Range | undefined => {
  const [address = '', prefix] = text.split('/');
  const digits = address.includes(':') ? digitsOfV6(address) : digitsOfV4(address);
  if (digits === undefined) return undefined;
  const version = address.includes(':') ? '6' : '4';
  const bits = digits.length * 4;
  const length = prefix === undefined ? bits : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > bits) return undefined;
  const rest = BigInt(bits - length);
  const first = (BigInt(`0x${digits}`) >> rest) << rest;
  const last = first | ((1n << rest) - 1n);
  const written = (value: bigint) => version + value.toString(16).padStart(digits.length, '0');
  const lo = written(first);
  return { of: 'ip', lo, hi: written(last), floor: lo.slice(0, version === '4' ? 5 : 9) };
};

const digitsOfV4 = (address: string): string | undefined => {
  const bytes = address.split('.');
  return bytes.length === 4 && bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)
    ? bytes.map((byte) => Number(byte).toString(16).padStart(2, '0')).join('')
    : undefined;
};

const digitsOfV6 = (address: string): string | undefined => {
  const [before = '', after, ...more] = address.split('::');
  if (more.length > 0) return undefined;
  const [front, back] = [groupsIn(before), groupsIn(after ?? '')];
  const missing = 8 - front.length - back.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => group.toLowerCase().padStart(4, '0')).join('')
    : undefined;
};

/** The last 32 bits may be written as an IPv4 address, RFC 4291 section 2.2. */
const groupsIn = (text: string): string[] =>
  (text === '' ? [] : text.split(':')).flatMap((group) => {
    const digits = group.includes('.') ? digitsOfV4(group) : undefined;
    return digits === undefined ? [group] : [digits.slice(0, 4), digits.slice(4)];
  });
