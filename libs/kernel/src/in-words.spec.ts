import { momentInWords, spanInWords } from './in-words';
import { hours, Instant, minutes, seconds, type Duration } from './values';

describe('a moment in words', () => {
  const at = Instant('2026-03-02T09:05:59.999Z');

  it('names its zone and what that is off', () => {
    expect(momentInWords(at, 'Europe/Amsterdam', 'en')).toBe(
      'Monday 2 March 2026, 10:05 (Europe/Amsterdam, UTC+1)',
    );
    expect(momentInWords(at, 'Europe/Amsterdam', 'nl')).toBe(
      'maandag 2 maart 2026, 10:05 (Europe/Amsterdam, UTC+1)',
    );
    expect(momentInWords(at, 'Asia/Kolkata', 'en')).toBe(
      'Monday 2 March 2026, 14:35 (Asia/Kolkata, UTC+5:30)',
    );
    expect(momentInWords(at, 'UTC', 'en')).toBe('Monday 2 March 2026, 09:05 (UTC, UTC+0)');
  });

  it('tells the two hours apart that share a name when the clocks go back', () => {
    const first = momentInWords(Instant('2026-10-25T00:30:00.000Z'), 'Europe/Amsterdam', 'nl');
    const second = momentInWords(Instant('2026-10-25T01:30:00.000Z'), 'Europe/Amsterdam', 'nl');
    expect([first, second]).toEqual([
      'zondag 25 oktober 2026, 02:30 (Europe/Amsterdam, UTC+2)',
      'zondag 25 oktober 2026, 02:30 (Europe/Amsterdam, UTC+1)',
    ]);
  });

  it('is midnight at 00:00, and has seconds when asked', () => {
    expect(momentInWords(Instant('2026-03-01T23:00:07.000Z'), 'Europe/Amsterdam', 'en', true)).toBe(
      'Monday 2 March 2026, 00:00:07 (Europe/Amsterdam, UTC+1)',
    );
  });
});

describe('a span in words', () => {
  it.each([
    [hours(24), '24 hours', '24 uur'],
    [(hours(23) + minutes(12) + seconds(5)) as Duration, '23 hours and 12 minutes', '23 uur en 12 minuten'],
    [hours(75), '3 days and 3 hours', '3 dagen en 3 uur'],
    [(hours(1) + seconds(59)) as Duration, '1 hour', '1 uur'],
    [minutes(1), '1 minute', '1 minuut'],
    [seconds(90), '1 minute and 30 seconds', '1 minuut en 30 seconden'],
    [seconds(1), '1 second', '1 seconde'],
    [999 as Duration, 'less than a second', 'minder dan een seconde'],
  ])('%d ms is "%s", "%s"', (span, en, nl) =>
    expect([spanInWords(span, 'en'), spanInWords(span, 'nl')]).toEqual([en, nl]),
  );
});
