import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKeys } from './mailer';

/** What an address of ours is for: `bounce` is a return path, `answer` a Reply-To. */
export type TokenPurpose = 'bounce' | 'answer';

const MAC = 10; // bytes; 80 bits, and whoever guesses gets one try a mail
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `bounce+<key id>-<uuid>-<mac>`: lower-case hex, since some servers fold the case of a local part, and within the 64
 *  octets of RFC 5321 section 4.5.3.1.1. */
export const mailToken = (keys: SigningKeys, purpose: TokenPurpose, mailId: string): string => {
  if (!UUID.test(mailId)) throw new TypeError(`${mailId} is no UUID, and the id of a mail must be`);
  const key = keys.key(keys.currentId);
  if (!key) throw new Error(`there is no notice key ${keys.currentId}`);
  const id = mailId.replaceAll('-', '');
  const local = `${purpose}+${keys.currentId}.${id}.${macOf(key, purpose, keys.currentId, id)}`;
  if (local.length > 64)
    throw new Error(`the local part ${local.length} octets long does not fit into 64: use shorter key ids`);
  return local;
};

const SHAPE = /^(bounce|answer)\+([a-z0-9]{1,8})\.([0-9a-f]{32})\.([a-z2-7]{16})@/;

/** The mail that a recipient address of ours refers to; undefined: not made by us, or for something else. */
export const readMailToken = (
  keys: SigningKeys,
  purpose: TokenPurpose,
  address: string,
): string | undefined => {
  const [, what, keyId, id, mac] = SHAPE.exec(address.trim().toLowerCase().slice(0, 400)) ?? [];
  if (what !== purpose || keyId === undefined || id === undefined || mac === undefined) return undefined;
  const key = keys.key(keyId);
  if (!key || !timingSafeEqual(Buffer.from(macOf(key, purpose, keyId, id)), Buffer.from(mac)))
    return undefined;
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const macOf = (key: Buffer, purpose: TokenPurpose, keyId: string, id: string): string =>
  base32(createHmac('sha256', key).update(`meldkamer ${purpose}\n${keyId}\n${id}`).digest().subarray(0, MAC));

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'; // RFC 4648 section 6, in lower case

const base32 = (bytes: Uint8Array): string => {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = (bytes.length * 8) / 5 - 1; i >= 0; i--)
    text += ALPHABET[Number((bits >> BigInt(i * 5)) & 31n)];
  return text;
};
