import fc from 'fast-check';
import { Instant } from '@app/kernel';
import { localMoment } from './local-time';

const AMSTERDAM = 'Europe/Amsterdam';
const at = (text: string, zone = AMSTERDAM) => {
  const moment = localMoment(text, zone);
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

describe('a moment by the clock on the wall', () => {
  it.each([
    ['2026-01-05T11:00', '2026-01-05T10:00:00.000Z'],
    ['2026-07-05 11:00:30', '2026-07-05T09:00:30.000Z'],
    ['2026-01-05T00:00', '2026-01-04T23:00:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'], // twice: the first
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'], // skipped: half an hour after the skip
    ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  ])('%s in Amsterdam is %s', (text, moment) => expect(at(text)).toBe(moment));

  it.each(['', '2026-02-30T10:00', '2026-01-05', '2026-01-05T25:00', '0026-01-05T10:00', 'yesterday'])(
    'takes "%s" for none',
    (text) => expect(at(text)).toBeUndefined(),
  );

  it('reads so on the clock of the zone, wherever and whenever no clock was changed', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: Instant('1995-01-01T00:00:00.000Z'), max: Instant('2035-01-01T00:00:00.000Z') }),
        fc.constantFrom('Europe/Amsterdam', 'Europe/Bucharest', 'America/St_Johns', 'Asia/Kolkata', 'UTC'),
        (ms, zone) => {
          const minute = Math.floor(ms / 60_000) * 60_000;
          const clock = (moment: number) =>
            new Date(moment).toLocaleString('sv-SE', { timeZone: zone, hourCycle: 'h23' }).slice(0, 16);
          const found = localMoment(clock(minute), zone)!;
          expect(clock(found)).toBe(clock(minute));
          expect(found).toBeLessThanOrEqual(minute);
        },
      ),
    ));
});
