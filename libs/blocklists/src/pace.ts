import { setTimeout as timer } from 'node:timers/promises';

/** Time for the network: it goes on while a desk's own clock is held in a test. */
export interface Waiting {
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
  /** Rejects when `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const realWaiting: Waiting = {
  now: () => performance.now(),
  wait: async (ms, signal) => timer(ms, undefined, { signal, ref: false }),
};

/** Turns that come evenly, so many a second: what one did not use is lost, so that nobody is asked in bursts. */
export class Pace {
  private next = -Infinity;

  constructor(
    private readonly perSecond: number,
    private readonly waiting: Waiting,
  ) {}

  /** Resolves when it is one's turn. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.waiting.now();
    const mine = Math.max(now, this.next);
    this.next = mine + 1_000 / this.perSecond;
    if (mine > now) await this.waiting.wait(mine - now, signal);
    signal.throwIfAborted();
  }
}
