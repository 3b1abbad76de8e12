import { isIP } from 'node:net';
import type { AccountId } from '@app/kernel';
import { spelledIpv6, type Subject } from './question';

/** An address, a network by its first address, or a domain, and who sends as it; null: we do ourselves. */
export interface Sender {
  readonly of: 'ip' | 'domain';
  readonly value: string;
  readonly accountId: AccountId | null;
}
/** Whose it is; null: ours, or of several accounts. */
export type Owned = Subject & { readonly accountId: AccountId | null };

/** An IPv4 network up to this size is asked about address by address, */
const WIDEST_IPV4 = 24;
/** an IPv6 network from this prefix on by its first: lists know IPv6 by the /64 (RFC 5782 section 2.4). */
const WIDEST_IPV6 = 64;
/** Addresses of networks altogether. */
const MOST = 500_000;

/** Each subject once, with the one account that has to answer for it, if it is one. `notAsked` counts the networks that are
 *  too wide to be asked about. */
export const subjectsOf = (senders: Iterable<Sender>): { subjects: Owned[]; notAsked: number } => {
  const owners = new Map<string, Owned>();
  let notAsked = 0;
  let expanded = 0;
  for (const { of, value, accountId } of senders) {
    const values = of === 'ip' ? addressesIn(value) : [value];
    expanded += values.length > 1 ? values.length : 0;
    if (values.length === 0 || expanded > MOST) {
      notAsked++;
      continue;
    }
    for (const one of values) {
      const other = owners.get(one);
      if (!other) owners.set(one, { of, value: one, accountId });
      else if (other.accountId !== accountId) owners.set(one, { ...other, accountId: null });
    }
  }
  return { subjects: [...owners.values()], notAsked };
};

/** None: too wide. Throws for what is neither an address nor a network. */
export const addressesIn = (text: string): string[] => {
  const [address = '', prefix] = text.split('/');
  const version = isIP(address);
  if (version === 0) throw new Error(`${text} is no address and no network`);
  if (version === 6) {
    const bits = Number(prefix ?? 128);
    return bits < WIDEST_IPV6 ? [] : [spelledIpv6(address)];
  }
  const bits = Number(prefix ?? 32);
  if (bits < WIDEST_IPV4) return [];
  const size = 2 ** (32 - bits);
  const [a, b, c, last] = address.split('.').map(Number) as [number, number, number, number];
  return Array.from({ length: size }, (_, i) => `${a}.${b}.${c}.${last - (last % size) + i}`);
};
