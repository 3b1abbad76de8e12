import { dayOf, daysBefore, rejected, type Day, type Instant, type Rejected } from '@app/kernel';
import type { VolumeEntry } from './events';

/** Highest revision by day and, within it, by provider, campaign, list and hour. Split by day: a fold copies one day and the list
 *  of days, not every key there ever was. */
export type Revisions = Readonly<Record<Day, Readonly<Record<string, number>>>>;

/** No window reaches further back than 180 days; a late correction of older mail changes no rate. */
export const KEPT_DAYS = 200;
/** Entries in one event: about 100 kB, well below what a store takes in one append. */
const ENTRIES = 1_000;

const keyOf = ({ provider, campaignId, listId, hour }: VolumeEntry) =>
  JSON.stringify([provider, campaignId ?? null, hour ?? null, ...(listId === undefined ? [] : [listId])]);

/** What of these is news, in events' worth: a higher revision than known, of a day that still matters. */
export const news = (
  entries: readonly VolumeEntry[],
  known: Revisions,
  at: Instant,
): VolumeEntry[][] | Rejected => {
  const latest = daysBefore(dayOf(at, 'UTC'), -1); // no zone is more than a day ahead of UTC
  const future = entries.find((e) => e.day > latest);
  if (future)
    return rejected(
      'day-in-the-future',
      `${future.delivered} delivered to ${future.provider} on ${future.day}: the day must have begun`,
    );
  const oldest = oldestKept([...(Object.keys(known) as Day[]), ...entries.map((e) => e.day)]);
  const wins = new Map<string, VolumeEntry>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const place = `${entry.day} ${key}`;
    const standing = Math.max(known[entry.day]?.[key] ?? -1, wins.get(place)?.revision ?? -1);
    if (entry.day >= oldest && entry.revision > standing) wins.set(place, entry);
  }
  const kept = [...wins.values()];
  return Array.from({ length: Math.ceil(kept.length / ENTRIES) }, (_, i) =>
    kept.slice(i * ENTRIES, (i + 1) * ENTRIES),
  );
};

export const noted = (known: Revisions, entries: readonly VolumeEntry[]): Revisions => {
  const days: Record<Day, Record<string, number>> = {};
  for (const entry of entries) {
    const day = (days[entry.day] ??= { ...known[entry.day] });
    day[keyOf(entry)] = entry.revision;
  }
  const all: Revisions = { ...known, ...days };
  const oldest = oldestKept(Object.keys(all) as Day[]);
  return Object.keys(all).length <= KEPT_DAYS
    ? all
    : Object.fromEntries(Object.entries(all).filter(([day]) => day >= oldest));
};

const oldestKept = (days: readonly Day[]): Day => {
  const newest = days.reduce((a, b) => (a > b ? a : b), '0001-01-01' as Day);
  return daysBefore(newest, KEPT_DAYS - 1);
};
