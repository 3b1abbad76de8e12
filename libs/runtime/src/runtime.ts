import { days, hours, minus, plus, seconds, type Duration, type Instant } from '@app/kernel';
import type { Position } from '@app/event-store';
import { Dispatcher, doubling } from './dispatcher';
import { measured, type Lag } from './lag';
import { Loop } from './loop';
import type { RuntimeOptions } from './options';
import * as outbox from './outbox';
import { Parked } from './parked';
import { ProcessRunner } from './process-runner';
import { differences, type Difference } from './steps';
import { ViewRunner, type Progress } from './view-runner';
import { undelivered, type Undelivered } from './undelivered';

const PURGE = 1_000; // rows in one commit
const LINGER = 50 as Duration;

interface Consumer {
  readonly runner: ViewRunner | ProcessRunner;
  readonly loop: Loop;
  caughtUpAt: Instant;
}

/** Runs the lot: views and processes follow the log, deadlines fire, the outbox is sent. Woken by appends and by the
 *  clock. It ends nothing that it was given: close the stores after `stop`. */
export class Runtime {
  readonly parked: Parked;
  private readonly views: readonly ViewRunner[];
  private readonly processes: readonly ProcessRunner[];
  private readonly consumers: readonly Consumer[];
  private readonly dispatcher: Dispatcher;
  private readonly purging: Loop;
  private deaf: (() => void) | undefined;

  constructor(private readonly options: RuntimeOptions) {
    const { clock, onError = () => undefined, backoff = doubling, linger = LINGER } = options;
    const loop = (name: string, work: () => Promise<Instant | null>) =>
      new Loop(name, work, { clock, backoff, onError, linger });
    const consumer = <R extends ViewRunner | ProcessRunner>(
      runner: R,
      name: string,
      work: (r: R) => Promise<Instant | null>,
    ) => {
      const made: Consumer = {
        runner,
        caughtUpAt: clock.now(),
        loop: loop(name, async () => {
          const now = clock.now();
          const next = await work(runner);
          made.caughtUpAt = now;
          return next;
        }),
      };
      return made;
    };
    this.views = (options.views ?? []).map((projection) => new ViewRunner(options, projection));
    this.processes = (options.processes ?? []).map((process) => new ProcessRunner({ ...options, process }));
    this.consumers = [
      ...this.views.map((view) => consumer(view, `view ${view.name}`, (v) => this.view(v))),
      ...this.processes.map((process) =>
        consumer(process, `process ${process.name}`, (p) => this.process(p)),
      ),
    ];
    const twice = this.consumers.find(({ loop: { name } }, i) =>
      this.consumers.some((c, j) => j < i && c.loop.name === name),
    );
    if (twice) throw new Error(`there are two of ${twice.loop.name}: rename one`);
    this.dispatcher = new Dispatcher({ ...options, handlers: options.handlers ?? {}, backoff, onError });
    this.purging = loop('purge of the outbox', () => this.purge());
    this.parked = new Parked(options, this.processes, () => this.wake());
  }

  /** Answers when every view can be read; nothing runs yet. Throws ForeignCheckpoint. */
  async open(): Promise<void> {
    for (const { runner } of this.consumers) await runner.open();
  }

  /** Answers when everything runs and every view can be read. Throws ForeignCheckpoint, and runs nothing then. */
  async start(): Promise<void> {
    await this.open();
    this.deaf = this.options.events.onAppend(() => this.wake());
    this.wake();
    this.purging.wake();
  }

  /** Drains: takes nothing new, and answers when what is under way is done and marked, or after `within`: what is still in
   *  flight then is sent again at the next start, under the same id. */
  async stop(within: Duration = seconds(8)): Promise<void> {
    this.deaf?.();
    let late: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      late = this.options.clock.at(plus(this.options.clock.now(), within), resolve);
    });
    await Promise.race([patience, this.drain()]);
    late();
  }

  /** For tests and for those who wait for their own writes: everything up to `position` (default: whatever there is, and
   *  what comes of it) is consumed, what is due has fired, and the outbox holds nothing that could be sent now. Throws
   *  when a consumer fails. */
  async settled(position?: Position): Promise<void> {
    const { events } = this.options;
    for (;;) {
      const head = await this.head();
      for (const { loop } of this.consumers) await loop.settled();
      await this.dispatcher.settled();
      await this.purging.settled();
      // A handler may have appended what a process must see, and a view may have shown what came before it only.
      if (position !== undefined ? events.compare(position, head) <= 0 : head === (await this.head())) return;
    }
  }

  /** For those who are about to read views within a handler, where `settled` would wait for the handler itself: everything
   *  that is in the log now has been shown. */
  async viewed(): Promise<void> {
    for (const { runner, loop } of this.consumers) if (runner instanceof ViewRunner) await loop.settled();
  }

  /** Beside what serves, one after another; all of them when none is named. */
  async rebuild(
    names: readonly string[] = [],
    progress?: (view: string, ...of: Parameters<Progress>) => void,
  ): Promise<void> {
    const unknown = names.find((name) => !this.views.some((view) => view.name === name));
    if (unknown)
      throw new Error(
        `there is no view ${unknown}: there are ${this.views.map(({ name }) => name).join(', ')}`,
      );
    for (const view of this.views)
      if (names.length === 0 || names.includes(view.name))
        await view.rebuild((...of) => progress?.(view.name, ...of));
  }

  /** Every process instance that is not what its step log leads to. Slow: it folds them all. */
  async *differences(): AsyncIterable<Difference> {
    for (const { process } of this.processes) yield* differences(this.options, process);
  }

  /** How far behind everything is, for the metrics and for those who read views. */
  async lag(): Promise<Lag> {
    const head = await this.head();
    const { events, tables, clock } = this.options;
    const now = clock.now();
    const behind = Object.fromEntries(
      this.consumers.map(({ runner: { position }, loop: { name }, caughtUpAt }) => [
        name,
        position !== undefined && events.compare(position, head) >= 0 ? 0 : Math.max(now - caughtUpAt, 1),
      ]),
    );
    return { behind, ...(await measured(tables, now)) };
  }

  /** What waits in the outbox for targets that begin with `prefix`. */
  undelivered(prefix: string): Promise<Undelivered> {
    return undelivered(this.options.tables, prefix, this.options.clock.now());
  }

  private wake(): void {
    for (const { loop } of this.consumers) loop.wake();
    this.dispatcher.wake();
  }

  private async view(view: ViewRunner): Promise<null> {
    await view.catchUp();
    return null;
  }

  private async process(process: ProcessRunner): Promise<Instant | null> {
    await process.fire(this.options.clock.now());
    this.dispatcher.wake();
    return process.nextDue();
  }

  private async purge(): Promise<Instant> {
    const { tables, clock, retention = days(30) } = this.options;
    const before = minus(clock.now(), retention);
    const old = 'select count(*) as n from (select 1 from outbox where done_at < $1 limit $2) o';
    while ((await tables.all<{ n: number }>(old, before, PURGE))[0]!.n > 0)
      await tables.commit([outbox.purged(before, PURGE)]);
    return plus(clock.now(), hours(1));
  }

  private async drain(): Promise<void> {
    const loops = [this.purging, ...this.consumers.map(({ loop }) => loop)];
    await Promise.all([
      ...loops.map((loop) => loop.stop()),
      ...this.consumers.map(({ runner }) => runner.stop()),
    ]);
    await this.dispatcher.stop();
  }

  private async head(): Promise<Position> {
    const { events } = this.options;
    return (await events.readAll(events.start, 1)).head;
  }
}
