import fc from 'fast-check';
import type { RateThreshold, RateWindow } from '../reputation/events';
import { upperTail } from './binomial';
import { boundExceeds, lowerBoundPpm } from './bound';
import { exceeds, rate, written } from './fraction';
import { gradeOf } from './grade';

const above: RateThreshold = { ppm: 1_000, comparator: '>' }; // "above 0.1 %"
const orMore: RateThreshold = { ppm: 1_000, comparator: '>=' };
const first = (holds: (complaints: number) => boolean) => {
  for (let n = 0; ; n++) if (holds(n)) return n;
};

/** The table of the domain rules for a threshold of 0.1 %, all of it. */
const TABLE = [
  { delivered: 200, raw: 1, trips: 9.5, bound: 2 },
  { delivered: 500, raw: 1, trips: 22.1, bound: 3 },
  { delivered: 1_000, raw: 2, trips: 9.0, bound: 4 },
  { delivered: 2_000, raw: 3, trips: 8.0, bound: 6 },
  { delivered: 5_000, raw: 6, trips: 4.2, bound: 10 },
  { delivered: 10_000, raw: 11, trips: 1.4, bound: 16 },
  { delivered: 50_000, raw: 51, trips: 0, bound: 63 },
  { delivered: 100_000, raw: 101, trips: 0, bound: 118 },
];

describe('a complaint rate', () => {
  it.each(TABLE)('over $delivered is raw above 0.1 % from $raw complaints on', ({ delivered, raw }) =>
    expect(first((n) => exceeds({ complaints: n, delivered }, above))).toBe(raw),
  );
  it.each(TABLE)('over $delivered has its lower bound above 0.1 % from $bound on', ({ delivered, bound }) =>
    expect(first((n) => boundExceeds({ complaints: n, delivered }, above, '95%'))).toBe(bound),
  );
  it.each(TABLE)(
    'over $delivered, truly at 0.05 %, trips the raw comparison in $trips % of cases',
    ({ delivered, raw, trips }) => expect(100 * upperTail(raw, delivered, 0.0005)).toBeCloseTo(trips, 1),
  );
  it('(i) is 200 of 100,000 on the day of sending, however late the complaints (Validity)', () => {
    expect(written(rate(200, 100_000))).toBe('200/100000');
    expect(written(rate(0, 100))).toBe('0/100');
  });
  it('(ii) 1 of 1,000 is not above 0.1 %, 2 of 1,000 is', () => {
    expect(exceeds({ complaints: 1, delivered: 1_000 }, above)).toBe(false);
    expect(exceeds({ complaints: 2, delivered: 1_000 }, above)).toBe(true);
  });
  it('1 of 1,000 is "0.1 % or more"', () =>
    expect(exceeds({ complaints: 1, delivered: 1_000 }, orMore)).toBe(true));
  it('(iii) is null without covered volume: neither 0 nor infinite', () => {
    expect(rate(0, 0)).toBeNull();
    expect(rate(7, 0)).toBeNull();
    expect(written(null)).toBeNull();
  });
  it('is compared exactly where floats would not be', () => {
    const delivered = 9_000_000_000_000; // times 1,000 ppm is beyond 2^53
    expect(exceeds({ complaints: 9_000_000_000, delivered }, above)).toBe(false);
    expect(exceeds({ complaints: 9_000_000_001, delivered }, above)).toBe(true);
  });
});

describe('the probability of so many complaints by chance', () => {
  it('is the sum of the binomial, term by term', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    const p = 0.03;
    for (let k = 1; k <= 20; k++) {
      let sum = 0;
      for (let i = k; i <= 20; i++) sum += choose(20, i) * p ** i * (1 - p) ** (20 - i);
      expect(upperTail(k, 20, p) / sum).toBeCloseTo(1, 11);
    }
  });
  it('keeps its digits at a month of the largest accounts', () =>
    // 1.1 million expected 1 million of 10⁹: beyond anything; a hair above the mean: about a half
    expect([upperTail(1_100_000, 1e9, 0.001), upperTail(1_000_001, 1e9, 0.001)]).toEqual([
      0,
      expect.closeTo(0.5, 2),
    ]));
});

describe('the lower bound', () => {
  const rates = fc.integer({ min: 1, max: 2_000_000 }).chain((delivered) =>
    fc.record({
      delivered: fc.constant(delivered),
      complaints: fc.integer({ min: 0, max: Math.min(delivered, 5_000) }),
    }),
  );
  it('is never above the rate itself', () =>
    fc.assert(fc.property(rates, (r) => lowerBoundPpm(r, '95%') * r.delivered <= r.complaints * 1_000_000)));
  it('rises with complaints and falls with deliveries', () =>
    fc.assert(
      fc.property(rates, (r) => {
        const bound = lowerBoundPpm(r, '95%');
        return (
          lowerBoundPpm({ ...r, complaints: r.complaints + 1 }, '95%') >= bound &&
          lowerBoundPpm({ ...r, delivered: r.delivered + 1_000 }, '95%') <= bound
        );
      }),
    ));
  it('is lower where more confidence is asked', () =>
    fc.assert(fc.property(rates, (r) => lowerBoundPpm(r, '99.9%') <= lowerBoundPpm(r, '95%'))));
  it('agrees with the question whether it is above a threshold', () =>
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 5_000 }), (r, ppm) => {
        const exceeded = boundExceeds(r, { ppm, comparator: '>' }, '95%');
        return exceeded ? lowerBoundPpm(r, '95%') >= ppm : lowerBoundPpm(r, '95%') <= ppm;
      }),
    ));
  it('of more complaints than deliveries is that of all of them', () =>
    expect(lowerBoundPpm({ complaints: 9, delivered: 3 }, '95%')).toBe(
      lowerBoundPpm({ complaints: 3, delivered: 3 }, '95%'),
    ));
});

describe('the grade of a window', () => {
  const grade = (
    complaints: number,
    delivered: number,
    {
      window = '30d',
      estimated = 0,
      threshold = above,
    }: { window?: RateWindow; estimated?: number; threshold?: RateThreshold } = {},
  ) => gradeOf({ window, complaints, estimated, delivered }, threshold).grade;

  it('needs three complaints to be breached, and no volume', () => {
    expect(grade(2, 1_000)).toBeNull();
    expect(grade(3, 200)).toBe('breached');
  });
  it('is nothing without covered volume: a Gmail-only account', () => expect(grade(9, 0)).toBeNull());
  it('needs 1,000 delivered and 5 complaints to be actionable', () => {
    expect(grade(8, 999)).toBe('breached');
    expect(grade(4, 1_000)).toBe('breached'); // its bound is above the threshold, see the table
    expect(grade(5, 1_000)).toBe('actionable');
  });
  it.each(TABLE.filter((row) => row.delivered >= 2_000))(
    'over $delivered is actionable from $bound complaints on, breached below',
    ({ delivered, bound }) => {
      expect(grade(bound - 1, delivered)).toBe('breached');
      expect(grade(bound, delivered)).toBe('actionable');
    },
  );
  it('is never actionable over 7 days', () =>
    expect(grade(1_000, 10_000, { window: '7d' })).toBe('breached'));
  it('over 24 h acts only at three times the threshold, and at 99.9 %', () => {
    const window = '24h';
    expect(grade(29, 10_000, { window })).toBe('breached');
    expect(grade(30, 10_000, { window })).toBe('actionable');
    expect(grade(5, 1_000, { window })).toBe('breached'); // five times the threshold, and yet chance one in 270
  });
  it('over the representative window acts as over 30 days', () => {
    const window = 'representative';
    expect(grade(15, 10_000, { window })).toBe('breached');
    expect(grade(16, 10_000, { window })).toBe('actionable');
    expect(grade(4, 1_000, { window })).toBe('breached'); // the floors are the same
  });
  it('counts estimated send days towards a breach, never towards action', () => {
    expect(grade(16, 10_000)).toBe('actionable');
    expect(grade(16, 10_000, { estimated: 1 })).toBe('breached');
  });
  it('only rises with complaints and falls with deliveries', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 200_000 }),
        fc.constantFrom('24h' as const, '7d' as const, '30d' as const, 'representative' as const),
        (complaints, delivered, window) => {
          const height = (c: number, d: number) =>
            [null, 'breached', 'actionable'].indexOf(grade(c, d, { window }));
          const here = height(complaints, delivered);
          // Up to the floor of 1,000 more deliveries are what a rate needs to be trusted at all.
          return (
            height(complaints + 1, delivered) >= here &&
            (delivered < 1_000 || height(complaints, delivered + 500) <= here)
          );
        },
      ),
    ));
});
