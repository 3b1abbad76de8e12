import ipaddr from 'ipaddr.js';

const IPV4_BITS = 24;
const IPV6_BITS = 56; // what one household or one rented machine is given; within it addresses cost nothing

/** Who shares a fate: `192.0.2.0/24`, `2001:db8:1::/56`. IPv4 written as IPv6 is IPv4; what is no address is 'unknown'. */
export const blockOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? IPV4_BITS : IPV6_BITS;
  const bytes = parsed.toByteArray().map((byte, i) => (i * 8 < bits ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
};
