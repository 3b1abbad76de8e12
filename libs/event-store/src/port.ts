import type { Encoded, Instant } from '@app/kernel';
import type { z } from 'zod';

export interface Meta {
  readonly commandId: string; // a UUID; the idempotency key, see execute
  readonly correlationId: string;
  readonly causationId: string;
}
export interface Draft extends Encoded {
  readonly id: string;
  readonly meta: Meta;
}
/** A place in the log. Opaque: only the adapter that made it can read or compare it. */
export type Position = string & z.$brand<'Position'>;
export interface Recorded extends Draft {
  readonly stream: string;
  readonly revision: number; // the first event of a stream is 1
  readonly position: Position;
  readonly at: Instant; // when the store was given it; what a rule counts with stands in the event's data
}
export interface Page {
  readonly events: readonly Recorded[];
  readonly next: Position; // where to read on; moves even when no event of the page passed the filter
  readonly head: Position; // the end of the log when this page was read; `next` equals it once there is no more
}
/** How many events the stream holds; 'none' is 0 said aloud. */
export type Expected = 'none' | number;

/** Of one append, and KurrentDB's own: it counts the bytes of data and metadata of all events together. */
export const MAX_APPEND_BYTES = 1_048_576;
/** Of one append: what the embedded store commits at once. */
export const MAX_APPEND_EVENTS = 256;

/** The whole port. Every adapter passes `eventStoreContract` in @app/testing. */
export interface EventStore {
  readonly start: Position;
  /** Names this log; a position of another log means nothing here. */
  logId(): Promise<string>;
  /** Returns the revision of the last event given, once all of them are durable. If the very same ids already stand right
   *  after `expected`, that is a success too, and what was stored first stays; anything else is WrongRevision. Ids are not
   *  unique beyond that: see execute. Rejects with AppendTooLarge or TypeError (see `serialised`), StoreBusy, StoreFull
   *  or StoreClosed, and has stored nothing then; after any other error the outcome is unknown, and the same append may
   *  be repeated. */
  append(stream: string, expected: Expected, events: readonly Draft[]): Promise<number>;
  /** From revision `after + 1` on; a stream that does not exist is empty. */
  read(stream: string, after?: number): AsyncIterable<Recorded>;
  /** `types` filters; `limit` bounds the events returned. A page may hold fewer though more follow: read on from `next`
   *  until it equals `head`. */
  readAll(after: Position, limit: number, types?: readonly string[]): Promise<Page>;
  compare(a: Position, b: Position): number;
  /** Calls `wake` soon after something was appended, by whomever. A hint: it may come late, twice or for nothing, and a
   *  reader that missed it finds the same events by reading. Returns the function that ends it. */
  onAppend(wake: () => void): () => void;
  /** Resolves once every append it took has been answered; later ones are refused. */
  close(): Promise<void>;
}
