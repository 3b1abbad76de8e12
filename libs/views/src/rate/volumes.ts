import type { Day } from '@app/kernel';
import { hourKey, type Span } from './windows';

/** One row of `rate_volumes`. */
export interface VolumeRow {
  readonly provider: string;
  readonly day: Day;
  readonly campaign_id: string; // '': all of the account's
  readonly list_id?: string; // '' or none: to all of its lists
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

/** Volumes may come for the whole account, by campaign and by list, by the day and by the hour, and be the same mail told
 *  twice. The larger of the whole and the sum of its parts counts: adding them would halve a rate, and taking the whole
 *  alone would lose what a platform reports in parts only. `hourly`: providers of which single hours count. */
export const volumesOf = (
  rows: readonly VolumeRow[],
  span: Span,
  hourly: ReadonlySet<string>,
  covered: (row: VolumeRow) => boolean,
): Volume[] =>
  [...grouped(rows, (r) => r.provider)].map(([provider, all]) => {
    const mine = all.filter(covered);
    const byHour = hourly.has(provider);
    const counted = byHour
      ? mine.filter((r) => r.hour >= 0 && hourKey(r.day, r.hour) >= span.firstHour)
      : mine;
    const newest = counted.filter((r) => r.delivered > 0).map((r) => r.day);
    return {
      provider,
      byHour,
      delivered: sum(deliveredByDay(counted).values()),
      newestDay: newest.reduce((a, b) => (a > b ? a : b), '' as Day),
    };
  });

/** Providers of which every part of every day comes by the hour: of others, what comes by the day would be cut off, or
 *  counted twice. */
export const toldByHour = (rows: readonly VolumeRow[]): ReadonlySet<string> => {
  const providers = new Set(rows.map((r) => r.provider));
  for (const part of grouped(rows, (r) => `${r.provider}\n${r.day}\n${r.campaign_id}\n${listOf(r)}`).values())
    if (!part.some((r) => r.hour >= 0)) providers.delete(part[0]!.provider);
  return providers;
};

/** Of one provider. */
export const deliveredByDay = (rows: readonly VolumeRow[]): Map<Day, number> =>
  new Map([...grouped(rows, (r) => r.day).values()].map((part) => [part[0]!.day, ofDay(part)]));

const ofDay = (rows: readonly VolumeRow[]): number => {
  const campaigns = [...grouped(rows, (r) => r.campaign_id)].map(([campaign, part]) => ({
    whole: campaign === '',
    delivered: ofCampaign(part),
  }));
  return largerOf(campaigns);
};

const ofCampaign = (rows: readonly VolumeRow[]): number =>
  largerOf(
    [...grouped(rows, listOf)].map(([list, part]) => {
      const hours = sum(part.filter((r) => r.hour >= 0).map((r) => r.delivered));
      const day = sum(part.filter((r) => r.hour < 0).map((r) => r.delivered));
      return { whole: list === '', delivered: Math.max(hours, day) };
    }),
  );

/** The whole, or its parts together. */
const largerOf = (told: readonly { readonly whole: boolean; readonly delivered: number }[]): number => {
  const of = (whole: boolean) => sum(told.filter((t) => t.whole === whole).map((t) => t.delivered));
  return Math.max(of(true), of(false));
};

export const listOf = ({ list_id }: VolumeRow): string => list_id ?? '';

export const sum = (numbers: Iterable<number>): number => {
  let all = 0;
  for (const n of numbers) all += n;
  return all;
};
export const grouped = <T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
};
