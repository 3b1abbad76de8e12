import { createHmac, timingSafeEqual } from 'node:crypto';
import { minutes, type Duration, type Instant } from '@app/kernel';

export const SIGNATURE_HEADER = 'meldkamer-signature';

/** `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`: the time is signed too, so that an old order cannot be replayed. */
export const signWebhook = (secret: string, body: string | Uint8Array, at: Instant): string => {
  const t = Math.floor(at / 1_000);
  return `t=${t},v1=${macOf(secret, t, body).toString('hex')}`;
};

export type SignatureVerdict =
  | { readonly valid: true; readonly at: Instant }
  | { readonly valid: false; readonly because: 'malformed' | 'wrong' | 'stale' };

const SHAPE = /^t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,4})$/;

/** For platform owners: was this body sent by a desk that holds the secret, within `tolerance` of now? `body` is the request's
 *  bytes as received, before any JSON parser. Several secrets, while one takes the place of another. Constant time. */
export const verifyWebhookSignature = (
  header: string | undefined,
  body: string | Uint8Array,
  secrets: string | readonly string[],
  now: Instant,
  tolerance: Duration = minutes(5),
): SignatureVerdict => {
  const [, t, tags] = SHAPE.exec(header ?? '') ?? [];
  if (t === undefined || tags === undefined) return { valid: false, because: 'malformed' };
  const given = tags
    .slice(1)
    .split(',')
    .map((tag) => Buffer.from(tag.slice('v1='.length), 'hex'));
  const wanted = (typeof secrets === 'string' ? [secrets] : secrets).map((s) => macOf(s, Number(t), body));
  const matches = wanted.flatMap((mac) => given.map((tag) => timingSafeEqual(mac, tag)));
  if (!matches.includes(true)) return { valid: false, because: 'wrong' };
  const at = (Number(t) * 1_000) as Instant;
  // Only after the signature: who cannot sign learns nothing about our clock.
  return Math.abs(now - at) > tolerance ? { valid: false, because: 'stale' } : { valid: true, at };
};

const macOf = (secret: string, t: number, body: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${t}.`).update(body).digest();
