import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { caseId as asCase, type Instant } from '@app/kernel';
import type { AnswerTokenClaims, AnswerTokenVerdict, SigningKeys } from './page';

/** What a link is good for; a link for one is none for another. */
type Purpose = 'answer' | 'evidence';

const payload = z.strictObject({
  p: z.string().min(1).max(16),
  c: asCase,
  k: z.string().min(1).max(64), // an account's contact
  e: z.int().min(0).max(0xffff_ffff),
});

/** `v1.<key id>.<claims>.<mac>`, all of it fit for a path. Who has the link may answer: it goes to one contact by mail, says
 *  whose it is, and ends by itself. Throws when there is no current key, and when an id is longer than such ids are. */
export const mintAnswerToken = (keys: SigningKeys, claims: AnswerTokenClaims): string =>
  mint(keys, 'answer', claims);

export const mint = (
  keys: SigningKeys,
  purpose: Purpose,
  { caseId, contactId, expiresAt }: AnswerTokenClaims,
): string => {
  const keyId = keys.currentId;
  const key = keys.key(keyId);
  if (!key)
    throw new Error(`there is no key ${keyId} for answer links: it was never made, or it was retired`);
  const claims = payload.parse({ p: purpose, c: caseId, k: contactId, e: Math.floor(expiresAt / 1_000) });
  const signed = `v1.${keyId}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const token = `${signed}.${macOf(key, signed)}`;
  if (token.length > LONGEST)
    throw new Error(
      `the answer link of case ${caseId} would take ${token.length} characters of ${LONGEST}: control characters in an id take six each`,
    );
  return token;
};

/** The longest ids fit, in any script; so much of a path the server reads too. */
const LONGEST = 1_024;
const SHAPE = /^v1\.([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/** Never throws: what it reads was written by others. Whether it expired is said only of what we signed. */
export const readAnswerToken = (keys: SigningKeys, token: string, now: Instant): AnswerTokenVerdict => {
  const [, keyId, body, mac] = (token.length <= LONGEST && SHAPE.exec(token)) || [];
  if (keyId === undefined || body === undefined || mac === undefined)
    return { valid: false, because: 'malformed' };
  const key = keys.key(keyId);
  // As text: 43 characters hold two bits more than the MAC, and a reader of bytes would take four tokens for one.
  if (!key || !timingSafeEqual(Buffer.from(macOf(key, `v1.${keyId}.${body}`)), Buffer.from(mac)))
    return { valid: false, because: 'forged' };
  const read = payload.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  if (!read.success) return { valid: false, because: 'malformed' };
  if (read.data.p !== 'answer') return { valid: false, because: 'other-purpose' };
  const claims = {
    caseId: read.data.c,
    contactId: read.data.k,
    expiresAt: (read.data.e * 1_000) as Instant,
  };
  if (now >= claims.expiresAt) return { valid: false, because: 'expired', claims };
  return { valid: true, ...claims };
};

/** The name of the thing is signed too, so that a tag made elsewhere under the same key is none here. */
const macOf = (key: Buffer, signed: string): string =>
  createHmac('sha256', key).update(`meldkamer answer link\n${signed}`).digest('base64url');
