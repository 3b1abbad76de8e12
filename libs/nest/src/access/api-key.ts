import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `mk_<id>_<secret>`: the id names the row, the secret is 256 random bits. Hex, so that a double click takes it whole. */
const KEY = /^mk_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** SHA-256 and not scrypt: a slow hash protects what can be guessed, and nobody guesses 256 random bits; it would cost
 *  every call 50 ms of CPU, and give whoever has no key a way to spend ours. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const mintKey = (): { id: string; key: string; hash: string } => {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  return { id, key: `mk_${id}_${secret}`, hash: hashOf(secret) };
};

export const readKey = (key: string): { id: string; secret: string } | undefined => {
  const [, id, secret] = KEY.exec(key) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
};

/** Takes as long whatever differs. */
export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
