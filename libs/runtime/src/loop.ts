import { plus, type Duration, type Instant } from '@app/kernel';
import type { Clock } from './clock';

export interface LoopOptions {
  readonly clock: Clock;
  readonly backoff: (attempt: number) => Duration;
  /** Least time between two runs: what gathers meanwhile is taken at once. */
  readonly linger: Duration;
  readonly onError: (where: string, error: unknown) => void;
}

/** Runs its work whenever woken, one run at a time, and never dies: work that throws is tried again, with backoff. */
export class Loop {
  private wanted = false;
  private running: Promise<void> | undefined;
  private stopped = false;
  private failures = 0;
  private error: unknown;
  private lingering: NodeJS.Timeout | undefined;
  private cancelAlarm: (() => void) | undefined;
  private lastRun = -Infinity;

  /** `work` answers when it wants to be woken, beside when others wake it. */
  constructor(
    readonly name: string,
    private readonly work: () => Promise<Instant | null>,
    private readonly options: LoopOptions,
  ) {}

  wake(): void {
    this.wanted = true;
    if (this.stopped || this.running || this.lingering || this.failures > 0) return;
    const wait = this.lastRun + this.options.linger - performance.now();
    if (wait <= 0) return this.start();
    this.lingering = setTimeout(() => this.start(), wait);
    this.lingering.unref();
  }

  /** Runs now and until nothing is wanted. Throws what the work threw last, while that has not been overcome. */
  async settled(): Promise<void> {
    this.wanted = true;
    do {
      if (this.failures > 0 && !this.running)
        throw new Error(`${this.name} failed and is tried again later: ${String(this.error)}`, {
          cause: this.error,
        });
      if (this.stopped) return;
      if (!this.running) this.start();
      await this.running;
    } while (this.wanted || this.failures > 0);
  }

  /** Once the run under way is over, none begins. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.quiet();
    await this.running;
  }

  private start(): void {
    this.quiet();
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (this.wanted) this.wake();
    });
  }

  private async run(): Promise<void> {
    this.wanted = false;
    const { clock, backoff, onError } = this.options;
    try {
      const next = await this.work();
      this.failures = 0;
      this.setAlarm(next);
    } catch (error) {
      if (this.stopped) return;
      this.error = error;
      this.setAlarm(plus(clock.now(), backoff(++this.failures)));
      onError(this.name, error);
    } finally {
      this.lastRun = performance.now();
    }
  }

  private setAlarm(next: Instant | null): void {
    if (next !== null && !this.stopped) this.cancelAlarm = this.options.clock.at(next, () => this.alarm());
  }

  private alarm(): void {
    this.cancelAlarm = undefined;
    if (this.failures === 0) return this.wake();
    this.wanted = true;
    if (!this.running && !this.stopped) this.start(); // the backoff is over
  }

  private quiet(): void {
    clearTimeout(this.lingering);
    this.lingering = undefined;
    this.cancelAlarm?.();
    this.cancelAlarm = undefined;
  }
}
