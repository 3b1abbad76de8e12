import { type EventIn, type Instant } from '@app/kernel';
import { uuidv5, type Meta } from '@app/event-store';
import type { Clock } from './clock';
import { runtimeEvents } from './events';
import type { Source } from './instance';
import type { Stores } from './options';
import * as outbox from './outbox';
import type { ProcessRunner } from './process-runner';

/** Something that waits for a person: an instance whose `react` threw, or a command whose handler gave up. */
export interface ParkedItem {
  readonly id: string; // `<process>/<instance>`, or the command's UUID
  readonly kind: 'instance' | 'effect';
  readonly process: string;
  readonly instance: string;
  readonly error: string;
  readonly since: Instant | null;
  readonly waiting: number; // events in its backlog, or rows behind it in its target
}
export interface ParkedInstance extends ParkedItem {
  readonly kind: 'instance';
  readonly stuck: Source;
  readonly revision: number;
  readonly state: unknown;
  readonly deadlines: readonly { name: string; dueAt: Instant }[];
}
export interface ParkedEffect extends ParkedItem {
  readonly kind: 'effect';
  readonly target: string;
  readonly command: unknown;
  readonly attempts: number;
}
/** Who skips, and why. */
export interface Skipping {
  readonly by: string;
  readonly reason: string;
}

const INSTANCES = `select 'instance' as kind, process || '/' || instance as id, process, instance, parked as error,
    parked_at as since,
    (select count(*) from backlog b where b.process = p.process and b.instance = p.instance) as waiting
  from processes p where parked is not null`;
const EFFECTS = `select 'effect' as kind, id, process, instance, parked as error, created_at as since,
    (select count(*) - 1 from outbox o where o.target = p.target and o.done_at is null) as waiting
  from outbox p where parked is not null`;

/** What people do about instances and commands that are parked. */
export class Parked {
  constructor(
    private readonly stores: Stores & { readonly clock: Pick<Clock, 'now'> },
    private readonly processes: readonly ProcessRunner[],
    private readonly wake: () => void,
  ) {}

  /** The oldest first, 1,000 of each kind at most. */
  async list(): Promise<ParkedItem[]> {
    const { tables } = this.stores;
    return [
      ...(await tables.all<ParkedItem>(`${INSTANCES} order by parked_at, process, instance limit 1000`)),
      ...(await tables.all<ParkedItem>(`${EFFECTS} order by seq limit 1000`)),
    ];
  }

  /** How much there is of each kind, and since when the oldest waits. Counted by index. */
  async summary(): Promise<{ instances: number; effects: number; oldest: Instant | null }> {
    const [row] = await this.stores.tables.all<{ instances: number; effects: number; oldest: number | null }>(
      `select sum(instance) as instances, sum(effect) as effects, min(since) as oldest from (
         select 1 as instance, 0 as effect, parked_at as since from processes where parked is not null
         union all select 0, 1, created_at from outbox where parked is not null) p`,
    );
    const { instances, effects, oldest } = row!;
    return {
      instances: Number(instances ?? 0),
      effects: Number(effects ?? 0),
      oldest: oldest === null ? null : (Number(oldest) as Instant),
    };
  }

  async show(id: string): Promise<ParkedInstance | ParkedEffect> {
    const { tables } = this.stores;
    const { process, instance } = split(id);
    const [found] = await tables.all<ParkedItem>(
      `${INSTANCES} and process = $1 and instance = $2`,
      process,
      instance,
    );
    if (!found) return this.effect(id);
    const [row] = await tables.all<{ revision: number; state: string | null; stuck: string }>(
      'select revision, state, stuck from processes where process = $1 and instance = $2',
      process,
      instance,
    );
    const deadlines = await tables.all<{ name: string; dueAt: Instant }>(
      'select name, due_at as "dueAt" from deadlines where process = $1 and instance = $2 order by due_at, name',
      process,
      instance,
    );
    return {
      ...found,
      kind: 'instance',
      revision: row!.revision,
      state: JSON.parse(row!.state ?? 'null'),
      stuck: JSON.parse(row!.stuck) as Source,
      deadlines,
    };
  }

  /** Tries again, after what was wrong has been mended; parked again when it was not. */
  async retry(id: string): Promise<void> {
    const item = await this.show(id);
    if (item.kind === 'effect') await this.stores.tables.commit([outbox.retried(id)]);
    else await this.runner(item.process).retry(item.instance);
    this.wake();
  }

  /** Goes on without it. Recorded in the log first: a crash in between leaves it parked, with the wish on record. */
  async skip(id: string, { by, reason }: Skipping, meta: Meta): Promise<void> {
    const item = await this.show(id);
    const { process, instance, error } = item;
    const said = { process, instance, error, by, reason, at: this.stores.clock.now() };
    if (item.kind === 'effect') {
      const { target, command } = item;
      const { type } = command as { type: string };
      await this.record(`parked-effect-${id}`, meta, {
        type: 'EffectSkipped',
        data: { ...said, id, target, command: type },
      });
      await this.stores.tables.commit(outbox.skipped(id, target, reason, said.at));
    } else {
      await this.record(`parked-${process}-${instance}`, meta, {
        type: 'StimulusSkipped',
        data: { ...said, stimulus: item.stuck },
      });
      await this.runner(process).skip(instance, item.stuck);
    }
    this.wake();
  }

  private async record(stream: string, meta: Meta, event: EventIn<typeof runtimeEvents>): Promise<void> {
    let revision = 0;
    for await (const recorded of this.stores.events.read(stream)) {
      if (recorded.meta.commandId === meta.commandId) return; // the same wish, sent again
      revision = recorded.revision;
    }
    await this.stores.events.append(stream, revision === 0 ? 'none' : revision, [
      { ...runtimeEvents.encode(event), id: uuidv5(meta.commandId, '0'), meta },
    ]);
  }

  private async effect(id: string): Promise<ParkedEffect> {
    const [row] = await this.stores.tables.all<
      ParkedItem & { target: string; command: string; attempts: number }
    >(
      `select f.*, o.target, o.command, o.attempts from (${EFFECTS} and id = $1) f join outbox o on o.id = f.id`,
      id,
    );
    if (!row) throw new NotParked(id);
    return { ...row, kind: 'effect', command: JSON.parse(row.command) };
  }

  private runner(process: string): ProcessRunner {
    const runner = this.processes.find(({ name }) => name === process);
    if (!runner) throw new Error(`no process ${process} runs here: this release does not know it`);
    return runner;
  }
}

export class NotParked extends Error {
  constructor(id: string) {
    super(`${id} is not parked: \`parked list\` shows what is`);
  }
}

/** Instances may hold slashes; names of processes do not. */
const split = (id: string): { process: string; instance: string } => {
  const slash = id.indexOf('/');
  return { process: id.slice(0, Math.max(slash, 0)), instance: id.slice(slash + 1) };
};
