import { Instant, days, plus } from '@app/kernel';
import { systemClock } from './clock';

describe('the system clock', () => {
  beforeEach(() => jest.useFakeTimers({ now: Instant('2026-03-01T10:00:00.000Z') }));
  afterEach(() => jest.useRealTimers());

  it('wakes after months, which is longer than a timer of Node can be', () => {
    let woken: Instant | undefined;
    systemClock.at(plus(systemClock.now(), days(100)), () => (woken = systemClock.now()));
    jest.advanceTimersByTime(days(100) - 1);
    expect(woken).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect(woken).toBe(systemClock.now());
  });

  it('wakes at once for what is past, and not at all when called off', () => {
    let woken = 0;
    systemClock.at(Instant('1970-01-01T00:00:00.000Z'), () => woken++);
    systemClock.at(plus(systemClock.now(), days(3)), () => woken++)();
    jest.advanceTimersByTime(days(4));
    expect(woken).toBe(1);
  });
});
