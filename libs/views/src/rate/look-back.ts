import { dayOf, daysBefore, type Day, type Query } from '@app/kernel';
import { LONGEST_LOOK_BACK, representativeDays } from '@app/reputation';
import type { CountOf } from './count';
import { baselineOf, sinceBaseline, volumesSince } from './reads';
import { deliveredByDay, grouped } from './volumes';

/** How many send days the representative window of an account takes, today included; null: it has not sent enough for one.
 *  Reads the tables of `complaintRateView`. */
export const lookBackOf = (
  asked: Omit<CountOf, 'window' | 'attribution' | 'lookBack'>,
): Query<number | null> => {
  const { now, zone, coverage } = asked;
  const today = dayOf(now, zone);
  return {
    reads: [baselineOf(asked), volumesSince(asked, daysBefore(today, LONGEST_LOOK_BACK - 1))],
    answer([baselines, volumes]) {
      const [row] = baselines as { at: number }[];
      const rows = sinceBaseline(volumes!, (row ? Number(row.at) : null) as typeof now | null, zone);
      const coveredFrom = new Map(coverage.map((c) => [c.provider, c.from]));
      const covered = rows.filter(
        (r) => coveredFrom.has(r.provider) && r.day >= (coveredFrom.get(r.provider) ?? r.day),
      );
      const daily = new Map<Day, number>();
      for (const mine of grouped(covered, (r) => r.provider).values())
        for (const [day, delivered] of deliveredByDay(mine))
          daily.set(day, (daily.get(day) ?? 0) + delivered);
      return representativeDays(
        Array.from({ length: LONGEST_LOOK_BACK }, (_, i) => daily.get(daysBefore(today, i)) ?? 0),
      );
    },
  };
};
