import { z } from 'zod';

/** Integer milliseconds since 1970 in code and tables, RFC 3339 with three decimals in JSON. */
export const instant = z.codec(z.iso.datetime({ precision: 3 }), z.int().brand<'Instant'>(), {
  decode: (text) => Date.parse(text),
  encode: (ms) => new Date(ms).toISOString(),
});
export type Instant = z.output<typeof instant>;
export const Instant = (rfc3339: string): Instant => z.decode(instant, rfc3339);

/** A span of elapsed time in milliseconds. "24 hours" is 24 elapsed hours, never "the same time tomorrow". */
export type Duration = number & z.$brand<'Duration'>;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Written `24h`, `15m`, `90s`, `30d` in policies and settings; days are 24 hours. */
export const duration = z.codec(
  z.string().regex(/^\d{1,9}[smhd]$/, 'a whole number and s, m, h or d: 24h, 15m, 90s, 30d'),
  z.int().nonnegative().brand<'Duration'>(),
  {
    decode: (text) => Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS],
    encode: (ms) => {
      const unit = (['d', 'h', 'm', 's'] as const).find((u) => ms % UNITS[u] === 0) ?? 's';
      return `${Math.round(ms / UNITS[unit])}${unit}`;
    },
  },
);
export const Duration = (text: string): Duration => z.decode(duration, text);
export const seconds = (n: number): Duration => (n * UNITS.s) as Duration;
export const minutes = (n: number): Duration => (n * UNITS.m) as Duration;
export const hours = (n: number): Duration => (n * UNITS.h) as Duration;
export const days = (n: number): Duration => (n * UNITS.d) as Duration;
export const plus = (at: Instant, wait: Duration): Instant => (at + wait) as Instant;
export const minus = (at: Instant, wait: Duration): Instant => (at - wait) as Instant;
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration;

/** A calendar day `2026-03-01`; which one an instant falls on depends on the zone. Compared as text. */
export const day = z.iso.date().brand<'Day'>();
export type Day = z.output<typeof day>;

interface Zone {
  readonly format: Intl.DateTimeFormat; // building one costs 50 µs, using one 1 µs
  /** By quarter of an hour since 1970. */
  readonly days: Map<number, Day>;
}
const zones = new Map<string, Zone>();
const QUARTER = 15 * UNITS.m;
const SETTLED = Date.UTC(1980, 0, 1); // from then on days begin with a quarter of an hour in every zone
const REMEMBERED = 4_096; // quarters of a zone: windows over a month ask for the same few again and again

/** The only way from an instant to a day. `zone` is an IANA name; an unknown one throws RangeError. */
export const dayOf = (at: Instant, zone: string): Day => {
  let of = zones.get(zone);
  if (!of) {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    zones.set(zone, (of = { format, days: new Map() }));
  }
  if (at < SETTLED) return of.format.format(at) as Day;
  const quarter = Math.floor(at / QUARTER);
  let day = of.days.get(quarter);
  if (day === undefined) {
    if (of.days.size >= REMEMBERED) of.days.clear();
    of.days.set(quarter, (day = of.format.format(at) as Day));
  }
  return day;
};
/** By days since 1970. */
const names = new Map<number, Day>();
export const daysBefore = (from: Day, n: number): Day => {
  const number = Date.parse(from) / UNITS.d - n; // of a date alone, midnight in UTC
  let name = names.get(number);
  if (name === undefined) {
    if (names.size >= REMEMBERED) names.clear();
    names.set(number, (name = new Date(number * UNITS.d).toISOString().slice(0, 10) as Day));
  }
  return name;
};

/** The first instant of a day in a zone. Searched for, because offsets change at any hour and by any amount; where a zone
 *  skipped the day (Samoa, 30 December 2011) it is the first instant after. */
export const startOfDay = (of: Day, zone: string): Instant => {
  const midnight = Date.parse(`${of}T00:00:00Z`);
  let before = midnight - 15 * UNITS.h; // no zone is further from UTC
  let within = midnight + 15 * UNITS.h;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayOf(middle as Instant, zone) < of) before = middle;
    else within = middle;
  }
  return within as Instant;
};
