import { sql, type EventDefs, type EventOf, type Instant, type Statement, type Stimulus } from '@app/kernel';
import { uuidv5 } from '@app/event-store';
import * as outbox from './outbox';
import type { AnyProcess, Command } from './options';
import type { Quiet } from './follower';

const COMMANDS = 'c9e0f3a6-5a0c-4f5e-9d43-1f3a2f6f3b7e'; // namespace of the commands' ids: stored, never change it

export interface InstanceRow {
  readonly instance: string;
  readonly revision: number;
  readonly state: string | null; // null: not begun, or done
  readonly parked: string | null;
}
/** What a stimulus was, as the step log keeps it: enough to fold it again, and no copy of the event. */
export type Source =
  | { readonly kind: 'event'; readonly id: string; readonly stream: string; readonly revision: number }
  | {
      readonly kind: 'deadline';
      readonly name: string;
      readonly version: number;
      readonly dueAt: Instant;
      readonly firedAt: Instant;
    };
export interface Taking {
  readonly source: Source;
  readonly correlationId: string;
  /** Commands are not sent: this belongs to a past in which the process did not exist. */
  readonly quiet: Quiet | undefined;
  readonly now: Instant;
}
export interface Setting {
  readonly process: AnyProcess;
  readonly route: (command: never) => string;
}
type AnyStimulus = Stimulus<EventOf<EventDefs>, string>;

interface Deadline {
  readonly version: number;
  readonly dueAt: Instant;
  readonly correlationId: string;
  readonly withheld: number;
}

/** Names a stimulus for ever. An event's id would not do: the same command on two streams makes the same ids. */
const key = (source: Source): string =>
  source.kind === 'event' ? `${source.stream}@${source.revision}` : `${source.name}#${source.version}`;

/** One instance while a commit is made up. It computes and writes nothing, so that a throw concerns this instance only;
 *  what comes of many stimuli is one row. */
export class Instance {
  private revision: number;
  private state: string | null;
  private parked: string | null;
  private stuck: { at: Instant; source: Source } | undefined;
  private cleared = false;
  private readonly deadlines = new Map<string, Deadline | null>();
  private readonly statements: Statement[] = [];

  constructor(
    private readonly setting: Setting,
    private readonly before: InstanceRow,
  ) {
    ({ revision: this.revision, state: this.state, parked: this.parked } = before);
  }

  get isParked(): boolean {
    return this.parked !== null;
  }
  unpark(): void {
    this.parked = null;
    this.revision++;
  }
  /** There is more in its backlog than this commit takes. */
  stayParked(): void {
    this.parked = this.before.parked;
  }

  /** False when the instance is parked, or is from now on: the stimulus has yet to be taken. */
  take(stimulus: AnyStimulus, taking: Taking): boolean {
    this.revision++; // of a parked one too, lest a retry that did not see this stimulus win the race
    if (this.parked !== null) return false;
    try {
      this.react(stimulus, taking);
      return true;
    } catch (error) {
      this.parked = String(error);
      this.stuck = { at: taking.now, source: taking.source };
      return false;
    }
  }

  /** What to commit. Nothing but its steps and commands for one that was done at once and never had a row. */
  saved(): Statement[] {
    const { before } = this;
    if (before.revision === 0 && this.state === null && this.parked === null) return this.statements;
    return [{ ...this.row(), mustChange: 1 }, ...this.deadlineRows(), ...this.statements];
  }

  private react(stimulus: AnyStimulus, taking: Taking): void {
    const { state: shape, initial, react } = this.setting.process;
    const state = this.state === null ? initial : shape.decode(JSON.parse(this.state) as never);
    const reaction = react.call(this.setting.process, state, stimulus);
    const next = 'done' in reaction ? null : JSON.stringify(shape.encode(reaction.state));
    const deadlines = 'done' in reaction ? [] : this.asked(reaction.deadlines ?? {}, taking);
    const commands = this.rows(reaction.commands ?? [], taking);

    // From here on nothing throws: an instance is parked as it was before, or not at all.
    this.state = next;
    if ('done' in reaction) {
      this.cleared = true;
      this.deadlines.clear();
    }
    for (const [name, deadline] of deadlines) this.deadlines.set(name, deadline);
    this.statements.push(this.step(taking), ...commands);
  }

  private asked(
    deadlines: Readonly<Partial<Record<string, Instant | null>>>,
    { correlationId, quiet }: Taking,
  ): [string, Deadline | null][] {
    return Object.entries(deadlines)
      .filter((entry): entry is [string, Instant | null] => entry[1] !== undefined)
      .map(([name, dueAt]) => {
        if (dueAt === null) return [name, null];
        if (!Number.isSafeInteger(dueAt))
          throw new RangeError(`deadline ${name} at ${dueAt}, which is no instant`);
        // The version is the instance's revision, which only grows: a deadline set anew is another stimulus.
        const withheld = quiet && dueAt <= quiet.at ? 1 : 0;
        return [name, { version: this.revision, dueAt, correlationId, withheld }];
      });
  }

  private rows(commands: readonly Command[], { source, correlationId, quiet, now }: Taking): Statement[] {
    const { process, route } = this.setting;
    const { instance } = this.before;
    const rows = commands.map((command, i) =>
      outbox.add({
        id: uuidv5(COMMANDS, JSON.stringify([process.name, instance, key(source), i])),
        process: process.name,
        instance,
        target: route(command as never),
        command: JSON.stringify(command),
        correlationId,
        causationId: source.kind === 'event' ? source.id : `${process.name}/${instance}/${key(source)}`,
        now,
      }),
    );
    return quiet ? [] : rows;
  }

  private step({ source, quiet }: Taking): Statement {
    return sql(
      'insert into steps(process, instance, revision, stimulus, withheld) values ($1, $2, $3, $4, $5)',
      this.setting.process.name,
      this.before.instance,
      this.revision,
      JSON.stringify(source),
      quiet ? 1 : 0,
    );
  }

  private row(): Statement {
    const { before, stuck } = this;
    const row = [
      this.setting.process.name,
      before.instance,
      this.revision,
      this.state,
      this.parked,
      stuck?.at ?? null,
      stuck ? JSON.stringify(stuck.source) : null,
    ] as const;
    if (before.revision === 0)
      return sql(
        `insert into processes(process, instance, revision, state, parked, parked_at, stuck)
          values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        ...row,
      );
    // One that was parked before keeps since when and why.
    const kept = this.parked !== null && !stuck;
    return sql(
      `update processes set revision = $3, state = $4, parked = $5,
          parked_at = ${kept ? 'coalesce($6, parked_at)' : '$6'}, stuck = ${kept ? 'coalesce($7, stuck)' : '$7'}
        where process = $1 and instance = $2 and revision = $8`,
      ...row,
      before.revision,
    );
  }

  private deadlineRows(): Statement[] {
    const of = [this.setting.process.name, this.before.instance] as const;
    const clear =
      this.cleared && this.before.revision > 0
        ? [sql('delete from deadlines where process = $1 and instance = $2', ...of)]
        : [];
    return [
      ...clear,
      ...Array.from(this.deadlines, ([name, deadline]) =>
        deadline === null
          ? sql('delete from deadlines where process = $1 and instance = $2 and name = $3', ...of, name)
          : sql(
              `insert into deadlines(process, instance, name, version, due_at, correlation_id, withheld)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (process, instance, name) do update set version = excluded.version,
                  due_at = excluded.due_at, correlation_id = excluded.correlation_id, withheld = excluded.withheld`,
              ...of,
              name,
              deadline.version,
              deadline.dueAt,
              deadline.correlationId,
              deadline.withheld,
            ),
      ),
    ];
  }
}
