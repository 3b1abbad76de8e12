import { hours, Instant, minutes, seconds, type Duration } from '@app/kernel';
import { afterStaffed } from './staffed';

const office = {
  timeZone: 'Europe/Amsterdam',
  hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }],
};
const after = (from: string, wait: Duration, calendar: typeof office | null = office) =>
  new Date(afterStaffed(Instant(from), wait, calendar)).toISOString();

describe('staffed time', () => {
  it('is the plain span where somebody is always there', () =>
    expect(after('2026-03-07T23:30:00.000Z', hours(1), null)).toBe('2026-03-08T00:30:00.000Z'));
  it('runs while somebody is at the desk', () =>
    expect(after('2026-03-03T09:00:30.500Z', hours(1))).toBe('2026-03-03T10:00:30.500Z'));
  it('waits for the morning', () =>
    expect(after('2026-03-03T02:00:00.000Z', minutes(30))).toBe('2026-03-03T08:30:00.000Z'));
  it('goes on the next day where the first was too short', () =>
    expect(after('2026-03-03T15:30:00.000Z', hours(1))).toBe('2026-03-04T08:30:00.000Z'));
  it('leaves the weekend out', () =>
    expect(after('2026-03-06T15:30:00.000Z', hours(1))).toBe('2026-03-09T08:30:00.000Z'));
  it('is by the local clock, also in the night it changes', () =>
    // Friday 16:30 in winter time, Monday 09:30 in summer time
    expect(after('2026-03-27T15:30:00.000Z', hours(1))).toBe('2026-03-30T07:30:00.000Z'));
  it('counts seconds, for checks that run with seconds for hours', () =>
    expect(after('2026-03-03T15:59:59.000Z', seconds(2))).toBe('2026-03-04T08:00:01.000Z'));
  it('is nothing at once', () =>
    expect(after('2026-03-07T12:00:00.000Z', seconds(0))).toBe('2026-03-07T12:00:00.000Z'));
  it('of a calendar in which nobody is ever there is the plain span', () =>
    expect(after('2026-03-03T09:00:00.000Z', hours(1), { ...office, hours: [] })).toBe(
      '2026-03-03T10:00:00.000Z',
    ));
});
