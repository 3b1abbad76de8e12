import { parseDate, toRfc3339 } from './date';

describe('a date', () => {
  it.each([
    ['Tue, 8 Mar 2005 14:00:00 -0400', '2005-03-08T18:00:00Z'],
    ['Thu, 8 Mar 2005 14:00:00 EDT', '2005-03-08T18:00:00Z'], // the wrong weekday, an obsolete zone
    ['8 Oct 2011 20:15:58 +0000 (GMT)', '2011-10-08T20:15:58Z'],
    ['Tue, 19 Jan 2016 14:32:40 -0500 (EST)', '2016-01-19T19:32:40Z'], // the number counts, not the comment
    ['Thu, 30 Dec 10 10:37:16 -0800', '2010-12-30T18:37:16Z'],
    ['Thu, 30 Dec 99 10:37 UT', '1999-12-30T10:37:00Z'],
    ['Fri, 14 Jan 105 01:02:03 Z', '2005-01-14T01:02:03Z'],
    ['Fri Sep 15 18:55:37 UTC 2023', '2023-09-15T18:55:37Z'],
    ['2026-04-17T17:02:02-0400', '2026-04-17T21:02:02Z'],
    ['2026-08-17T20:59:40.123Z', '2026-08-17T20:59:40Z'],
    ['2015-03-02 01:45:59 +01:00', '2015-03-02T00:45:59Z'],
    ['02 Jan 25 03:04 UTC', '2025-01-02T03:04:00Z'],
    ['Sun, 07 Jun 2015 21:09:11 NOWHERE', '2015-06-07T21:09:11Z'], // RFC 5322: an unknown zone says nothing
    ['dinsdag 3 maart 2026 09:15', '2026-03-03T09:15:00Z'],
    ['Dienstag, 3. März 2026 09:15', '2026-03-03T09:15:00Z'],
    ['mardi 3 mars 2026 09:15', '2026-03-03T09:15:00Z'],
    ['Tuesday, March 3, 2026 12:05 AM', '2026-03-03T00:05:00Z'],
    ['Tuesday, March 3, 2026 1:05 PM', '2026-03-03T13:05:00Z'],
    ['On Tuesday, March 3rd, 2026 at 9:15 AM', '2026-03-03T09:15:00Z'],
    ['3 mars 2026 à 10:15:00 UTC+1', '2026-03-03T09:15:00Z'],
    ['3. März 2026 um 10:15:00 MEZ', '2026-03-03T09:15:00Z'],
    ['03-03-2026 04:15 (GMT-05:00)', '2026-03-03T09:15:00Z'],
    ['4-3-2026 09:15', '2026-03-04T09:15:00Z'], // day first, with these marks
    ['04.03.2026, 09:15', '2026-03-04T09:15:00Z'],
    ['3/14/2026 9:15 AM', '2026-03-14T09:15:00Z'],
    ['14/3/2026 09:15', '2026-03-14T09:15:00Z'],
    ['1772528400', '2026-03-03T09:00:00Z'], // seconds, and milliseconds
    [' 1772528400123 ', '2026-03-03T09:00:00.123Z'],
    ['1772528400.5', '2026-03-03T09:00:00Z'],
  ])('%s is read', (text, expected) => expect(toRfc3339(parseDate(text)!)).toBe(expected));

  it.each([
    '',
    'yesterday',
    '3/4/2026 09:15', // March or April: nobody can tell
    '(invalid)',
    '32 Jan 2020 10:00:00 GMT',
    '1 Jan 2020 25:00:00 GMT',
    '1 Jan 2020',
    '17725284',
    '9772528400',
    'constructor constructor constructor',
    '__proto__ 1 Jan 10:00',
    'Mon, 1 Jan 1066 10:00:00 GMT',
  ])('"%s" is none', (text) => expect(parseDate(text)).toBeUndefined());
});
