import { plus, type Duration, type Instant } from '@app/kernel';
import type { Clock } from '@app/runtime';

interface Alarm {
  readonly at: Instant;
  readonly wake: () => void;
}

/** Stands still until it is moved. What waits for an instant is woken by the move that reaches it, in order of time. */
export class FakeClock implements Clock {
  private alarms: Alarm[] = [];

  constructor(private instant: Instant) {}

  /** Bound, so that it can be handed over as `now: () => Instant`. */
  readonly now = (): Instant => this.instant;

  at(at: Instant, wake: () => void): () => void {
    const alarm = { at, wake };
    if (at <= this.instant) queueMicrotask(() => this.ring([alarm]));
    this.alarms.push(alarm);
    return () => {
      this.alarms = this.alarms.filter((a) => a !== alarm);
    };
  }

  advance(by: Duration): void {
    this.set(plus(this.instant, by));
  }

  /** Backwards too, as real clocks do when they are corrected. */
  set(to: Instant): void {
    this.instant = to;
    this.ring(this.alarms.filter((a) => a.at <= to).sort((a, b) => a.at - b.at));
  }

  private ring(due: readonly Alarm[]): void {
    for (const alarm of due) {
      if (!this.alarms.includes(alarm)) continue; // called off meanwhile
      this.alarms = this.alarms.filter((a) => a !== alarm);
      alarm.wake();
    }
  }
}
