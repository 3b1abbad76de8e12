import fc from 'fast-check';
import { LONGEST_LOOK_BACK, representativeDays } from './representative';

describe('the representative window', () => {
  it.each([
    ['takes days until there are 1,000 deliveries', [300, 300, 300, 100, 300], 4],
    ['takes days until there are three times the largest', [5_000, 5_000, 5_000, 5_000], 3],
    ['is no quiet week after a large mailing', [500, 500, 500, 20_000, ...Array<number>(10).fill(6_000)], 11],
    ['counts days without mail as days', [0, 0, 1_000, 0, 1_000, 1_000], 6],
    ['is not there for one that sent once', [0, 100_000], null],
    ['is not there for one that never sent', [], null],
    ['is not there below 1,000 deliveries', [300, 300, 300], null],
  ])('%s', (_, daily, days) => expect(representativeDays(daily)).toBe(days));

  it('reaches no further back than 180 days, nor looks at a larger day before', () => {
    const every = Array<number>(LONGEST_LOOK_BACK).fill(6);
    expect(representativeDays([...every.slice(1), 0, 1_000_000])).toBe(167); // 167 × 6 is the first above 1,000
    expect(representativeDays([...Array<number>(LONGEST_LOOK_BACK).fill(0), 1_000, 1_000, 1_000])).toBeNull();
  });

  it('is the smallest look-back that has enough, and there is one exactly when all of it has', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (daily) => {
        const within = daily.slice(0, LONGEST_LOOK_BACK);
        const enough = Math.max(1_000, 3 * Math.max(0, ...within));
        const sum = (n: number) => within.slice(0, n).reduce((a, b) => a + b, 0);
        const days = representativeDays(daily);
        if (days === null) return sum(within.length) < enough;
        return sum(days) >= enough && sum(days - 1) < enough;
      }),
    ));
});
