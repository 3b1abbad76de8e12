import type { Day } from '@app/kernel';
import { hourKey, type Span } from './windows';

/** One row of `rate_volumes`. */
export interface VolumeRow {
  readonly provider: string;
  readonly day: Day;
  readonly campaign_id: string; // '': all of the account's
  readonly hour: number; // -1: the whole day
  readonly delivered: number;
}
/** What a provider accepted in the window. */
export interface Volume {
  readonly provider: string;
  readonly byHour: boolean;
  readonly delivered: number;
  readonly newestDay: Day;
}

/** Volumes may come for the whole account and by campaign, by the day and by the hour, and be the same mail told twice.
 *  The larger of the whole and the sum of its parts counts: adding them would halve a rate, and taking the whole alone
 *  would lose what a platform reports in parts only. */
export const volumesOf = (
  rows: readonly VolumeRow[],
  span: Span,
  hourly: boolean,
  covered: (row: VolumeRow) => boolean,
): Volume[] =>
  [...grouped(rows, (r) => r.provider)].map(([provider, all]) => {
    const mine = all.filter(covered);
    const byHour = hourly && allByHour(all);
    const counted = byHour
      ? mine.filter((r) => r.hour >= 0 && hourKey(r.day, r.hour) >= span.firstHour)
      : mine;
    const days = [...grouped(counted, (r) => r.day).values()];
    const newest = counted.filter((r) => r.delivered > 0).map((r) => r.day);
    return {
      provider,
      byHour,
      delivered: sum(days.map(ofDay)),
      newestDay: newest.reduce((a, b) => (a > b ? a : b), '' as Day),
    };
  });

/** Only then: else what comes by the day would be cut off, or counted twice. */
const allByHour = (rows: readonly VolumeRow[]): boolean =>
  [...grouped(rows, (r) => `${r.day}\n${r.campaign_id}`).values()].every((part) =>
    part.some((r) => r.hour >= 0),
  );

const ofDay = (rows: readonly VolumeRow[]): number => {
  const campaigns = [...grouped(rows, (r) => r.campaign_id)].map(([campaign, part]) => {
    const hours = sum(part.filter((r) => r.hour >= 0).map((r) => r.delivered));
    const day = sum(part.filter((r) => r.hour < 0).map((r) => r.delivered));
    return { whole: campaign === '', delivered: Math.max(hours, day) };
  });
  const whole = campaigns.filter((c) => c.whole).map((c) => c.delivered);
  const parts = campaigns.filter((c) => !c.whole).map((c) => c.delivered);
  return Math.max(sum(whole), sum(parts));
};

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const grouped = <T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
};
