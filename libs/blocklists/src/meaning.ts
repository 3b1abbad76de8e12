import { isIPv4 } from 'node:net';
import { isReserved, type Blocklist } from './schema';

/** What a list says of a subject. `unknown` is neither: whoever hears it must change nothing. */
export type Finding =
  | {
      readonly state: 'listed';
      readonly severity: 'listed' | 'policy-range';
      readonly codes: readonly string[];
    }
  | { readonly state: 'absent' }
  /** `refuses`: the list will not answer us, and asking on would be rude. */
  | { readonly state: 'unknown'; readonly why: string; readonly refuses: boolean };
export type Unknown = Extract<Finding, { state: 'unknown' }>;

export const ABSENT: Finding = { state: 'absent' };
export const unknown = (why: string, refuses = false): Unknown => ({ state: 'unknown', why, refuses });

const MOST = 64; // answers; a list that knows as many reasons is none

/** What the A records of an answer mean by the codes of its list. One address outside 127.0.0.0/8 is somebody else's answer:
 *  a parked zone, a resolver that sells advertisements (RFC 5782 section 2.1). A code that the file does not name is no
 *  listing: nobody has read what it means. */
export const meaningOf = (answers: unknown, codes: Blocklist['codes']): Finding => {
  if (!Array.isArray(answers) || answers.length === 0) return unknown('an answer without an address');
  if (answers.length > MOST) return unknown(`an answer of ${answers.length} addresses`);
  const addresses = answers.map(String);
  if (!addresses.every((address) => isIPv4(address) && address.startsWith('127.')))
    return unknown('an answer outside 127.0.0.0/8');
  const meant = addresses.flatMap((address) => ofAddress(address, codes));
  const refusal = meant.find(({ means }) => means === 'error');
  if (refusal) return unknown(`the list refuses: ${refusal.name}`, true);
  const severity = meant.some(({ means }) => means === 'listed') ? 'listed' : 'policy-range';
  if (meant.length === 0) return unknown(`codes that its file does not name: ${addresses.join(', ')}`);
  return { state: 'listed', severity, codes: [...new Set(meant.map(({ name }) => name))].sort() };
};

const ofAddress = (
  address: string,
  codes: Blocklist['codes'],
): readonly Pick<Blocklist['codes'][number], 'means' | 'name'>[] => {
  const exact = codes.find((one) => 'code' in one && one.code === address);
  if (exact) return [exact];
  const [, , , octet = 0] = address.split('.').map(Number);
  const bits = codes.filter((one) => 'bit' in one && (octet & one.bit) !== 0);
  const refusal = bits.find(({ means }) => means === 'error');
  if (isReserved(address)) return [{ means: 'error', name: refusal?.name ?? address }];
  return bits;
};
