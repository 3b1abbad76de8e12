import { Unsealed, type Json } from '@app/kernel';
import type { Sealer } from '@app/event-store';

const seal = (eventId: string, value: unknown): unknown => {
  if (value instanceof Unsealed) {
    const ct = Buffer.from(JSON.stringify({ eventId, is: value.plaintext })).toString('base64');
    return { k: value.keyId, iv: 'AAAA', ct, tag: 'AAAA' };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => seal(eventId, inner));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, seal(eventId, inner)]));
};

/** Seals nothing: it puts what stands there in the clear into the form of an envelope. For tests of what is around it. */
export const testSealer: Sealer = {
  seal: (eventId, data) => Promise.resolve(seal(eventId, data) as Json),
};
