import { plus, type Duration, type Instant } from '@app/kernel';

/** When somebody is at the desk, as the settings say it: hours of days in the brand's time zone. */
export interface StaffedHours {
  readonly timeZone: string;
  readonly hours: readonly {
    readonly days: readonly string[]; // mon … sun
    readonly from: string; // 09:00
    readonly to: string;
  }[];
}

const MINUTE = 60_000;
/** A calendar in which nobody is there for so long is a mistake of the settings, and not worth looking further. */
const GIVE_UP = 31 * 24 * 60;

const formats = new Map<string, Intl.DateTimeFormat>(); // building one costs 50 µs
const local = (at: number, timeZone: string) => {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: part['weekday']!.slice(0, 3).toLowerCase(), time: `${part['hour']}:${part['minute']}` };
};

/** The instant by which somebody has been at the desk for `wait`. Minute by minute, by the local clock: that is exact
 *  where clocks change, and half an hour of staffed time is 30 steps. A calendar without hours never ends: then it is the
 *  plain span, and not never. */
export const afterStaffed = (from: Instant, wait: Duration, calendar: StaffedHours | null): Instant => {
  if (!calendar || wait === 0) return plus(from, wait);
  let left: number = wait;
  let at: number = from;
  for (let steps = 0; steps < GIVE_UP; steps++) {
    const end = Math.floor(at / MINUTE) * MINUTE + MINUTE;
    if (isStaffed(at, calendar)) {
      if (left <= end - at) return (at + left) as Instant;
      left -= end - at;
    }
    at = end;
  }
  return plus(from, wait);
};

const isStaffed = (at: number, { timeZone, hours }: StaffedHours): boolean => {
  const { day, time } = local(at, timeZone);
  return hours.some(({ days, from, to }) => days.includes(day) && time >= from && time < to);
};
