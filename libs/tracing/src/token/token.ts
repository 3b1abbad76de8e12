import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { accountId, campaignId, recipientKey, type Instant } from '@app/kernel';

/** The header of an outgoing message. Its format is for others to mint too: see ../../TRACE-TOKEN.md. */
export const TOKEN_HEADER = 'Meldkamer-Trace';

/** Header name, colon, space and value stay within one line of 998 octets (RFC 5322 section 2.1.1): a token that was
 *  folded by one server may be broken by the next. */
export const MAX_TOKEN = 960;

/** What the token says, under names short enough to leave room. Identifiers are opaque; an address is none. */
const payload = z.object({
  a: accountId,
  c: campaignId.optional(),
  m: z.string().min(1).max(128).optional(),
  d: z.string().min(1).max(128).optional(),
  r: recipientKey.optional(),
  t: z.int().min(0).max(0xffff_ffff).optional(),
});
export interface TokenClaims {
  readonly accountId: z.output<typeof accountId>;
  readonly campaignId?: z.output<typeof campaignId>;
  readonly messageId?: string;
  /** Opaque, minted by the platform: what makes two reports one complaint. */
  readonly deliveryId?: string;
  readonly recipientKey?: z.output<typeof recipientKey>;
  /** When the message was sent, to the second. */
  readonly sentAt?: Instant;
}

/** Keys of this purpose; a `Keyring` of the vault is one. Keys are 32 bytes. */
export interface TokenKeys {
  readonly currentId: string;
  /** undefined: there is none of this id, or it was retired. A platform's own key has an id of its own. */
  key(id: string): Buffer | undefined;
}

export type TokenVerdict =
  | { readonly valid: true; readonly keyId: string; readonly claims: TokenClaims }
  | { readonly valid: false; readonly why: 'too-long' | 'malformed' | 'unknown-key' | 'bad-signature' };

/** Throws when a claim is or contains an address, when the token would not fit, or when there is no key of that id. */
export const mintToken = (keys: TokenKeys, claims: TokenClaims, keyId = keys.currentId): string => {
  const written = payload.parse({
    a: claims.accountId,
    c: claims.campaignId,
    m: claims.messageId,
    d: claims.deliveryId,
    r: claims.recipientKey,
    t: claims.sentAt === undefined ? undefined : Math.floor(claims.sentAt / 1_000),
  });
  for (const [name, value] of Object.entries(written))
    if (typeof value === 'string' && value.includes('@'))
      throw new Error(
        `a trace token holds no address, and field ${name} has an "@" in it: use an id that means nothing to others`,
      );
  const key = keys.key(keyId);
  if (!key) throw new Error(`there is no trace key ${keyId}: it was never made, or it was retired`);
  const signed = `v1.${keyId}.${Buffer.from(JSON.stringify(written)).toString('base64url')}`;
  const token = `${signed}.${macOf(key, signed)}`;
  if (token.length > MAX_TOKEN)
    throw new Error(`the trace token would take ${token.length} octets of ${MAX_TOKEN}: use shorter ids`);
  return token;
};

const SHAPE = /^v1\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/** Takes a header's value as it stands in a message, folded or not. Never throws: what it reads was written by others. */
export const verifyToken = (keys: TokenKeys, value: string): TokenVerdict => {
  if (value.length > 2 * MAX_TOKEN) return { valid: false, why: 'too-long' };
  const token = value.replace(/[ \t\r\n]+/g, ''); // there is no white space in a token, hence all of it is folding
  if (token.length > MAX_TOKEN) return { valid: false, why: 'too-long' };
  const [, keyId, body, mac] = SHAPE.exec(token) ?? [];
  if (keyId === undefined || body === undefined || mac === undefined)
    return { valid: false, why: 'malformed' };
  const key = keys.key(keyId);
  if (!key) return { valid: false, why: 'unknown-key' };
  // As text: 43 characters hold two bits more than the MAC, and a reader of bytes would take four tokens for one.
  if (!timingSafeEqual(Buffer.from(macOf(key, `v1.${keyId}.${body}`)), Buffer.from(mac)))
    return { valid: false, why: 'bad-signature' };
  const claims = claimsOf(body); // read after the signature: nobody else's JSON reaches the parser
  return claims ? { valid: true, keyId, claims } : { valid: false, why: 'malformed' };
};

/** The purpose stands in what is signed, so that a signature made for anything else is none of a token. */
const macOf = (key: Buffer, signed: string): string =>
  createHmac('sha256', key).update(`meldkamer trace token\n${signed}`).digest('base64url');

const claimsOf = (body: string): TokenClaims | undefined => {
  const read = payload.safeParse(json(Buffer.from(body, 'base64url').toString()));
  if (!read.success) return undefined;
  const { a, c, m, d, r, t } = read.data;
  return {
    accountId: a,
    ...(c !== undefined && { campaignId: c }),
    ...(m !== undefined && { messageId: m }),
    ...(d !== undefined && { deliveryId: d }),
    ...(r !== undefined && { recipientKey: r }),
    ...(t !== undefined && { sentAt: (t * 1_000) as Instant }),
  };
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
