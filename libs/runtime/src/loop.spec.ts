import { Instant, plus, seconds, type Duration } from '@app/kernel';
import { FakeClock } from '@app/testing';
import { Loop } from './loop';

const start = Instant('2026-03-01T10:00:00.000Z');
const open = (work: () => Promise<Instant | null>, linger = 0) => {
  const clock = new FakeClock(start);
  const errors: unknown[] = [];
  const backoff = (attempt: number) => seconds(attempt);
  const onError = (_: string, error: unknown) => errors.push(error);
  return {
    clock,
    errors,
    loop: new Loop('it', work, { clock, backoff, onError, linger: linger as Duration }),
  };
};

describe('a loop', () => {
  it('runs once for many wakes, and again for one that came during a run', async () => {
    let runs = 0;
    const { loop } = open(async () => {
      runs++;
      await Promise.resolve();
      return null;
    });
    loop.wake();
    loop.wake();
    expect(runs).toBe(1);
    await loop.settled();
    expect(runs).toBe(2);
  });

  it('runs when it said it would', async () => {
    const runs: Instant[] = [];
    const opened = open(() => {
      runs.push(opened.clock.now());
      return Promise.resolve(runs.length < 3 ? plus(opened.clock.now(), seconds(10)) : null);
    });
    await opened.loop.settled();
    for (let i = 0; i < 50; i++) {
      opened.clock.advance(seconds(1));
      await Promise.resolve();
    }
    expect(runs).toEqual([start, plus(start, seconds(10)), plus(start, seconds(20))]);
  });

  it('waits longer after each failure, whoever wakes it, and is itself again once it succeeds', async () => {
    const runs: number[] = [];
    const opened = open(() => {
      runs.push((opened.clock.now() - start) / 1000);
      return runs.length < 4 ? Promise.reject(new Error('no')) : Promise.resolve(null);
    });
    for (let i = 0; i < 10; i++) {
      opened.loop.wake();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      opened.clock.advance(seconds(1));
    }
    expect(runs.slice(0, 4)).toEqual([0, 1, 3, 6]);
    expect(runs.slice(4, 6)).toEqual([6, 7]);
    expect(opened.errors.length).toBe(3);
    await opened.loop.settled();
  });

  it('takes what gathers while it lingers as one, and does not linger when told to settle', async () => {
    let runs = 0;
    const { loop } = open(() => Promise.resolve(void runs++).then(() => null), 3_600_000);
    await loop.settled();
    for (let i = 0; i < 100; i++) {
      loop.wake();
      await Promise.resolve();
    }
    expect(runs).toBe(1);
    await loop.settled();
    expect(runs).toBe(2);
    await loop.stop();
    loop.wake();
    await loop.settled();
    expect(runs).toBe(2);
  });
});
