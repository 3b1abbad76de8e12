import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKeys } from './mailer';

/** What an address of ours is for: `bounce` is a return path (VERP), `answer` a Reply-To. */
export type TokenPurpose = 'bounce' | 'answer';

const MAC = 10; // bytes; 80 bits, and whoever guesses gets one try a mail
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEY_ID = /^[a-z0-9]{1,7}$/;

/** The local part `bounce+<key id>.<uuid>.<mac>`: hex and base32 in lower case, since some servers fold the case of a local
 *  part, and within the 64 octets of RFC 5321 section 4.5.3.1.1. Throws when the id is no UUID, or there is no key. */
export const mailToken = (keys: SigningKeys, purpose: TokenPurpose, mailId: string): string => {
  if (!UUID.test(mailId)) throw new TypeError(`${mailId} is no UUID, and the id of a mail must be`);
  const keyId = keys.currentId;
  const key = keys.key(keyId);
  if (!key)
    throw new Error(`there is no key ${keyId} for mail addresses: it was never made, or it was retired`);
  if (!KEY_ID.test(keyId))
    throw new Error(`key ${keyId} cannot sign addresses: at most 7 lower-case letters and digits fit`);
  const id = mailId.replaceAll('-', '');
  return `${purpose}+${keyId}.${id}.${macOf(key, purpose, keyId, id)}`;
};

const SHAPE = /^(bounce|answer)\+([a-z0-9]{1,7})\.([0-9a-f]{32})\.([a-z2-7]{16})@/;

/** The id of the mail that a recipient address of ours refers to; undefined: not made by us, or for something else. */
export const readMailToken = (
  keys: SigningKeys,
  purpose: TokenPurpose,
  address: string,
): string | undefined => {
  const bare = address.trim().slice(0, 400).toLowerCase().replace(/^</, '');
  const [, what, keyId, id, mac] = SHAPE.exec(bare) ?? [];
  if (what !== purpose || keyId === undefined || id === undefined || mac === undefined) return undefined;
  const key = keys.key(keyId);
  if (!key || !timingSafeEqual(Buffer.from(macOf(key, purpose, keyId, id)), Buffer.from(mac)))
    return undefined;
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const macOf = (key: Buffer, purpose: TokenPurpose, keyId: string, id: string): string =>
  base32(createHmac('sha256', key).update(`meldkamer ${purpose}\n${keyId}\n${id}`).digest().subarray(0, MAC));

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'; // RFC 4648 section 6, in lower case

/** Of a multiple of five bytes, so that there is nothing to pad. */
const base32 = (bytes: Uint8Array): string => {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (held += 8; held >= 5; held -= 5) text += ALPHABET[(bits >> (held - 5)) & 31];
  }
  return text;
};
