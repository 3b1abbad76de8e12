import type { Instant } from '@app/kernel';

/** As a browser's field for date and time sends it, and as people type it where the browser has none. */
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?$/;

/** A moment by the clock on the wall in a zone; undefined when it is none (31 April, half past 25). Of an hour that comes
 *  twice the first is taken, of one that a clock skips the moment that long after the skip began. */
export const localMoment = (text: string, zone: string): Instant | undefined => {
  const [, ...parts] = SHAPE.exec(text.trim()) ?? [];
  if (parts.length === 0) return undefined;
  const [year, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(asUtc);
  if (
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    back.getUTCMonth() !== month - 1 ||
    back.getUTCDate() !== day
  )
    return undefined;
  if (year < 1990) return undefined; // nobody was mailed: a slip of the keyboard
  // The offset before and after any change near by: the earlier moment that reads so on the clock, if there is one.
  const day0 = 86_400_000;
  const [before, after] = [offset(asUtc - day0, zone), offset(asUtc + day0, zone)];
  const candidates = [asUtc - before, asUtc - after].sort((a, b) => a - b);
  const reads = candidates.find((at) => at + offset(at, zone) === asUtc);
  return (reads ?? asUtc - before) as Instant;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone is ahead of UTC at that moment, in ms. */
const offset = (at: number, zone: string): number => {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return (
    Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) -
    Math.floor(at / 1_000) * 1_000
  );
};
