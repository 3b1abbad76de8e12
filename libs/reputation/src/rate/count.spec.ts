import fc from 'fast-check';
import { mostAllowed, mostOfProvider, usualCount, type CountRule } from './count';

const rule = (changed: Partial<CountRule> = {}): CountRule => ({
  most: 49,
  timesNorm: 3,
  providerPpm: 10_000,
  ...changed,
});

describe('how many complaints are too many', () => {
  it.each([
    ['50, of an account that is new', null, 50],
    ['50, of one that has hardly any', 7, 50],
    ['three times what is usual of it', 300, 900],
  ])('are %s', (_, norm, from) => expect(mostAllowed(rule(), norm)! + 1).toBe(from));
  it('are the policy’s own number where it looks at no norm', () =>
    expect(mostAllowed(rule({ most: 300, timesNorm: null }), 9_000)).toBe(300));
  it('are none where the policy has no number', () =>
    expect(mostAllowed(rule({ most: null }), 9)).toBeNull());
});

describe('too large a part of one provider’s complaints', () => {
  it.each([
    ['is one in a hundred', 30_000, 300],
    ['is the next whole one', 30_001, 301],
    ['is no fewer than 50, for of a hundred complaints anybody has one', 120, 50],
  ])('%s', (_, all, from) => expect(mostOfProvider(rule(), all)! + 1).toBe(from));
  it('is none where the policy does not ask', () =>
    expect(mostOfProvider(rule({ providerPpm: null }), 30_000)).toBeNull());
  it('is exact where floats would not be', () =>
    expect(mostOfProvider(rule({ providerPpm: 999_999 }), 9_007_199_254_740_991)! + 1).toBe(
      9_007_190_247_541_737,
    ));
});

describe('what is usual of an account in 30 days', () => {
  it('is the median of its periods before the present one', () => expect(usualCount([20, 900, 10])).toBe(20));
  it('is the lower one of an even number: in doubt the account has fewer', () =>
    expect(usualCount([20, 900, 10, 30])).toBe(20));
  it('looks at five periods', () => expect(usualCount([1, 1, 1, 9, 9, 9, 9, 9])).toBe(1));
  it('is unknown of an account without a whole period', () => expect(usualCount([])).toBeNull());
  it('is one of its own counts, and no single month raises it beyond the others', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 2, maxLength: 5 }), (periods) => {
        const [first, ...rest] = periods;
        const usual = usualCount([first! + 1_000_000, ...rest])!;
        return usual <= Math.max(...rest) && usual >= Math.min(...rest);
      }),
    ));
});
