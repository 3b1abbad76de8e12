import { dayOf, daysBefore, startOfDay, type Day, type Instant } from '@app/kernel';

/** Where a day off is one. Public holidays by law of the Netherlands (Algemene termijnenwet, article 3) and of all German
 *  states; what else is one, `besides` says. */
export const calendars = ['nl', 'de'] as const;
export interface WorkingCalendar {
  readonly calendar: (typeof calendars)[number];
  readonly timeZone: string;
  readonly besides: readonly Day[];
}

/** The same time of day, `count` working days later. The day itself does not count; a weekend or a holiday is passed over. */
export const plusWorkingDays = (from: Instant, count: number, calendar: WorkingCalendar): Instant => {
  const { timeZone } = calendar;
  let day = dayOf(from, timeZone);
  const timeOfDay = from - startOfDay(day, timeZone);
  for (let left = count; left > 0;) {
    day = daysBefore(day, -1);
    if (isWorkingDay(day, calendar)) left--;
  }
  return (startOfDay(day, timeZone) + timeOfDay) as Instant;
};

export const isWorkingDay = (day: Day, { calendar, besides }: WorkingCalendar): boolean =>
  ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) &&
  !besides.includes(day) &&
  !HOLIDAYS[calendar](Number(day.slice(0, 4))).includes(day);

const HOLIDAYS: Readonly<Record<WorkingCalendar['calendar'], (year: number) => readonly Day[]>> = {
  nl: (year) => {
    const kings = on(year, 4, 27);
    const sunday = new Date(`${kings}T00:00:00Z`).getUTCDay() === 0;
    return [
      on(year, 1, 1),
      ...aroundEaster(year),
      sunday ? on(year, 4, 26) : kings,
      on(year, 5, 5),
      on(year, 12, 25),
      on(year, 12, 26),
    ];
  },
  de: (year) => [
    on(year, 1, 1),
    ...aroundEaster(year),
    on(year, 5, 1),
    on(year, 10, 3),
    on(year, 12, 25),
    on(year, 12, 26),
  ],
};

/** Good Friday, Easter Monday, Ascension, Whit Monday. */
const aroundEaster = (year: number): Day[] =>
  [-2, 1, 39, 50].map((after) => daysBefore(easterSunday(year), -after));

/** The Gregorian calendar's, by the anonymous algorithm of 1876 (Meeus, Astronomical Algorithms, chapter 8). */
export const easterSunday = (year: number): Day => {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return on(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
};

const on = (year: number, month: number, day: number): Day =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Day;
