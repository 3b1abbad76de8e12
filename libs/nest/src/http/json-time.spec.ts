import { Instant } from '@app/kernel';
import { time } from './json-time';

describe('a time as callers write it', () => {
  it.each([
    ['2026-03-03T09:00:00Z', '2026-03-03T09:00:00.000Z'],
    ['2026-03-03T09:00:00.5Z', '2026-03-03T09:00:00.500Z'],
    ['2026-03-03T10:00:00.123456+01:00', '2026-03-03T09:00:00.123Z'],
  ])('%s', (written, meant) => expect(time.parse(written)).toBe(Instant(meant)));

  it.each(['2026-03-03', '2026-03-03T09:00:00', '2026-13-03T09:00:00Z', 'now', 1_772_528_400_000])(
    '%s is none, and the answer says what is',
    (written) =>
      expect(time.safeParse(written).error?.issues[0]?.message).toBe(
        'a time by RFC 3339 with its zone: 2026-03-03T09:00:00Z',
      ),
  );
});
