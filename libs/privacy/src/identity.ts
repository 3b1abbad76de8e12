import { createHmac, type Hmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { RecipientKey, ReportId } from '@app/kernel';
import type { Identity } from './port';

/** `identityKey` and `pepper` are 32 bytes each, made once: another key makes every report and recipient a new one. The
 *  pepper is for what can be guessed (addresses), the identity key for what cannot. */
export const identityUnder = (identityKey: Buffer, pepper: Buffer): Identity => ({
  reportIdOf: (bytes) => {
    const hmac = createHmac('sha256', identityKey).update('report\n');
    eachWithCrlf(bytes, (chunk) => hmac.update(chunk));
    return id(hmac) as ReportId;
  },
  recipientKeyOf: (address) => hash(pepper, 'address', normalisedAddress(address)) as RecipientKey,
  deliveryKeyOf: (messageId, recipient) => hash(pepper, 'delivery', `${bare(messageId)}\n${recipient}`),
  termKeyOf: (kind, text) => hash(pepper, `term ${kind}`, text),
});

const hash = (key: Buffer, what: string, text: string): string =>
  id(createHmac('sha256', key).update(`${what}\n${text}`));
/** 128 bits are plenty under a key nobody else has, and the id stands in every row about the report. */
const id = (hmac: Hmac): string => hmac.digest().toString('hex', 0, 16);

/** Case and forms of one mailbox that in practice are the same; plus-addresses are others' own and stay apart. */
export const normalisedAddress = (address: string): string => {
  const text = bare(address).normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 0) return text;
  const domain = text.slice(at + 1).replace(/\.$/, '');
  return `${text.slice(0, at)}@${domainToASCII(domain) || domain}`;
};

const bare = (text: string): string => text.trim().replace(/^<([^>]*)>$/, '$1');

const [LF, CR] = [0x0a, 0x0d];
const CHUNK = 32 * 1024;

/** Hands over the bytes with every line end made CRLF, the last one included: a file has LF, or none at its end, where
 *  SMTP delivered CRLF. One pass whatever is in there: ten million line ends must not cost more than ten million letters. */
export const eachWithCrlf = (bytes: Uint8Array, hand: (chunk: Uint8Array) => void): void => {
  const out = new Uint8Array(2 * Math.min(CHUNK, bytes.length) + 2);
  let last = LF; // what stood before: of nothing, no line is open
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const end = Math.min(from + CHUNK, bytes.length);
    let to = 0;
    for (let i = from; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === LF && last !== CR) out[to++] = CR;
      out[to++] = last = byte;
    }
    if (end === bytes.length && last !== LF) {
      if (last !== CR) out[to++] = CR;
      out[to++] = LF;
    }
    hand(out.subarray(0, to));
  }
};
