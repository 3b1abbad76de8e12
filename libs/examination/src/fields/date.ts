/** By their first letters, in the languages in which mail programs write dates; the longer is looked up first. */
const MONTHS = new Map(Object.entries({
  jan: 0, ian: 0, feb: 1, fév: 1, mar: 2, maa: 2, mrt: 2, mär: 2, mrz: 2, apr: 3, avr: 3, may: 4, mei: 4, mai: 4,
  jun: 5, juin: 5, iun: 5, jul: 6, juil: 6, iul: 6, aug: 7, aoû: 7, sep: 8, oct: 9, okt: 9, nov: 10, noi: 10,
  dec: 11, dez: 11, déc: 11,
  gen: 0, ene: 0, sty: 0, янв: 0, fev: 1, lut: 1, фев: 1, мар: 2, abr: 3, kwi: 3, апр: 3, mag: 4, maj: 4, мая: 4, май: 4,
  giu: 5, cze: 5, июн: 5, lug: 6, lip: 6, июл: 6, ago: 7, sie: 7, авг: 7, set: 8, wrz: 8, сен: 8, ott: 9, out: 9, paź: 9,
  окт: 9, lis: 10, ноя: 10, dic: 11, gru: 11, дек: 11,
})); // prettier-ignore
const monthOf = (word: string): number | undefined => {
  const name = word.toLowerCase();
  return MONTHS.get(name.slice(0, 4)) ?? MONTHS.get(name.slice(0, 3));
};

/** Minutes east of Greenwich. RFC 5322 section 4.3 defines the American ones; the others are what providers write. */
const ZONES = new Map(Object.entries({
  ut: 0, utc: 0, gmt: 0, z: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480,
  pdt: -420, wet: 0, mez: 60, mesz: 120, west: 60, bst: 60, cet: 60, met: 60, cest: 120, mest: 120, eet: 120, eest: 180, msk: 180,
  jst: 540, kst: 540, hst: -600, akst: -540, akdt: -480, aest: 600, aedt: 660, nzst: 720, nzdt: 780,
})); // prettier-ignore

/** Epoch milliseconds of a date as mail and vendors write it: RFC 5322 with its obsolete forms, RFC 3339, asctime
 *  (`Fri Sep 15 18:55:37 UTC 2023`), seconds since 1970. The weekday is not looked at: it is often wrong and says nothing more. A missing or
 *  unknown zone is UTC (RFC 5322 section 4.3). Undefined when it is no date. */
export const parseDate = (text: string): number | undefined => {
  const cut = text.slice(0, 120);
  return parseIso(cut) ?? sinceEpoch(cut) ?? parseWords(spelledOut(cut));
};

/** Seconds or milliseconds alone, of this century. */
const sinceEpoch = (text: string): number | undefined => {
  const figures = /^(1\d{9}|1\d{12})(?:\.\d{1,9})?$/.exec(text.trim())?.[1];
  return figures === undefined ? undefined : Number(figures) * (figures.length === 10 ? 1_000 : 1);
};

/** Days in figures: `3-3-2026` and `03.03.2026` are written day first; of `3/14/2026` the figure above 12 is the day, and
 *  one that could be both is none. */
const FIGURES = /(?:^|\s)(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?=[\s,]|$)/;
const spelledOut = (text: string): string =>
  text.replace(FIGURES, (whole, a: string, mark: string, b: string, year: string) => {
    const [day, month] = mark === '/' && Number(b) > 12 ? [b, a] : [a, b];
    if (Number(month) < 1 || Number(month) > 12) return whole;
    if (mark === '/' && Number(day) <= 12 && day !== month) return whole;
    return ` ${day} ${ENGLISH[Number(month) - 1]!} ${year}`;
  });
const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const ISO = /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?[ ]?(Z|[+-]\d{2}:?\d{2})?/i;
const parseIso = (text: string): number | undefined => {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second = '0', zone = 'Z'] = found;
  return instantOf(+year!, +month! - 1, +day!, +hour!, +minute!, +second, offsetOf(zone) ?? 0);
};

const parseWords = (text: string): number | undefined => {
  let day: number | undefined;
  let month: number | undefined;
  let unsure = false;
  let year: number | undefined;
  let time: [number, number, number] | undefined;
  let zone: number | undefined;
  for (const word of text.replace(/[(),/]/g, ' ').split(/\s+/, 14)) {
    const named = /^\p{L}{3,12}\.?$/u.test(word) ? monthOf(word) : undefined;
    if (named !== undefined && (month === undefined || unsure) && !isWeekday(word)) {
      month = named;
      unsure = /^mar\.?$/i.test(word); // Tuesday, when another month follows (fr, it, es, ro)
    } else if (fromGreenwich(word) !== undefined) zone ??= fromGreenwich(word);
    else if (/^[+-]\d{2}:?\d{2}$/.test(word)) zone ??= offsetOf(word);
    else if (word.includes(':')) time ??= clock(word);
    else if (/^[ap]m$/i.test(word) && time) time = halfDay(time, word);
    else if (/^\d{1,2}(?:\.|st|nd|rd|th|er|e)?$/i.test(word) && day === undefined) day = parseInt(word, 10);
    else if (/^\d{2,4}$/.test(word)) year ??= fullYear(Number(word), word.length);
    else if (/^\d{1,2}-[a-z]{3}-\d{2,4}$/i.test(word)) return parseWords(text.replaceAll('-', ' '));
    else zone ??= ZONES.get(word.toLowerCase());
  }
  if (day === undefined || month === undefined || year === undefined || !time) return undefined;
  return instantOf(year, month, day, ...time, zone ?? 0);
};

/** `Mar` is also a Tuesday (fr, ro: mardi, marți), and `Maa` a Monday (nl). */
const isWeekday = (word: string): boolean => /^(?:mardi|mar[tțţ]i|marted[iì]|martes|maandag|ma)$/i.test(word);

const clock = (word: string): [number, number, number] | undefined => {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(word);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)] : undefined;
};

const halfDay = ([hour, ...rest]: [number, number, number], word: string): [number, number, number] => [
  (hour % 12) + (/^p/i.test(word) ? 12 : 0),
  ...rest,
];

/** RFC 5322 section 4.3: two digits are 2000 to 2049 or 1950 to 1999, three are years since 1900. */
const fullYear = (year: number, digits: number): number =>
  digits >= 4 ? year : digits === 3 ? 1900 + year : year < 50 ? 2000 + year : 1900 + year;

const offsetOf = (zone: string): number | undefined => {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!found) return ZONES.get(zone.toLowerCase());
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
};

/** `UTC+1`, `GMT-05:00`. */
const fromGreenwich = (word: string): number | undefined => {
  const found = /^(?:utc|gmt)([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(word);
  return found ? offsetOf(`${found[1]}${found[2]!.padStart(2, '0')}${found[3] ?? '00'}`) : undefined;
};

const instantOf = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  offset: number,
): number | undefined => {
  if (month > 11 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const at = Date.UTC(year, month, day, hour, minute, second) - offset * 60_000;
  return year >= 1970 && year < 3000 && Number.isFinite(at) ? at : undefined;
};

/** RFC 3339 in UTC, without the fraction that mail does not have. */
export const toRfc3339 = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
