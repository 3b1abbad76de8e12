import { hours, Instant, minutes, seconds } from '@app/kernel';
import { retryAfterOf } from './retry-after';

const NOW = Instant('2026-03-02T09:00:00.000Z');

describe('Retry-After', () => {
  it.each([
    ['30', seconds(30)],
    ['Mon, 02 Mar 2026 09:05:00 GMT', minutes(5)],
  ])('is seconds or a date: %s', (value, span) => expect(retryAfterOf(value, NOW)).toBe(span));

  it.each(['7200', '999999999999', 'Tue, 02 Mar 2027 09:00:00 GMT'])(
    'holds an order back an hour at most: %s',
    (value) => expect(retryAfterOf(value, NOW)).toBe(hours(1)),
  );

  it.each([
    undefined,
    '',
    '0',
    '-5',
    '1.5',
    'soon',
    'Mon, 02 Mar 2026 08:00:00 GMT',
    'Mon, 99 Xyz 2026 09:05:00 GMT',
  ])('that asks for no wait we can read leaves the waits of the outbox: %s', (value) =>
    expect(retryAfterOf(value, NOW)).toBeUndefined(),
  );
});
