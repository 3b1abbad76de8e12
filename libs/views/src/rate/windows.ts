import { dayOf, daysBefore, hours, minus, startOfDay, type Day, type Instant } from '@app/kernel';
import type { RateWindow } from '@app/reputation';

/** Where a window begins, for send times and for the days and hours that volumes are told by. */
export interface Span {
  readonly firstDay: Day;
  readonly from: Instant; // of firstDay
  /** Of 24 hours by the clock, the running one included: for providers whose volumes come by the hour. */
  readonly firstHour: string;
  readonly fromHour: Instant;
}

/** Send days in the window, today included. 24 hours are today and yesterday where volumes come by the day. */
const DAYS: Readonly<Record<RateWindow, number>> = { '24h': 2, '7d': 7, '30d': 30 };

const spans = new Map<string, { readonly quarter: number; readonly span: Span }>();
const QUARTER = 900_000; // ms

/** The same for a quarter of an hour, which days and hours of every zone begin with: counted once in it. */
export const spanOf = (window: RateWindow, now: Instant, zone: string): Span => {
  const key = `${window} ${zone}`;
  const quarter = Math.floor(now / QUARTER);
  const last = spans.get(key);
  if (last?.quarter === quarter) return last.span;
  const span = spanAt(window, now, zone);
  spans.set(key, { quarter, span });
  return span;
};

const spanAt = (window: RateWindow, now: Instant, zone: string): Span => {
  const firstDay = daysBefore(dayOf(now, zone), DAYS[window] - 1);
  const fromHour = minus(startOfHour(now, zone), hours(23));
  return { firstDay, from: startOfDay(firstDay, zone), firstHour: hourOf(fromHour, zone), fromHour };
};

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
