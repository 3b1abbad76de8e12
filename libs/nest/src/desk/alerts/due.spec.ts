import { hours, Instant, minutes, plus } from '@app/kernel';
import { dueNow, type AlertRule, type Told } from './due';

const now = Instant('2026-03-03T09:00:00.000Z');
const rule: AlertRule = { after: minutes(10), repeat: hours(4) };
const since = (span: number) => plus(now, -span as ReturnType<typeof hours>);
const waits = (count: number, oldest = since(hours(1)), queue = 'security') => ({ queue, count, oldest });
const told = (count: number, oldest = since(hours(1)), at = since(hours(1))): Told => ({
  queue: 'security',
  count,
  oldest,
  at,
});
const tells = (...given: Parameters<typeof dueNow>) => dueNow(...given).tell.map(({ queue }) => queue);

describe('whoever is to be told of a queue', () => {
  it('is told once something has waited long enough', () => {
    expect(tells(rule, [waits(1, since(minutes(9)))], [], now)).toEqual([]);
    expect(tells(rule, [waits(1, since(minutes(10)))], [], now)).toEqual(['security']);
  });
  it('is told at once where nobody knows since when it waits', () =>
    expect(tells(rule, [{ queue: 'source-health', count: 1, oldest: null }], [], now)).toEqual([
      'source-health',
    ]));
  it('is not told of the same again', () => expect(tells(rule, [waits(1)], [told(1)], now)).toEqual([]));
  it('is told when more waits', () => expect(tells(rule, [waits(2)], [told(1)], now)).toEqual(['security']));
  it('is told when other things wait, as many as before', () =>
    expect(tells(rule, [waits(1, since(minutes(20)))], [told(1)], now)).toEqual(['security']));
  it('is not told that less waits, and is when it grows again', () => {
    const { tell, told: kept } = dueNow(rule, [waits(1)], [told(3)], now);
    expect(tell).toEqual([]);
    expect(kept).toEqual([told(1)]);
    expect(tells(rule, [waits(2)], kept, now)).toEqual(['security']);
  });
  it('is told again after a while, as long as anything waits', () => {
    const long = since(hours(9));
    expect(tells(rule, [waits(1, long)], [told(1, long, since(hours(4)))], now)).toEqual(['security']);
    expect(tells(rule, [waits(1, long)], [told(1, long, since(hours(3)))], now)).toEqual([]);
  });
  it('is told anew of a queue that was empty in between', () => {
    const { told: kept } = dueNow(rule, [waits(0)], [told(1)], now);
    expect(kept).toEqual([]);
    expect(tells(rule, [waits(1)], kept, now)).toEqual(['security']);
  });
  it('is told of the queues that are named, or of all', () => {
    const both = [waits(1), waits(1, undefined, 'untraced')];
    expect(tells({ ...rule, queues: ['untraced'] }, both, [], now)).toEqual(['untraced']);
    expect(tells(rule, both, [], now)).toEqual(['security', 'untraced']);
  });
});
