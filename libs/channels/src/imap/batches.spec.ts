import fc from 'fast-check';
import { batchesOf } from './batches';
import { uidSet } from './uid-set';

const sizes = fc.array(fc.nat({ max: 100 }), { maxLength: 30 });
const bounds = fc.record({ count: fc.integer({ min: 1, max: 6 }), bytes: fc.integer({ min: 1, max: 150 }) });

it('batches hold every message once, in order, and no more of them or of their bytes than allowed', () =>
  fc.assert(
    fc.property(sizes, bounds, (each, { count, bytes }) => {
      const messages = each.map((size, n) => ({ uid: n + 1, size }));
      const batches = [...batchesOf(messages, { count, bytes })];
      expect(batches.flat()).toEqual(messages);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(count);
        const weight = batch.reduce((sum, { size }) => sum + size, 0);
        expect(batch.length === 1 || weight <= bytes).toBe(true);
      }
    }),
  ));

it('a set of UIDs names exactly those', () => {
  const named = (set: string): number[] =>
    set.split(',').flatMap((run) => {
      const [from = NaN, to = from] = run.split(':').map(Number);
      return Array.from({ length: to - from + 1 }, (_, n) => from + n);
    });
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (uids) => {
      const sorted = uids.sort((a, b) => a - b);
      expect(named(uidSet(sorted))).toEqual(sorted);
    }),
  );
  expect(uidSet([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
});
