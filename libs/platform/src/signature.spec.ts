import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Instant, minus, minutes, plus, seconds } from '@app/kernel';
import { signWebhook, verifyWebhookSignature } from './signature';

const AT = Instant('2026-03-02T09:00:00.000Z');
const signed = (body: string, secret = 'secret') => signWebhook(secret, body, AT);

describe('a webhook signature', () => {
  it('is the one that WEBHOOK.md shows to platform owners', () => {
    const page = readFileSync(join(__dirname, '../WEBHOOK.md'), 'utf8');
    const shown = (name: string) => new RegExp(`^    ${name} *(.+)$`, 'm').exec(page)![1]!;
    const at = (Number(shown('t')) * 1_000) as Instant;
    expect(signWebhook(shown('secret'), shown('body'), at)).toBe(shown('header'));
    const verdict = verifyWebhookSignature(shown('header'), shown('body'), shown('secret'), at);
    expect(verdict).toEqual({ valid: true, at });
  });

  it('verifies for whoever has the secret, and for nobody who changed a byte', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.string({ minLength: 1 }), fc.nat(), (body, secret, n) => {
        const header = signWebhook(secret, body, AT);
        expect(verifyWebhookSignature(header, body, secret, AT).valid).toBe(true);
        const changed = Uint8Array.from(body);
        changed[n % changed.length]! ^= 1;
        expect(verifyWebhookSignature(header, changed, secret, AT)).toEqual({
          valid: false,
          because: 'wrong',
        });
        expect(verifyWebhookSignature(header, body, `${secret}x`, AT).valid).toBe(false);
      }),
    );
  });

  it('cannot be moved to another time', () => {
    const moved = signed('{}').replace(/t=\d+/, `t=${AT / 1_000 + 1}`);
    expect(verifyWebhookSignature(moved, '{}', 'secret', AT)).toEqual({ valid: false, because: 'wrong' });
  });

  it('holds for five minutes to either side, for clocks differ', () => {
    const verdict = (now: Instant) => verifyWebhookSignature(signed('{}'), '{}', 'secret', now);
    for (const now of [minus(AT, minutes(5)), AT, plus(AT, minutes(5))])
      expect(verdict(now).valid).toBe(true);
    for (const now of [minus(AT, minutes(6)), plus(AT, minutes(6))])
      expect(verdict(now)).toEqual({ valid: false, because: 'stale' });
    expect(verifyWebhookSignature(signed('{}'), '{}', 'secret', plus(AT, seconds(2)), seconds(1)).valid).toBe(
      false,
    );
  });

  it('is accepted under the old and the new secret while one takes the place of the other', () => {
    const both = ['new', 'secret'];
    expect(verifyWebhookSignature(signed('{}'), '{}', both, AT).valid).toBe(true);
    expect(verifyWebhookSignature(signed('{}', 'new'), '{}', both, AT).valid).toBe(true);
    const twice = `${signed('{}', 'next')},${signed('{}').split(',')[1]}`;
    expect(verifyWebhookSignature(twice, '{}', 'secret', AT).valid).toBe(true);
  });

  it.each([
    undefined,
    '',
    't=1',
    'v1=ab',
    't=x,v1=00',
    `t=1,v1=${'A'.repeat(64)}`,
    `t=1,v1=${'a'.repeat(63)}`,
  ])('is malformed when it is %j', (header) =>
    expect(verifyWebhookSignature(header, '{}', 'secret', AT)).toEqual({
      valid: false,
      because: 'malformed',
    }),
  );
});
