import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Instant, minutes, plus, seconds, type Duration } from '@app/kernel';
import { blockOf } from './address-block';
import { RateLimiter, type Rate } from './rate-limiter';
import { SqliteBuckets } from './sqlite-buckets';

const t0 = Instant('2026-03-01T10:00:00.000Z');
const after = (s: number) => plus(t0, seconds(s));
const rate: Rate = { count: 60, per: minutes(1), burst: 10 };
const taken = (limiter: RateLimiter, key: string, at: Instant, most = 100) => {
  let n = 0;
  while (n < most && limiter.take(key, at).ok) n++;
  return n;
};

describe('a token bucket', () => {
  it('lets the burst through at once, then the rate', () => {
    const limiter = new RateLimiter('t', rate);
    expect(taken(limiter, 'a', t0)).toBe(10);
    expect(taken(limiter, 'a', after(3))).toBe(3);
    expect(taken(limiter, 'a', after(3_600))).toBe(10);
  });

  it('is one for each key', () => {
    const limiter = new RateLimiter('t', rate);
    taken(limiter, 'a', t0);
    expect(taken(limiter, 'b', t0)).toBe(10);
  });

  it('says how long to wait, and is right: then it passes, and a millisecond earlier it does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 3_600_000 }),
        fc.integer({ min: 1, max: 50 }),
        (count, per, burst) => {
          const limiter = new RateLimiter('t', { count, per: per as Duration, burst });
          taken(limiter, 'a', t0, burst);
          const verdict = limiter.take('a', t0);
          if (verdict.ok) throw new Error('the burst was exceeded');
          const early = plus(t0, (verdict.retryAfter - 1) as Duration);
          expect(limiter.isOpen('a', early)).toBe(false);
          expect(limiter.isOpen('a', plus(t0, verdict.retryAfter))).toBe(true);
        },
      ),
    );
  });

  it('never lets more through than the burst and the rate together, in whatever steps and costs', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 10 })));
    fc.assert(
      fc.property(steps, (all) => {
        const limiter = new RateLimiter('t', rate);
        let [at, passed] = [t0, 0];
        for (const [wait, cost] of all) {
          at = plus(at, wait as Duration);
          if (limiter.take('a', at, cost).ok) passed += cost;
        }
        expect(passed).toBeLessThanOrEqual(rate.burst + ((at - t0) * rate.count) / rate.per + 1e-6);
      }),
    );
  });

  it('goes into debt for what was used already, and gains nothing from a clock set back', () => {
    const limiter = new RateLimiter('t', rate);
    limiter.charge('a', t0, 30);
    expect(limiter.take('a', t0)).toEqual({ ok: false, retryAfter: seconds(21) });
    expect(limiter.take('a', after(-3_600)).ok).toBe(false);
    expect(limiter.take('a', after(21)).ok).toBe(true);
  });

  it('passes what costs more than the burst when it is full, or it would never pass', () => {
    const limiter = new RateLimiter('t', rate);
    expect(limiter.take('a', t0, 25).ok).toBe(true);
    expect(limiter.take('a', after(20), 25)).toEqual({ ok: false, retryAfter: seconds(5) });
  });
});

describe('kept buckets', () => {
  const dir = mkdtempSync(join(tmpdir(), 'limits-'));
  const open = () => new SqliteBuckets(join(dir, 'limits.db'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are as empty after a restart as they were before', () => {
    const before = open();
    const [limiter, other] = [new RateLimiter('t', rate, before), new RateLimiter('u', rate, before)];
    taken(limiter, 'a', t0);
    limiter.charge('b', t0, 30.5);
    taken(other, 'a', t0, 4);
    limiter.flush(t0);
    other.flush(t0);
    before.close();

    const after_ = open();
    const again = new RateLimiter('t', rate, after_);
    expect(again.take('a', after(1)).ok).toBe(true);
    expect(again.take('a', after(1)).ok).toBe(false);
    expect(again.take('b', after(1))).toEqual({ ok: false, retryAfter: 20_500 });
    expect(taken(new RateLimiter('u', rate, after_), 'a', t0)).toBe(6);
    after_.close();
  });

  it('that are full again are forgotten, in memory and on disk', () => {
    const buckets = open();
    const limiter = new RateLimiter('v', rate, buckets);
    for (const key of ['x', 'y']) taken(limiter, key, t0);
    limiter.flush(t0);
    expect(buckets.load('v')).toHaveLength(2);
    limiter.take('y', after(9));
    limiter.flush(after(10));
    expect(buckets.load('v').map(([key]) => key)).toEqual(['y']);
    limiter.flush(after(3_600));
    expect(buckets.load('v')).toEqual([]);
    buckets.close();
  });
});

it('blocks of addresses are what one sender is given', () => {
  expect(['192.0.2.1', '192.0.2.255', '::ffff:192.0.2.9'].map(blockOf)).toEqual(
    Array(3).fill('192.0.2.0/24'),
  );
  expect(['2001:db8:1:2ff::1', '2001:DB8:1:200::'].map(blockOf)).toEqual(
    Array(2).fill('2001:db8:1:200::/56'),
  );
  expect(blockOf('2001:db8:1:300::1')).not.toBe(blockOf('2001:db8:1:2ff::1'));
  expect(['', 'unix', '192.0.2.999', '1'.repeat(10_000)].map(blockOf)).toEqual(Array(4).fill('unknown'));
});
