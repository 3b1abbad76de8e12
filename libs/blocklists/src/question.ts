import { isIP, isIPv4 } from 'node:net';
import { isDomainName, type Blocklist } from './schema';

/** An address, or a domain as A-labels in lower case. */
export interface Subject {
  readonly of: 'ip' | 'domain';
  readonly value: string;
}

/** Whether the list could know it. */
export const asksAbout = ({ of, ipv6 }: Pick<Blocklist, 'of' | 'ipv6'>, subject: Subject): boolean =>
  of === subject.of && (of === 'domain' || isIPv4(subject.value) || (ipv6 && isIP(subject.value) === 6));

/** The name to ask a list for: octets or nibbles reversed (RFC 5782 sections 2.1 and 2.4), a domain as it is (section 2.3);
 *  undefined where the name would be longer than DNS has names, or is none. */
export const questionFor = ({ of, value }: Subject, zone: string): string | undefined => {
  const name = `${of === 'domain' ? value : reversed(value)}.${zone}`;
  return isDomainName(name) ? name : undefined;
};

const reversed = (address: string): string =>
  isIPv4(address) ? address.split('.').reverse().join('.') : nibbles(address);

/** RFC 5952, without dots. By URL's parser: ipaddr.js takes `::192.0.2.7` for a mapped address. */
export const spelledIpv6 = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

const nibbles = (address: string): string => {
  if (isIP(address) !== 6 || address.includes('%')) return '';
  const [before = '', after] = spelledIpv6(address).split('::');
  const head = before.split(':').filter(Boolean);
  const tail = (after ?? '').split(':').filter(Boolean);
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups
    .map((group) => group.padStart(4, '0'))
    .join('')
    .split('')
    .reverse()
    .join('.');
};
