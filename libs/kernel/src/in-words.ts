import type { Duration, Instant } from './values';
import type { Locale } from './vocabulary';

// Times as people read them, in notices and on pages. Never parsed again, never compared.

const formats = new Map<string, Intl.DateTimeFormat>(); // building one costs 50 µs, using one 1 µs

/** `Monday 2 March 2026, 10:05 (Europe/Amsterdam, UTC+1)`: a time without its zone is none. The minute is the one that has
 *  begun, so that a deadline in words is never later than the real one. `seconds` for what is only minutes away. */
export const momentInWords = (at: Instant, zone: string, locale: Locale, seconds = false): string => {
  const key = `${zone} ${locale} ${seconds}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'nl' ? 'nl-NL' : 'en-GB', {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds && { second: '2-digit' }),
      hourCycle: 'h23',
      timeZoneName: 'shortOffset',
    });
    formats.set(key, format);
  }
  // Put together here: how the parts are joined differs between versions of the time zone and language data.
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const clock = [part.hour, part.minute, ...(seconds ? [part.second] : [])].join(':');
  const offset = part.timeZoneName?.replace(/^GMT$/, 'GMT+0').replace('GMT', 'UTC');
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${clock} (${zone}, ${offset})`;
};

const UNITS = [
  { ms: 86_400_000, en: ['day', 'days'], nl: ['dag', 'dagen'] },
  { ms: 3_600_000, en: ['hour', 'hours'], nl: ['uur', 'uur'] },
  { ms: 60_000, en: ['minute', 'minutes'], nl: ['minuut', 'minuten'] },
  { ms: 1_000, en: ['second', 'seconds'], nl: ['seconde', 'seconden'] },
] as const;
const DAYS_FROM = 172_800_000; // "24 hours", not "1 day": policies speak of hours

/** `23 hours and 12 minutes`: the two largest units, rounded down. Up to two days in hours. */
export const spanInWords = (span: Duration, locale: Locale): string => {
  const usable = span < DAYS_FROM ? UNITS.slice(1) : UNITS;
  const first = usable.findIndex(({ ms }) => span >= ms);
  if (first === -1) return locale === 'nl' ? 'minder dan een seconde' : 'less than a second';
  let rest: number = span;
  const said = usable.slice(first, first + 2).flatMap((unit) => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return count > 0 ? [`${count} ${unit[locale][count === 1 ? 0 : 1]}`] : [];
  });
  return said.join(locale === 'nl' ? ' en ' : ' and ');
};
