import {
  sql,
  type EventDefs,
  type EventOf,
  type Instant,
  type ProcessManager,
  type Reaction,
  type Statement,
  type Stimulus,
} from '@app/kernel';
import { uuidv5, type Recorded } from '@app/event-store';
import { follow } from './follow';
import type { Stores } from './options';

const COMMANDS = 'c9e0f3a6-5a0c-4f5e-9d43-1f3a2f6f3b7e'; // namespace of the commands' ids: stored, never change it

interface Instance {
  readonly revision: number;
  readonly state: string | null; // null: not begun, or done
  readonly parked: string | null;
}
interface Step {
  readonly after: Instance;
  readonly statements: readonly Statement[];
}

export class ProcessRunner<S, Defs extends EventDefs, C, D extends string> {
  constructor(
    private readonly stores: Stores,
    private readonly process: ProcessManager<S, Defs, C, D>,
  ) {}

  catchUp(): Promise<void> {
    const { name, inputs } = this.process;
    return follow(this.stores, `process:${name}`, inputs.types, async (page) => {
      const seen = new Map<string, Instance>(); // an instance may occur many times in a page
      const statements: Statement[] = [];
      for (const recorded of page) {
        const stimulus = this.stimulus(recorded);
        const instance = this.process.instanceOf(stimulus.event);
        if (instance === null) continue;
        const step = this.step(instance, seen.get(instance) ?? (await this.load(instance)), stimulus);
        seen.set(instance, step.after);
        statements.push(...step.statements);
        if (step.after.parked !== null)
          statements.push(
            sql(
              'insert into backlog(process, instance, event) values ($1, $2, $3)',
              name,
              instance,
              JSON.stringify(recorded),
            ),
          );
      }
      return statements;
    });
  }

  /** The barrier: the log is consumed up to a head read after `now`, hence after every instant due, before anything
   *  fires. An answer appended in time therefore clears its deadline, however long this process was stopped. */
  async fire(now: Instant): Promise<void> {
    await this.catchUp();
    const due = await this.stores.tables.all<{ instance: string; name: D; version: number; due_at: Instant }>(
      `select d.instance, d.name, d.version, d.due_at from deadlines d
        join processes p on p.process = d.process and p.instance = d.instance
        where d.process = $1 and d.due_at <= $2 and p.parked is null
        order by d.due_at, d.instance, d.name limit 256`,
      this.process.name,
      now,
    );
    for (const { instance, name, version, due_at: dueAt } of due) {
      const standing = 'from deadlines where process = $1 and instance = $2 and name = $3 and version = $4';
      const key = [this.process.name, instance, name, version] as const;
      if ((await this.stores.tables.all(`select 1 ${standing}`, ...key)).length === 0) continue; // cleared by one before it
      const { after, statements } = this.step(instance, await this.load(instance), {
        kind: 'deadline',
        id: `${name}#${version}`,
        name,
        dueAt,
        firedAt: now,
      });
      const taken = { ...sql(`delete ${standing}`, ...key), mustChange: 1 };
      // When it threw, the deadline stays and fires again once the instance is resumed and has seen its backlog.
      await this.stores.tables.commit(after.parked === null ? [taken, ...statements] : statements);
    }
  }

  /** Instances whose `react` threw. They keep their deadlines and gather a backlog; all others go on. */
  parked(): Promise<{ instance: string; parked: string }[]> {
    return this.stores.tables.all(
      'select instance, parked from processes where process = $1 and parked is not null order by instance',
      this.process.name,
    );
  }

  async resume(instance: string): Promise<void> {
    const parked = await this.load(instance);
    if (parked.parked === null) return;
    const backlog = await this.stores.tables.all<{ seq: number; event: string }>(
      'select seq, event from backlog where process = $1 and instance = $2 order by seq',
      this.process.name,
      instance,
    );
    let { after, statements } = this.save(instance, parked, { ...parked, parked: null });
    for (const { seq, event } of backlog) {
      const step = this.step(instance, after, this.stimulus(JSON.parse(event) as Recorded));
      statements = [...statements, ...step.statements];
      after = step.after;
      if (after.parked !== null) break; // it threw again: this event and those after it keep their place
      statements = [...statements, sql('delete from backlog where seq = $1', seq)];
    }
    await this.stores.tables.commit(statements);
  }

  /** Computes first and writes nothing: a throw concerns this instance only. */
  private step(instance: string, before: Instance, stimulus: Stimulus<EventOf<Defs>, D>): Step {
    // A parked one changes its revision too, lest a resume that did not see this event win the race.
    if (before.parked !== null) return this.save(instance, before, before);
    const { state: shape, initial } = this.process;
    try {
      const state = before.state === null ? initial : shape.decode(JSON.parse(before.state) as never);
      const reaction = this.process.react(state, stimulus);
      const stored = 'done' in reaction ? null : JSON.stringify(shape.encode(reaction.state));
      const { after, statements } = this.save(instance, before, { ...before, state: stored });
      return {
        after,
        statements: [...statements, ...this.effects(instance, after.revision, stimulus.id, reaction)],
      };
    } catch (error) {
      return this.save(instance, before, { ...before, parked: String(error) });
    }
  }

  private save(instance: string, before: Instance, { state, parked }: Instance): Step {
    const revision = before.revision + 1;
    const row = [this.process.name, instance, revision, state, parked] as const;
    const statement =
      before.revision === 0
        ? sql(
            'insert into processes(process, instance, revision, state, parked) values ($1, $2, $3, $4, $5) on conflict do nothing',
            ...row,
          )
        : sql(
            'update processes set revision = $3, state = $4, parked = $5 where process = $1 and instance = $2 and revision = $6',
            ...row,
            before.revision,
          );
    return { after: { revision, state, parked }, statements: [{ ...statement, mustChange: 1 }] };
  }

  private effects(
    instance: string,
    revision: number,
    stimulusId: string,
    reaction: Reaction<S, C, D>,
  ): Statement[] {
    const { name } = this.process;
    const commands = (reaction.commands ?? []).map((command, i) =>
      sql(
        'insert into outbox(id, process, instance, command) values ($1, $2, $3, $4)',
        uuidv5(COMMANDS, JSON.stringify([name, instance, stimulusId, i])),
        name,
        instance,
        JSON.stringify(command),
      ),
    );
    if ('done' in reaction)
      return [...commands, sql('delete from deadlines where process = $1 and instance = $2', name, instance)];
    const deadlines = Object.entries<Instant | null | undefined>(reaction.deadlines ?? {}).map(
      ([deadline, dueAt]) =>
        dueAt == null
          ? sql(
              'delete from deadlines where process = $1 and instance = $2 and name = $3',
              name,
              instance,
              deadline,
            )
          : sql(
              // The version is the instance's revision, which only grows: a deadline set anew is another stimulus.
              `insert into deadlines(process, instance, name, version, due_at) values ($1, $2, $3, $4, $5)
              on conflict (process, instance, name) do update set version = excluded.version, due_at = excluded.due_at`,
              name,
              instance,
              deadline,
              revision,
              dueAt,
            ),
    );
    return [...commands, ...deadlines];
  }

  private stimulus(recorded: Recorded) {
    return { kind: 'event' as const, id: recorded.id, event: this.process.inputs.decode(recorded) };
  }

  private async load(instance: string): Promise<Instance> {
    const rows = await this.stores.tables.all<Instance>(
      'select revision, state, parked from processes where process = $1 and instance = $2',
      this.process.name,
      instance,
    );
    return rows[0] ?? { revision: 0, state: null, parked: null };
  }
}
