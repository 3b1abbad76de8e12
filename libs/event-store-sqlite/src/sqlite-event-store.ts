import { join } from 'node:path';
import {
  serialised,
  type Draft,
  type EventStore,
  type Expected,
  type Page,
  type Position,
  type Recorded,
} from '@app/event-store';
import type { Instant, StoreFailed } from '@app/kernel';
import { WriterThread } from '@app/threads';
import { AppendQueue } from './append-queue';
import { LocalWriter, type GroupWriter } from './group-writer';
import { Reader } from './reader';
import { position } from './rows';
import { openForReading } from './tables';
import { Writer, type EventRow, type WriterOptions } from './writer';

export interface SqliteEventStoreOptions {
  readonly now: () => Instant;
  /** Whether the last appends are on disk is unknown: whoever decides on gives out answers that may prove wrong, so end the
   *  process. Without one the error is thrown where nobody can catch it. */
  readonly onFatal?: (error: StoreFailed) => void;
  /** The file may not grow beyond; appends are refused with StoreFull then. Absent: the disk decides. */
  readonly maxBytes?: number;
}

/** The log in one SQLite file: WAL, `synchronous=FULL`. A thread of its own writes, with group commit: an fsync costs the
 *  same for one append as for a hundred (4,000 commits/s against 40,000 events/s), so those that wait share one. This
 *  thread reads, on a connection of its own, what was committed. One process owns the file. */
export class SqliteEventStore implements EventStore {
  readonly start = position(0);
  private readonly listeners = new Set<() => void>();
  private readonly queue: AppendQueue;
  private reader!: Reader;
  private writer!: GroupWriter;
  private closing: Promise<void> | undefined;

  /** `path` of the file, made when absent, or ':memory:'. Rejects when it is no log of ours, or newer code wrote it. */
  static async open(path: string, options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    if (path === ':memory:') return SqliteEventStore.inMemory(options);
    const store = new SqliteEventStore(path, options);
    const file: WriterOptions = { path, maxBytes: options.maxBytes };
    const writer = await WriterThread.opened(join(__dirname, 'writer-thread'), file, store.queue);
    return store.connect(writer, new Reader(openForReading(path)));
  }

  /** For tests: gone when closed, and its writer has no thread. */
  static inMemory(options: SqliteEventStoreOptions): SqliteEventStore {
    const store = new SqliteEventStore(':memory:', options);
    const writer = new Writer({ path: ':memory:', maxBytes: options.maxBytes });
    return store.connect(new LocalWriter(writer, store.queue), new Reader(writer.db));
  }

  private constructor(
    path: string,
    private readonly options: SqliteEventStoreOptions,
  ) {
    this.queue = new AppendQueue(path, options.onFatal ?? thrown, () => {
      this.reader.grown();
      for (const wake of this.listeners) queueMicrotask(wake); // one that throws must not stop the answers
    });
  }

  private connect(writer: GroupWriter, reader: Reader): this {
    this.writer = writer;
    this.reader = reader;
    this.queue.connect(writer);
    return this;
  }

  logId(): Promise<string> {
    return new Promise((resolve) => resolve(this.reader.logId())); // a throw in here rejects
  }

  append(stream: string, expected: Expected, events: readonly Draft[]): Promise<number> {
    return new Promise((resolve) => {
      // Serialised here: an event that cannot be fails its own append and not the group.
      const { drafts, bytes } = serialised(stream, events);
      const at = this.options.now();
      const rows = drafts.map(({ id, type, version, data, meta }): EventRow => [
        id,
        type,
        version,
        data,
        meta,
        at,
      ]);
      resolve(
        this.queue.append({ stream, expected: expected === 'none' ? 0 : expected, events: rows }, bytes),
      );
    });
  }

  read(stream: string, after = 0): AsyncIterable<Recorded> {
    return this.reader.read(stream, after);
  }

  readAll(after: Position, limit: number, types?: readonly string[]): Promise<Page> {
    return new Promise((resolve) => resolve(this.reader.readAll(after, limit, types)));
  }

  compare(a: Position, b: Position): number {
    return Number(a) - Number(b);
  }

  onAppend(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  /** Answers once every append it took has been answered. Later ones are refused. */
  close(): Promise<void> {
    return (this.closing ??= this.drain());
  }

  private async drain(): Promise<void> {
    await this.queue.close();
    this.reader.close(); // before the writer: whoever is last empties the WAL, and has to wait for the disk
    await this.writer.close();
  }
}

const thrown = (error: StoreFailed) => {
  setImmediate(() => {
    throw error;
  });
};
