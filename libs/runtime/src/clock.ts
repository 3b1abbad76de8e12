import type { Duration, Instant } from '@app/kernel';

/** The only source of time in the runtime. Tests give `FakeClock` of @app/testing. */
export interface Clock {
  readonly now: () => Instant;
  /** Calls `wake` once, when `now()` has reached `at` (soon, when it has already). Returns the function that calls it off. */
  at(at: Instant, wake: () => void): () => void;
}

// A longer delay overflows Node's 32-bit timer and fires at once. Waking early and waiting again costs nothing.
const LONGEST = 86_400_000;

export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  at(at, wake) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = (at - Date.now()) as Duration;
      timer = setTimeout(left > LONGEST ? wait : wake, Math.min(Math.max(left, 0), LONGEST));
      timer.unref(); // a deadline in three weeks must not keep a process alive that wants to end
    };
    wait();
    return () => clearTimeout(timer);
  },
};
