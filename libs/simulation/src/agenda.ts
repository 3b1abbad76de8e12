import type { Instant } from '@app/kernel';

/** Something that will be done at an instant, unless it is cancelled before. */
export interface Appointment {
  readonly at: Instant;
  readonly act: () => void;
  readonly order: number;
  cancelled: boolean;
}

/** Virtual time: nothing waits, the clock jumps to what is next. Of one instant, what was asked for first comes first. */
export class Agenda {
  private readonly heap: Appointment[] = [];
  private asked = 0;

  constructor(private time: Instant) {}

  get now(): Instant {
    return this.time;
  }

  /** What lies in the past is done at the present instant. */
  at(at: Instant, act: () => void): Appointment {
    const appointment = {
      at: at > this.time ? at : this.time,
      act,
      order: this.asked++,
      cancelled: false,
    };
    this.heap.push(appointment);
    this.rise(this.heap.length - 1);
    return appointment;
  }

  /** Does all that is due before `until`, in order, and leaves the clock there. */
  runBefore(until: Instant): void {
    this.run((at) => at < until);
    if (until > this.time) this.time = until;
  }

  /** … and what is due at that very instant. */
  runThrough(until: Instant): void {
    this.run((at) => at <= until);
    if (until > this.time) this.time = until;
  }

  private run(isDue: (at: Instant) => boolean): void {
    for (let first = this.heap[0]; first && isDue(first.at); first = this.heap[0]) {
      this.take();
      if (first.cancelled) continue;
      this.time = first.at;
      first.act();
    }
  }

  private take(): void {
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return;
    this.heap[0] = last;
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = i;
      if (left < this.heap.length && this.precedes(left, least)) least = left;
      if (right < this.heap.length && this.precedes(right, least)) least = right;
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }

  private rise(i: number): void {
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.precedes(i, parent)) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  private precedes(i: number, j: number): boolean {
    const [a, b] = [this.heap[i]!, this.heap[j]!];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swap(i: number, j: number): void {
    [this.heap[i], this.heap[j]] = [this.heap[j]!, this.heap[i]!];
  }
}
