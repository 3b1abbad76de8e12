import { randomUUID } from 'node:crypto';
import { StoreClosed, type Instant } from '@app/kernel';
import {
  serialised,
  WrongRevision,
  type Draft,
  type EventStore,
  type Expected,
  type Page,
  type Position,
  type Recorded,
} from '@app/event-store';

/** The port with nothing behind it: for tests of what runs on it. Gone with the process. */
export class MemoryEventStore implements EventStore {
  readonly start = '0' as Position;
  private readonly log: Recorded[] = [];
  private readonly streams = new Map<string, Recorded[]>();
  private readonly listeners = new Set<() => void>();
  private readonly id = randomUUID();
  private closed = false;

  constructor(private readonly now: () => Instant) {}

  logId(): Promise<string> {
    return Promise.resolve(this.id);
  }

  append(stream: string, expected: Expected, drafts: readonly Draft[]): Promise<number> {
    return new Promise((resolve) => resolve(this.write(stream, expected, drafts))); // a throw in here rejects
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, this is not
  async *read(stream: string, after = 0): AsyncIterable<Recorded> {
    yield* (this.streams.get(stream) ?? []).slice(after);
  }

  readAll(after: Position, limit: number, types?: readonly string[]): Promise<Page> {
    const from = Number(after);
    const events: Recorded[] = [];
    let next = from;
    while (next < this.log.length && events.length < limit) {
      const event = this.log[next++]!;
      if (!types || types.includes(event.type)) events.push(event);
    }
    return Promise.resolve({ events, next: place(Math.max(next, from)), head: place(this.log.length) });
  }

  compare(a: Position, b: Position): number {
    return Number(a) - Number(b);
  }

  onAppend(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  private write(stream: string, expected: Expected, given: readonly Draft[]): number {
    if (this.closed) throw new StoreClosed('a log in memory');
    // Through JSON, as in a real store: what cannot be stored must not pass a test.
    const drafts = serialised(stream, given).drafts.map((draft) => ({
      ...draft,
      data: JSON.parse(draft.data) as Draft['data'],
      meta: JSON.parse(draft.meta) as Draft['meta'],
    }));
    const standing = this.streams.get(stream) ?? [];
    const from = expected === 'none' ? 0 : expected;
    const again = standing.slice(from, from + drafts.length);
    if (again.length === drafts.length && again.every(({ id }, i) => id === drafts[i]!.id))
      return from + drafts.length;
    if (from !== standing.length) throw new WrongRevision(stream, expected, standing.length);
    for (const [i, draft] of drafts.entries()) {
      const position = place(this.log.length + 1);
      const recorded = { ...draft, stream, revision: from + i + 1, position, at: this.now() };
      this.log.push(recorded);
      standing.push(recorded);
    }
    this.streams.set(stream, standing);
    for (const wake of this.listeners) queueMicrotask(wake);
    return from + drafts.length;
  }
}

const place = (n: number) => String(n) as Position;
