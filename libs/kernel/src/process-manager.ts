import type { z } from 'zod';
import type { Catalogue, EventDefs, EventOf, Versioned } from './catalogue';
import type { Instant } from './values';

/** `id` is unique within the instance: what is derived from it (command ids) is the same after a crash. */
export type Stimulus<E, D extends string> =
  | { readonly kind: 'event'; readonly id: string; readonly event: E }
  | {
      readonly kind: 'deadline';
      readonly id: string;
      readonly name: D;
      readonly dueAt: Instant;
      readonly firedAt: Instant;
    };

export type Reaction<S, C, D extends string> =
  | {
      readonly state: S;
      readonly commands?: readonly C[];
      /** An instant sets or moves it, null clears it; clearing an absent one is a no-op. */
      readonly deadlines?: Readonly<Partial<Record<D, Instant | null>>>;
    }
  /** Clears every deadline; a later event of this instance starts again from `initial`. */
  | { readonly done: true; readonly commands?: readonly C[] };

/** Pure. The runner stores state, outbox rows, deadlines and checkpoint at once. */
export interface ProcessManager<S, Defs extends EventDefs, C, D extends string> {
  readonly name: string; // stored
  readonly state: Versioned<z.ZodType<S>>; // primary data, never rebuilt: hence versioned like an event
  readonly initial: S;
  readonly inputs: Catalogue<Defs>;
  /** Where a process begins that is started on a log which already holds events: at the end, or at the beginning with
   *  its commands withheld up to where the log ended then. */
  readonly from: 'now' | 'beginning';
  /** null: this event concerns no instance. */
  instanceOf(event: EventOf<Defs>): string | null;
  react(state: S, stimulus: Stimulus<EventOf<Defs>, D>): Reaction<S, C, D>;
}
