import { isIP } from 'node:net';
import { IPv4, IPv6 } from 'ipaddr.js';
import type { AccountId } from '@app/kernel';
import type { IncidentSubject } from '@app/ledger';
import { ask, type ReadStore } from '@app/read-store';
import { accountsAsDomain, sendersByIp } from '@app/views';

/** Whose complaints an incident can be traced to, by what it struck: whoever sends as the address or the domain. What nobody
 *  is registered with is ours, and shared: an address by all who have none of their own, a domain by all. */
export const accountsBehind = async (
  tables: ReadStore,
  subjects: readonly IncidentSubject[],
): Promise<(account: AccountId) => boolean> => {
  if (subjects.length === 0) return () => true;
  const byIp = subjects.some(({ of }) => of === 'ip') ? await ask(tables, sendersByIp) : [];
  const ownAddresses = new Set(byIp.map(({ accountId }) => accountId));
  const behind = await Promise.all(
    subjects.map(async ({ of, value }) => {
      const named =
        of === 'domain'
          ? await ask(tables, accountsAsDomain(value))
          : byIp.filter((sender) => covers(sender.value, value)).map(({ accountId }) => accountId);
      const found = new Set(named);
      if (found.size > 0) return (account: AccountId) => found.has(account);
      return of === 'ip' ? (account: AccountId) => !ownAddresses.has(account) : () => true;
    }),
  );
  return (account) => behind.some((sends) => sends(account));
};

/** Whether the address is this one, or lies in this network. */
const covers = (network: string, address: string): boolean => {
  if (!network.includes('/')) return network === address;
  const version = isIP(address);
  if (version !== isIP(network.split('/')[0]!)) return false;
  return version === 4
    ? IPv4.parse(address).match(IPv4.parseCIDR(network))
    : IPv6.parse(address).match(IPv6.parseCIDR(network));
};
