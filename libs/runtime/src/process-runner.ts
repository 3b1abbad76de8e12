import { sql, type Instant, type Statement } from '@app/kernel';
import type { Position, Recorded } from '@app/event-store';
import * as backlog from './backlog';
import type { Clock } from './clock';
import { Follower, type Quiet } from './follower';
import type { Setting, Source, Taking } from './instance';
import { load } from './instances';
import type { AnyProcess, Stores } from './options';
import { Turns } from './turns';

const PAGE = 256; // deadlines, or events of a backlog, in one commit
/** A parked instance's backlog counts as not consumed, so its deadlines wait. */
const NOT_PARKED = `not exists
  (select 1 from processes p where p.process = d.process and p.instance = d.instance and p.parked is not null)`;

interface DeadlineRow {
  readonly instance: string;
  readonly name: string;
  readonly version: number;
  readonly due_at: Instant;
  readonly correlation_id: string;
  readonly withheld: number;
}

export interface ProcessRunnerOptions extends Stores {
  readonly process: AnyProcess;
  readonly clock: Pick<Clock, 'now'>;
  readonly route: (command: never) => string;
}

/** Feeds one process: its events in the order of the log, its deadlines when they are due. State, outbox rows, deadlines
 *  and checkpoint are one commit. */
export class ProcessRunner {
  readonly process: AnyProcess;
  private readonly setting: Setting;
  private readonly follower: Follower;
  private readonly turns = new Turns();
  private begun = false;
  private stopping = false;

  constructor(private readonly options: ProcessRunnerOptions) {
    this.process = options.process;
    this.setting = options;
    this.follower = new Follower(options, `process:${this.process.name}`, this.process.inputs.types);
  }

  get name(): string {
    return this.process.name;
  }
  /** Up to where it has consumed the log. */
  get position(): Position | undefined {
    return this.follower.position;
  }

  /** Throws ForeignCheckpoint. The first time ever, this is where the process begins: see `from`. */
  open(): Promise<void> {
    return this.turns.take(() => this.begin());
  }

  /** Up to the head. */
  catchUp(): Promise<void> {
    return this.turns.take(async () => {
      await this.begin();
      await this.follower.catchUp((page) => this.consume(page));
    });
  }

  /** Fires what is due by `now`. The barrier: the log is consumed up to a head read after `now`, hence after every instant
   *  due, before anything fires. An answer appended in time clears its deadline, however long this process was stopped. */
  async fire(now: Instant = this.options.clock.now()): Promise<void> {
    await this.catchUp();
    while (!this.stopping && (await this.turns.take(() => this.firePage(now))));
  }

  /** When to call `fire` next; null when nothing is open that no parked instance holds back. */
  async nextDue(): Promise<Instant | null> {
    const [row] = await this.options.tables.all<{ due_at: Instant }>(
      `select due_at from deadlines d where process = $1 and ${NOT_PARKED} order by due_at limit 1`,
      this.name,
    );
    return row?.due_at ?? null;
  }

  /** Takes what a parked instance has yet to see. It is parked again where it throws again, and loses nothing by it. */
  retry(instance: string): Promise<void> {
    return this.turns.take(async () => {
      await this.begin();
      while (await this.resume(instance));
    });
  }

  /** Leaves out the stimulus at which it stands parked, and goes on. Record who wished it, and why, before: see Parked. */
  async skip(instance: string, stuck: Source): Promise<void> {
    await this.options.tables.commit([backlog.skip(this.name, instance, stuck)]);
    await this.retry(instance);
  }

  /** Ends what is under way after its page, and writes down how far it came. */
  stop(): Promise<void> {
    this.stopping = true;
    this.follower.stop();
    return this.turns.take(() => this.follower.save());
  }

  private async begin(): Promise<void> {
    if (this.begun) return;
    if (!(await this.follower.load())) {
      const { events, clock } = this.options;
      const at = clock.now();
      const { head } = await events.readAll(events.start, 1);
      const old = events.compare(head, events.start) > 0;
      if (old && this.process.from === 'beginning')
        await this.follower.begin(events.start, { until: head, at });
      else await this.follower.begin(head);
    }
    this.begun = true;
  }

  private async consume(page: readonly Recorded[]): Promise<Statement[]> {
    const taken = page.flatMap((recorded) => {
      const event = this.process.inputs.decode(recorded);
      const instance = this.process.instanceOf(event);
      return instance === null ? [] : [{ recorded, event, instance }];
    });
    const instances = await this.load(taken.map(({ instance }) => instance));
    const behind: Statement[] = [];
    for (const { recorded, event, instance } of taken)
      if (!instances.get(instance)!.take({ kind: 'event', id: recorded.id, event }, this.taking(recorded)))
        behind.push(backlog.add(this.name, instance, recorded));
    return [...[...instances.values()].flatMap((instance) => instance.saved()), ...behind];
  }

  private taking({ id, stream, revision, position, meta }: Recorded): Taking {
    return {
      source: { kind: 'event', id, stream, revision },
      correlationId: meta.correlationId,
      quiet: this.quietAt(position),
      now: this.options.clock.now(),
    };
  }

  private quietAt(position: Position): Quiet | undefined {
    const { quiet } = this.follower;
    return quiet && this.options.events.compare(position, quiet.until) <= 0 ? quiet : undefined;
  }

  /** False when nothing is due any more. */
  private async firePage(now: Instant): Promise<boolean> {
    const due = await this.options.tables.all<DeadlineRow>(
      `select instance, name, version, due_at, correlation_id, withheld from deadlines d
        where process = $1 and due_at <= $2 and ${NOT_PARKED} order by due_at, instance, name limit ${PAGE}`,
      this.name,
      now,
    );
    if (due.length === 0) return false;
    // One of an instance at a time: it may clear the next, which is then not there when this asks again.
    const first = new Map<string, DeadlineRow>();
    for (const row of due) if (!first.has(row.instance)) first.set(row.instance, row);
    const instances = await this.load([...first.keys()]);
    await this.options.tables.commit(
      [...first].flatMap(([id, row]) => {
        const instance = instances.get(id)!;
        const { name, version, due_at: dueAt } = row;
        const taken = instance.take(
          { kind: 'deadline', id: `${name}#${version}`, name, dueAt, firedAt: now },
          {
            source: { kind: 'deadline', name, version, dueAt, firedAt: now },
            correlationId: row.correlation_id,
            quiet: row.withheld ? this.follower.quiet : undefined,
            now,
          },
        );
        // When it threw, the deadline stays, and fires once the instance is resumed and has seen its backlog.
        return taken ? [this.fired(row), ...instance.saved()] : instance.saved();
      }),
    );
    return true;
  }

  private fired({ instance, name, version }: DeadlineRow): Statement {
    return {
      ...sql(
        'delete from deadlines where process = $1 and instance = $2 and name = $3 and version = $4',
        this.name,
        instance,
        name,
        version,
      ),
      mustChange: 1,
    };
  }

  /** True when there is more to take. */
  private async resume(id: string): Promise<boolean> {
    const { tables, events } = this.options;
    const instance = (await this.load([id])).get(id)!;
    if (!instance.isParked) return false;
    const behind = await backlog.page(tables, this.name, id, PAGE);
    instance.unpark();
    const seen: Statement[] = [];
    for (const place of behind) {
      const recorded = await backlog.recall(events, place);
      const event = this.process.inputs.decode(recorded);
      if (!instance.take({ kind: 'event', id: recorded.id, event }, this.taking(recorded))) break; // it threw again
      seen.push(backlog.seen(place));
    }
    const more = behind.length === PAGE && !instance.isParked;
    if (more) instance.stayParked();
    await tables.commit([...instance.saved(), ...seen]);
    return more;
  }

  private load(instances: readonly string[]) {
    return load(this.options.tables, this.setting, instances);
  }
}
