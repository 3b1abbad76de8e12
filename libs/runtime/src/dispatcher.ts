import { minutes, plus, seconds, type Duration, type Instant, type Statement } from '@app/kernel';
import type { ReadStore } from '@app/read-store';
import type { Clock } from './clock';
import { Loop } from './loop';
import type { Command, EffectContext, Handler, Verdict } from './options';
import * as outbox from './outbox';
import type { OutboxRow } from './outbox';

export interface DispatcherOptions {
  readonly tables: ReadStore;
  readonly clock: Clock;
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly concurrency?: number;
  readonly backoff?: (attempt: number) => Duration;
  readonly onError?: (where: string, error: unknown) => void;
}

/** 1 s, 2 s, 4 s … 5 min: a platform that is away for a night is asked every five minutes when it comes back. */
export const doubling = (attempt: number): Duration =>
  Math.min(seconds(1) * 2 ** Math.min(attempt - 1, 20), minutes(5)) as Duration;

const MAX_ERROR = 500; // characters kept of what a handler threw

/** Sends what the outbox holds, at least once: a crash between sending and marking sends again, under the same id. One is
 *  in flight per target, in the order in which they were asked for; one that fails blocks that target only. */
export class Dispatcher {
  private readonly loop: Loop;
  private readonly inFlight = new Map<number, Promise<void>>(); // by seq, until its mark is stored
  private marks: { readonly seq: number; readonly statements: readonly Statement[] }[] = [];
  private stopped = false;
  private healed = false;
  private readonly concurrency: number;
  private readonly backoff: (attempt: number) => Duration;
  private readonly onError: (where: string, error: unknown) => void;

  constructor(private readonly options: DispatcherOptions) {
    this.concurrency = options.concurrency ?? 64;
    this.backoff = options.backoff ?? doubling;
    this.onError = options.onError ?? (() => undefined);
    this.loop = new Loop('outbox', () => this.work(), {
      clock: options.clock,
      backoff: this.backoff,
      linger: seconds(0),
      onError: this.onError,
    });
  }

  /** Something may have been put in. */
  wake(): void {
    this.loop.wake();
  }

  /** Until nothing is in flight and nothing could be sent now; what waits for its next attempt stays. */
  async settled(): Promise<void> {
    do {
      await Promise.all(this.inFlight.values());
      await this.loop.settled();
    } while (this.inFlight.size > 0);
  }

  /** Takes nothing new, waits for what is in flight and marks it. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.inFlight.values());
    await this.loop.settled().catch(() => undefined); // what could not be marked is sent again, under the same id
    await this.loop.stop();
  }

  private async work(): Promise<Instant | null> {
    const { tables } = this.options;
    if (!this.healed) await tables.commit([outbox.HEAL]);
    this.healed = true;
    for (;;) {
      await this.mark();
      const rows = this.stopped ? [] : await this.ready();
      for (const row of rows) this.send(row);
      if (rows.length === 0 && this.marks.length === 0) break;
    }
    return this.next();
  }

  /** When the next attempt is due of what could be sent then. What is in flight is due already, and wakes us when it is
   *  over; until then it, or what waits for its place, would have us ask without a pause. */
  private async next(): Promise<Instant | null> {
    if (this.inFlight.size >= this.concurrency) return null;
    const due = await this.options.tables.all<{ seq: number; at: Instant }>(
      outbox.NEXT,
      this.inFlight.size + 1,
    );
    return due.find(({ seq }) => !this.inFlight.has(seq))?.at ?? null;
  }

  /** The outcomes that gathered, in one commit. When it fails they are kept, and their targets wait. */
  private async mark(): Promise<void> {
    const marks = this.marks.slice();
    if (marks.length === 0) return;
    await this.options.tables.commit(marks.flatMap(({ statements }) => statements));
    this.marks.splice(0, marks.length);
    for (const { seq } of marks) this.inFlight.delete(seq);
  }

  private async ready(): Promise<OutboxRow[]> {
    const free = this.concurrency - this.inFlight.size;
    if (free <= 0) return [];
    const { tables, clock } = this.options;
    const idle = ({ seq }: OutboxRow) => !this.inFlight.has(seq);
    const fresh = await tables.all<OutboxRow>(outbox.FRESH, free + this.inFlight.size);
    const again = await tables.all<OutboxRow>(outbox.AGAIN, clock.now(), free + this.inFlight.size);
    // Half of what is free at most for those that failed: they are slow to fail, and others should not wait for it.
    const first = again.filter(idle).slice(0, Math.ceil(free / 2));
    return [...first, ...fresh.filter(idle)].slice(0, free);
  }

  private send(row: OutboxRow): void {
    const sent = this.attempt(row).then((statements) => {
      this.marks.push({ seq: row.seq, statements });
      this.loop.wake();
    });
    this.inFlight.set(row.seq, sent);
  }

  /** What to write down about it. Never throws. */
  private async attempt(row: OutboxRow): Promise<Statement[]> {
    const attempt = row.attempts + 1;
    let where = `command ${row.id}`;
    try {
      const command = JSON.parse(row.command) as Command;
      where = `${command.type} ${row.id} for ${row.target}, attempt ${attempt}`;
      const verdict = await this.handle(command, row, attempt);
      if (!verdict || !('failed' in verdict)) return this.settle(row, verdict);
      return this.failed(row, where, verdict.failed, verdict.notBefore);
    } catch (error) {
      return this.failed(row, where, error);
    }
  }

  private failed(row: OutboxRow, where: string, error: unknown, notBefore = seconds(0)): Statement[] {
    this.onError(where, error);
    const wait = Math.max(this.backoff(row.attempts + 1), notBefore) as Duration;
    const retryAt = plus(this.options.clock.now(), wait);
    return outbox.failed(row, String(error).slice(0, MAX_ERROR), retryAt);
  }

  private async handle(command: Command, row: OutboxRow, attempt: number): Promise<Verdict> {
    const handler = this.options.handlers[command.type];
    if (!handler) throw new Error(`nobody handles ${command.type}: is this the release that asked for it?`);
    const context: EffectContext = {
      id: row.id,
      attempt,
      at: this.options.clock.now(),
      target: row.target,
      process: row.process,
      instance: row.instance,
      meta: { commandId: row.id, correlationId: row.correlation_id, causationId: row.causation_id },
    };
    return handler(command as never, context);
  }

  private settle(row: OutboxRow, verdict: Exclude<Verdict, { failed: string }>): Statement[] {
    const now = this.options.clock.now();
    if (!verdict) return outbox.done(row, now);
    if ('park' in verdict) return outbox.parked(row, verdict.park.slice(0, MAX_ERROR));
    return outbox.later(row, plus(now, Math.max(verdict.retryAfter, 1) as Duration));
  }
}
