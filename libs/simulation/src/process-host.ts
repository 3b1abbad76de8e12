import type { Instant, Reaction, Stimulus } from '@app/kernel';
import type { Agenda, Appointment } from './agenda';

export interface Event {
  readonly type: string;
  readonly data: unknown;
}
export interface Command {
  readonly type: string;
}

/** A process manager as whoever runs any of them sees it. */
export interface AnyProcess {
  readonly name: string;
  readonly initial: unknown;
  readonly inputs: { readonly types: readonly string[] };
  instanceOf(event: never): string | null;
  react(state: never, stimulus: never): Reaction<unknown, Command, string>;
}

interface Instance {
  state: unknown;
  readonly deadlines: Map<string, Appointment>;
}

/** When a deadline fires that is due at `dueAt`: then, unless history knows better. */
export type FiredAt = (process: string, instance: string, name: string, dueAt: Instant) => Instant;
export const onTime: FiredAt = (_process, _instance, _name, dueAt) => dueAt;

/** Runs one process in memory as the runtime does: the state of each instance, and its deadlines as appointments. */
export class ProcessHost {
  private readonly instances = new Map<string, Instance>();
  private stimuli = 0;

  constructor(
    private readonly process: AnyProcess,
    private readonly agenda: Agenda,
    private readonly desk: {
      readonly ask: (command: Command) => void;
      /** Does what was asked for: once a deadline has been taken, as no event's taker is there to do it. */
      readonly settle: () => void;
    },
    private readonly firedAt: FiredAt,
  ) {}

  take(event: Event): void {
    const instance = this.process.instanceOf(event as never);
    if (instance === null) return;
    this.react(instance, { kind: 'event', id: `${++this.stimuli}`, event });
  }

  private react(id: string, stimulus: Stimulus<Event, string>): void {
    const known = this.instances.get(id);
    const reaction = this.process.react(
      (known ? known.state : this.process.initial) as never,
      stimulus as never,
    );
    if ('done' in reaction) {
      for (const appointment of known?.deadlines.values() ?? []) appointment.cancelled = true;
      this.instances.delete(id);
    } else {
      const instance = known ?? { state: undefined, deadlines: new Map<string, Appointment>() };
      instance.state = reaction.state;
      if (!known) this.instances.set(id, instance);
      for (const [name, dueAt] of Object.entries(reaction.deadlines ?? {}))
        this.reset(id, instance, name, dueAt ?? null);
    }
    for (const command of reaction.commands ?? []) this.desk.ask(command);
  }

  private reset(id: string, { deadlines }: Instance, name: string, dueAt: Instant | null): void {
    const before = deadlines.get(name);
    if (before) before.cancelled = true;
    deadlines.delete(name);
    if (dueAt === null) return;
    const at = this.firedAt(this.process.name, id, name, dueAt);
    const appointment = this.agenda.at(at, () => {
      deadlines.delete(name);
      const firedAt = this.agenda.now;
      this.react(id, { kind: 'deadline', id: `${++this.stimuli}`, name, dueAt, firedAt });
      this.desk.settle();
    });
    deadlines.set(name, appointment);
  }
}
