import type { Duration, Encoded, EventDefs, EventOf, Instant, ProcessManager, Projection } from '@app/kernel';
import type { EventStore, Meta } from '@app/event-store';
import type { ReadStore } from '@app/read-store';
import type { Clock } from './clock';

export interface Stores {
  readonly events: EventStore;
  readonly tables: ReadStore;
}

/** What a process asks for: plain JSON, its type unique in the whole system. */
export interface Command {
  readonly type: string;
}

/** Of one row of the outbox. It is the same at each attempt, but for `attempt` and `at`. */
export interface EffectContext {
  /** A UUID, the same at every redelivery: the command's id, the idempotency key, the local part of a Message-ID. */
  readonly id: string;
  readonly attempt: number; // the first is 1
  readonly at: Instant; // of this attempt
  readonly target: string;
  readonly process: string;
  readonly instance: string;
  /** For the events that come of it: `commandId` is `id`. */
  readonly meta: Meta;
}

/** Nothing: done. `retryAfter`: not now, and it is nobody's fault. `failed`: like what throws, tried again with backoff,
 *  but not before `notBefore` has passed. `park`: trying again would not help; it blocks its target until a person
 *  retries or skips it. */
export type Verdict =
  | void
  | { readonly park: string }
  | { readonly retryAfter: Duration }
  | { readonly failed: string; readonly notBefore: Duration };
/** Runs at least once. It must end by itself: nothing cuts it off, and its target waits. The parameter is `never` so that a handler of any one command can stand in the table. */
export type Handler = (command: never, context: EffectContext) => Promise<Verdict>;

/** What a consumer needs of its catalogue. (A whole Catalogue of some events is no Catalogue of any events: `union`.) */
export interface Inputs {
  readonly types: readonly string[];
  decode(stored: Encoded): EventOf<EventDefs>;
}
/** Any process, any view: what its state and its commands look like is its own affair. */
export interface AnyProcess extends Omit<ProcessManager<unknown, EventDefs, Command, string>, 'inputs'> {
  readonly inputs: Inputs;
}
export interface AnyProjection extends Omit<Projection<EventDefs, string>, 'inputs'> {
  readonly inputs: Inputs;
}

export interface RuntimeOptions extends Stores {
  readonly clock: Clock;
  readonly processes?: readonly AnyProcess[];
  readonly views?: readonly AnyProjection[];
  /** By the type of the command. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** The target of a command: one is in flight per target, in order, and one that fails blocks that target only. */
  readonly route: (command: never) => string;
  readonly concurrency?: number; // targets in flight at once; 64
  readonly backoff?: (attempt: number) => Duration; // how long to wait after that many failures
  readonly retention?: Duration; // how long rows of the outbox are kept once done; 30 days
  /** Under load a consumer takes what gathered in this time as one page; an idle one is woken at once. 20 ms. */
  readonly linger?: Duration;
  /** Something went wrong and will be tried again. `where` names the consumer or the command. */
  readonly onError?: (where: string, error: unknown) => void;
}
