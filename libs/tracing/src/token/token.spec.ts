import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  accountId as asAccount,
  campaignId as asCampaign,
  Instant,
  recipientKey as asRecipient,
} from '@app/kernel';
import { MAX_TOKEN, mintToken, TOKEN_HEADER, verifyToken, type TokenClaims, type TokenKeys } from './token';

const doc = readFileSync(join(__dirname, '../../TRACE-TOKEN.md'), 'utf8');
const vectors = (kind: string) =>
  [...doc.matchAll(new RegExp(`^\`\`\`${kind}\\n(.+)\\n([^\`]*)\`\`\`$`, 'gm'))].map(([, name, lines]) => ({
    name: name!,
    ...Object.fromEntries(
      lines!
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    ),
  })) as (Record<string, string> & { name: string })[];
const documented = new Map(vectors('vector').map((v) => [v['key id']!, Buffer.from(v.key!, 'hex')]));
const keysOf = (all: ReadonlyMap<string, Buffer>, currentId = 'desk-1'): TokenKeys => ({
  currentId,
  key: (id) => all.get(id),
});
const keys = keysOf(documented);
const claims: TokenClaims = {
  accountId: asAccount.parse('A-1001'),
  campaignId: asCampaign.parse('spring-2026'),
  messageId: 'm-77',
  deliveryId: 'd-5f2a',
  recipientKey: asRecipient.parse('9f86d081884c7d659a2feaa0c55ad015'),
  sentAt: Instant('2026-03-01T10:00:00.000Z'),
};

describe('the documented trace token', () => {
  it.each(vectors('vector'))('$name', ({ token, payload }) => {
    const verdict = verifyToken(keys, token!);
    const { a, c, m, d, r, t } = JSON.parse(payload!) as Record<string, string> & { t?: number };
    expect(verdict).toMatchObject({ valid: true, claims: { accountId: a } });
    if (verdict.valid)
      expect({
        campaignId: verdict.claims.campaignId,
        messageId: verdict.claims.messageId,
        deliveryId: verdict.claims.deliveryId,
        recipientKey: verdict.claims.recipientKey,
        sentAt: verdict.claims.sentAt,
      }).toEqual({
        campaignId: c,
        messageId: m,
        deliveryId: d,
        recipientKey: r,
        sentAt: t && t * 1_000,
      });
  });
  it.each(vectors('vector-refused'))('is refused: $name', ({ token, why }) =>
    expect(verifyToken(keys, token!)).toEqual({ valid: false, why }),
  );
  it('has as many vectors as this test expects to read', () =>
    expect([vectors('vector').length, vectors('vector-refused').length]).toEqual([4, 7]));
  it('is what is minted here', () =>
    expect(mintToken(keys, claims)).toBe(vectors('vector').find((v) => v.name === 'every field')!.token));
});

describe('a trace token', () => {
  it('is verified however often its header was folded', () =>
    expect(verifyToken(keys, mintToken(keys, claims).replace(/.{40}/g, '$&\r\n\t'))).toMatchObject({
      valid: true,
      claims,
    }));
  it('stays valid when keys rotate, until its key is retired', () => {
    const old = mintToken(keys, claims);
    const next = new Map([...documented, ['desk-2', Buffer.alloc(32, 7)]]);
    const rotated = keysOf(next, 'desk-2');
    expect(mintToken(rotated, claims)).toMatch(/^v1\.desk-2\./);
    expect(verifyToken(rotated, old)).toMatchObject({ valid: true, keyId: 'desk-1' });
    next.delete('desk-1');
    expect(verifyToken(rotated, old)).toEqual({ valid: false, why: 'unknown-key' });
  });
  it('is written in one way: with the spare bits of its last character set it is refused', () => {
    const token = mintToken(keys, claims);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) | 1];
    expect(Buffer.from(other.slice(-43), 'base64url')).toEqual(Buffer.from(token.slice(-43), 'base64url'));
    expect(verifyToken(keys, other)).toEqual({ valid: false, why: 'bad-signature' });
  });
  it('can be signed by no key that is not there', () =>
    expect(() => mintToken(keys, claims, 'desk-9')).toThrow('there is no trace key desk-9'));
  it('holds no address', () =>
    expect(() => mintToken(keys, { ...claims, deliveryId: 'ann@example.org' })).toThrow(
      'holds no address, and field d',
    ));
  it('fits one header line', () => {
    const long = { ...claims, campaignId: asCampaign.parse('é'.repeat(256)), messageId: 'x'.repeat(128) };
    expect(() => mintToken(keys, long)).toThrow(`of ${MAX_TOKEN}: use shorter ids`);
    expect(`${TOKEN_HEADER}: ${'x'.repeat(MAX_TOKEN)}`.length).toBeLessThanOrEqual(998);
  });
  it('is not read when it is longer than any could be', () =>
    expect(verifyToken(keys, 'v1.'.padEnd(1_000_000, 'a'))).toEqual({ valid: false, why: 'too-long' }));
  it('survives any ids that fit, and no change of one character', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((s) => !s.includes('@')),
        fc.nat(),
        (id, at) => {
          const token = mintToken(keys, { ...claims, deliveryId: id });
          expect(verifyToken(keys, token)).toMatchObject({ valid: true, claims: { deliveryId: id } });
          const i = at % (token.length - 1); // the last character has bits that belong to no octet
          const other = token[i] === 'A' ? 'B' : 'A';
          expect(verifyToken(keys, token.slice(0, i) + other + token.slice(i + 1)).valid).toBe(false);
        },
      ),
    ));
  it('is refused, whatever else is in its place, and never throws', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((s) => `v1.desk-1.${s}.${s}`),
        ),
        (text) => {
          expect(verifyToken(keys, text).valid).toBe(false);
        },
      ),
    ));
});
