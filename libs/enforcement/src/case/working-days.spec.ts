import fc from 'fast-check';
import { day as asDay, Instant, type Day } from '@app/kernel';
import { easterSunday, isWorkingDay, plusWorkingDays, type WorkingCalendar } from './working-days';

const german: WorkingCalendar = { calendar: 'de', timeZone: 'Europe/Berlin', besides: [] };
const dutch: WorkingCalendar = { calendar: 'nl', timeZone: 'Europe/Amsterdam', besides: [] };
const due = (from: string, count = 2, calendar = german) =>
  new Date(plusWorkingDays(Instant(from), count, calendar)).toISOString();

describe('two working days', () => {
  it.each([
    ['from a Tuesday', '2026-03-03T09:00:00.000Z', '2026-03-05T09:00:00.000Z'],
    ['from a Thursday', '2026-03-05T09:00:00.000Z', '2026-03-09T09:00:00.000Z'],
    ['from a Saturday', '2026-03-07T09:00:00.000Z', '2026-03-10T09:00:00.000Z'],
    ['before Easter', '2026-04-02T08:00:00.000Z', '2026-04-08T08:00:00.000Z'],
    ['before Christmas', '2026-12-23T09:00:00.000Z', '2026-12-28T09:00:00.000Z'],
    [
      'over the change of clocks, by the clock on the wall',
      '2026-03-27T09:00:00.000Z',
      '2026-03-31T08:00:00.000Z',
    ],
    [
      'late in the evening, when it is tomorrow there',
      '2026-03-03T23:30:00.000Z',
      '2026-03-05T23:30:00.000Z',
    ],
  ])('%s', (_, from, until) => expect(due(from)).toBe(until));

  it('pass over what is off in one country, and not in the other', () => {
    expect(due('2026-09-30T09:00:00.000Z')).toBe('2026-10-02T09:00:00.000Z');
    expect(due('2026-04-24T09:00:00.000Z', 2, dutch)).toBe('2026-04-29T09:00:00.000Z'); // King's Day
    expect(due('2026-04-24T09:00:00.000Z')).toBe('2026-04-28T09:00:00.000Z');
  });

  it('pass over what is off besides', () =>
    expect(due('2026-03-03T09:00:00.000Z', 2, { ...german, besides: [asDay.parse('2026-03-04')] })).toBe(
      '2026-03-06T09:00:00.000Z',
    ));

  it('are never weekends or holidays, and as many lie between as were counted', () => {
    const days = fc
      .integer({ min: 0, max: 20 * 365 })
      .map((n) => Instant('2020-01-01T12:00:00.000Z') + n * 86_400_000);
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom(german, dutch),
        (from, count, calendar) => {
          const until = plusWorkingDays(from as Instant, count, calendar);
          const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10) as Day;
          expect(isWorkingDay(dayAt(until), calendar)).toBe(true);
          let between = 0;
          for (
            let at = from + 86_400_000;
            at <= until + 43_200_000 && dayAt(at) <= dayAt(until);
            at += 86_400_000
          )
            if (isWorkingDay(dayAt(at), calendar)) between++;
          expect(between).toBe(count);
        },
      ),
    );
  });
});

it.each([
  [1961, '1961-04-02'],
  [2000, '2000-04-23'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
])('Easter of %i is on %s', (year, day) => expect(easterSunday(year)).toBe(day));

it('King’s Day on a Sunday is the Saturday before', () => {
  expect(isWorkingDay(asDay.parse('2031-04-28'), dutch)).toBe(true);
  expect(isWorkingDay(asDay.parse('2026-04-27'), dutch)).toBe(false);
  expect(isWorkingDay(asDay.parse('2026-05-05'), dutch)).toBe(false);
  expect(isWorkingDay(asDay.parse('2026-05-05'), german)).toBe(true);
}); // prettier-ignore
