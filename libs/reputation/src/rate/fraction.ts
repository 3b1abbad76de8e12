import type { RateThreshold } from '../reputation/events';

/** A complaint rate is a pair of whole numbers and is never divided: 11 of 10,000 is above 0.1 %, 10 of 10,000 is not, and
 *  no float stands between the two. Null: no covered volume, hence no rate; neither 0 nor infinity. */
export interface Rate {
  readonly complaints: number;
  readonly delivered: number;
}
export const rate = (complaints: number, delivered: number): Rate | null =>
  delivered > 0 ? { complaints, delivered } : null;

/** `12/10000`, as counted and not reduced: the numbers are what people check against. */
export const written = (r: Rate | null): string | null => r && `${r.complaints}/${r.delivered}`;

/** complaints × 10⁶ against delivered × ppm; in bigint, since 10⁶ × a year's volume leaves the exact integers. */
export const exceeds = (r: Rate, { ppm, comparator }: RateThreshold, times = 1): boolean => {
  const counted = BigInt(r.complaints) * 1_000_000n;
  const allowed = BigInt(r.delivered) * BigInt(ppm) * BigInt(times);
  return comparator === '>' ? counted > allowed : counted >= allowed;
};
