import {
  dayOf,
  daysBefore,
  hours,
  minus,
  plus,
  startOfDay,
  type Day,
  type Duration,
  type Instant,
} from '@app/kernel';
import { LONGEST_LOOK_BACK, type RateWindow } from '@app/reputation';

/** Where a window begins, for send times and for the days and hours that volumes are told by. */
export interface Span {
  readonly firstDay: Day;
  readonly from: Instant; // of firstDay
  /** Of 24 hours by the clock, the running one included: for providers whose volumes come by the hour. */
  readonly firstHour: string;
  readonly fromHour: Instant;
}

/** Send days in the window, today included. 24 hours are today and yesterday where volumes come by the day. */
const DAYS: Readonly<Record<RateWindow, number>> = {
  '24h': 2,
  '7d': 7,
  '30d': 30,
  representative: LONGEST_LOOK_BACK,
};

const spans = new Map<string, { readonly quarter: number; readonly span: Span }>();
const QUARTER = 900_000; // ms

/** The same for a quarter of an hour, which days and hours of every zone begin with: counted once in it. `lookBack`: of a
 *  representative window, how many send days it takes. */
export const spanOf = (
  window: RateWindow,
  now: Instant,
  zone: string,
  lookBack: number = DAYS[window],
): Span => {
  const key = `${lookBack} ${zone}`;
  const quarter = Math.floor(now / QUARTER);
  const last = spans.get(key);
  if (last?.quarter === quarter) return last.span;
  const span = spanAt(lookBack, now, zone);
  spans.set(key, { quarter, span });
  return span;
};

const spanAt = (lookBack: number, now: Instant, zone: string): Span => {
  const firstDay = daysBefore(dayOf(now, zone), lookBack - 1);
  const fromHour = minus(startOfHour(now, zone), hours(23));
  return { firstDay, from: startOfDay(firstDay, zone), firstHour: hourOf(fromHour, zone), fromHour };
};

/** Every day from the first to the last, with where it begins and ends. At most a call to `startOfDay` for each change of the
 *  clocks: mostly a day is 24 hours. */
export const daysBetween = (first: Day, last: Day, zone: string): readonly DaySpan[] => {
  const found: DaySpan[] = [];
  let from = startOfDay(first, zone);
  for (let day = first; day <= last;) {
    const next = daysBefore(day, -1);
    const guess = plus(from, hours(24));
    const until =
      dayOf(guess, zone) === next && dayOf(minus(guess, 1 as Duration), zone) === day
        ? guess
        : startOfDay(next, zone);
    found.push({ day, from, until });
    [day, from] = [next, until];
  }
  return found;
};
export interface DaySpan {
  readonly day: Day;
  readonly from: Instant;
  readonly until: Instant; // not of it any more
}

const formats = new Map<string, Intl.DateTimeFormat>();
const clockOf = (at: Instant, zone: string): [hour: string, minute: number] => {
  let format = formats.get(zone);
  if (!format) {
    const digits = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...digits });
    formats.set(zone, format);
  }
  const [hour = '', minute = ''] = format.format(at).split(':');
  return [hour, Number(minute)];
};

/** `2026-03-01T07`, compared as text. */
export const hourOf = (at: Instant, zone: string): string => `${dayOf(at, zone)}T${clockOf(at, zone)[0]}`;
export const hourKey = (day: Day, hour: number): string => `${day}T${String(hour).padStart(2, '0')}`;

/** By the zone's clock: an hour in Kolkata does not begin when one in London does. */
const startOfHour = (at: Instant, zone: string): Instant =>
  (at - (at % 60_000) - clockOf(at, zone)[1] * 60_000) as Instant;
