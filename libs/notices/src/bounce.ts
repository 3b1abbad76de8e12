import type { SigningKeys } from './mailer';
import { readMailToken } from './mail-token';

/** What a mail server says has become of one of our mails. */
export interface Bounce {
  readonly mailId: string;
  /** `delayed`: it still tries. `permanent`: this address takes no mail. `temporary`: it gave up, for a passing reason. */
  readonly outcome: 'permanent' | 'temporary' | 'delayed' | 'delivered';
  readonly status: string; // RFC 3463: 5.1.1
}

const LONGEST = 256 * 1024; // characters in which the status stands; what follows is our own mail, sent back

/** Reads a delivery status notification (RFC 3464) that came to one of our return paths. The address says which mail it is
 *  about, signed by us: what the notification itself says of that can be written by anybody. Null: no bounce of ours. */
export const readBounce = (
  bytes: Uint8Array,
  recipients: readonly string[],
  keys: SigningKeys,
): Bounce | null => {
  const mailId = recipients
    .map((address) => readMailToken(keys, 'bounce', address))
    .find((id) => id !== undefined);
  if (mailId === undefined) return null;
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, LONGEST))
    .toString('latin1')
    .split(/\r\n|\r|\n/);
  const field = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
      .toLowerCase() ?? '';
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(field('status'))?.[0] ?? '';
  const action = field('action');
  if (action.startsWith('delayed')) return { mailId, outcome: 'delayed', status };
  if (/^(delivered|relayed|expanded)/.test(action)) return { mailId, outcome: 'delivered', status };
  if (action.startsWith('failed') || status !== '')
    return { mailId, outcome: status.startsWith('4') ? 'temporary' : 'permanent', status };
  return null; // something else came to a return path: a person reads it
};
