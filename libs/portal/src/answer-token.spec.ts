import fc from 'fast-check';
import { days, Instant, plus, seconds } from '@app/kernel';
import { mint, mintAnswerToken, readAnswerToken } from './answer-token';
import type { SigningKeys } from './page';

const NOW = Instant('2026-03-02T09:00:00.000Z');
const keys = (currentId = 'a', others: Record<string, string> = {}): SigningKeys => {
  const held: Record<string, string> = { a: 'first', b: 'second', ...others };
  return { currentId, key: (id) => (held[id] === undefined ? undefined : Buffer.alloc(32, held[id])) };
};
const claims = { caseId: 'acme.1', contactId: 'owner', expiresAt: plus(NOW, days(180)) };
const token = mintAnswerToken(keys(), claims);
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const read = (text: string, now = NOW, ring = keys()) => readAnswerToken(ring, text, now);

describe('an answer link', () => {
  it('says whose it is until it expires', () => {
    expect(read(token)).toEqual({ valid: true, ...claims });
    expect(read(token, plus(claims.expiresAt, -1 as never))).toMatchObject({ valid: true });
    expect(read(token, claims.expiresAt)).toEqual({ valid: false, because: 'expired', claims });
  });

  it('fits into a path as it is', () => {
    const id = (most: number) =>
      fc.string({ minLength: 1, maxLength: most, unit: 'grapheme' }).filter((s) => s.length <= most);
    fc.assert(
      fc.property(id(160), id(64), (caseId, contactId) => {
        const text = mintAnswerToken(keys(), { ...claims, caseId, contactId });
        expect(encodeURIComponent(text)).toBe(text);
        expect(read(text)).toEqual({ valid: true, ...claims, caseId, contactId });
      }),
    );
  });

  it('is for the longest ids that there are, in any script', () => {
    for (const letter of ['x', '\u4e2d'])
      expect(
        read(
          mintAnswerToken(keys(), { ...claims, caseId: letter.repeat(160), contactId: letter.repeat(64) }),
        ),
      ).toEqual({
        valid: true,
        ...claims,
        caseId: letter.repeat(160),
        contactId: letter.repeat(64),
      });
    expect(() => mintAnswerToken(keys(), { ...claims, caseId: 'x'.repeat(161) })).toThrow();
    expect(() =>
      mintAnswerToken(keys(), { ...claims, caseId: '\u0001'.repeat(160), contactId: '\u0001'.repeat(64) }),
    ).toThrow('control characters');
  });

  it('is forged when anything of it was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'Aa0_-.'), (at, char) => {
        fc.pre(token[at] !== char);
        const changed = token.slice(0, at) + char + token.slice(at + 1);
        expect(['forged', 'malformed']).toContain((read(changed) as { because: string }).because);
      }),
    );
  });

  it('is written in one way: with the two spare bits of its last character set it is another', () => {
    const last = BASE64URL.indexOf(token.at(-1)!);
    for (const spare of [1, 2, 3]) {
      const other = token.slice(0, -1) + BASE64URL[last | spare];
      expect(Buffer.from(other.slice(-43), 'base64url')).toEqual(Buffer.from(token.slice(-43), 'base64url'));
      expect(read(other)).toEqual({ valid: false, because: 'forged' });
    }
  });

  it('goes on working when its key is followed by another, and ends with its key', () => {
    expect(read(token, NOW, keys('b'))).toMatchObject({ valid: true });
    expect(read(token, NOW, keys('b', { a: undefined as never }))).toEqual({
      valid: false,
      because: 'forged',
    });
  });

  it('is no link for something else, nor something else a link', () => {
    expect(read(mint(keys(), 'evidence', claims))).toEqual({ valid: false, because: 'other-purpose' });
  });

  it('does not say whether what we never made has expired', () => {
    const theirs = mintAnswerToken(keys('a', { a: 'guess' }), {
      ...claims,
      expiresAt: plus(NOW, seconds(-1)),
    });
    expect(read(theirs)).toEqual({ valid: false, because: 'forged' });
  });

  it.each([
    '',
    'v1',
    'v1.a.b.c',
    `v2${token.slice(2)}`,
    `${token}.`,
    `${token}\n`,
    'x'.repeat(100_000),
    '../../etc',
  ])('is malformed as %.40j', (text) => expect(read(text)).toEqual({ valid: false, because: 'malformed' }));
});
