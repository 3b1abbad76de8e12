import fc from 'fast-check';
import { accountId } from '@app/kernel';
import { apportion } from './apportion';

const id = (n: number) => accountId.parse(`A-${n}`);
const weights = fc
  .array(fc.nat(1_000_000), { maxLength: 40 })
  .map((all) => all.map((weight, n) => ({ accountId: id(n), weight })));
const amount = fc.integer({ min: 1, max: 1_000_000_000_000 });
const sum = (all: readonly { cents: number }[]) => all.reduce((total, { cents }) => total + cents, 0);

describe('apportionment', () => {
  it('gives the cents that are left to those who lost most by rounding', () =>
    expect(
      apportion(
        100,
        [1, 1, 4].map((weight, n) => ({ accountId: id(n), weight })),
      ),
    ).toEqual([
      { accountId: id(2), cents: 66 }, // 66.67; each loses as much, and the first two by id are made up for it
      { accountId: id(0), cents: 17 },
      { accountId: id(1), cents: 17 },
    ]));
  it('of nobody’s weight is nobody’s', () =>
    expect(apportion(100, [{ accountId: id(1), weight: 0 }])).toEqual([]));
  it('is exact where the product is beyond what a number holds', () =>
    expect(
      apportion(999_999_999_999, [
        { accountId: id(1), weight: 999_999 },
        { accountId: id(2), weight: 1_000_000 },
      ]),
    ).toEqual([
      { accountId: id(2), cents: 500_000_250_000 },
      { accountId: id(1), cents: 499_999_749_999 },
    ]));

  it('sums exactly to the whole, in whole cents', () =>
    fc.assert(
      fc.property(amount, weights, (cents, all) => {
        const shares = apportion(cents, all);
        expect(shares.every((share) => Number.isSafeInteger(share.cents) && share.cents > 0)).toBe(true);
        expect(sum(shares)).toBe(all.some(({ weight }) => weight > 0) ? cents : 0);
      }),
    ));
  it('gives nobody more than a cent beyond their part, and nothing to those who weigh nothing', () =>
    fc.assert(
      fc.property(amount, weights, (cents, all) => {
        const whole = all.reduce((total, { weight }) => total + BigInt(weight), 0n);
        const shares = new Map(apportion(cents, all).map((share) => [share.accountId, BigInt(share.cents)]));
        for (const { accountId, weight } of all) {
          const share = shares.get(accountId) ?? 0n;
          if (weight === 0) expect(share).toBe(0n);
          else {
            const off = share * whole - BigInt(cents) * BigInt(weight);
            expect(off > -whole && off < whole).toBe(true);
          }
        }
      }),
    ));
  it('is the same in whatever order it is asked', () =>
    fc.assert(
      fc.property(amount, weights, (cents, all) =>
        expect(apportion(cents, [...all].reverse())).toEqual(apportion(cents, all)),
      ),
    ));
});
