import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import type { Instant, Json } from '@app/kernel';
import {
  WrongRevision,
  type Draft,
  type EventStore,
  type Expected,
  type Meta,
  type Page,
  type Position,
  type Recorded,
} from '@app/event-store';

const schema = `
create table if not exists log(id text not null);
create table if not exists events(
  position integer primary key,                    -- one writer: no gaps and no late arrivals
  stream text not null, revision integer not null,
  id text not null,                                -- not unique: measured, it costs two thirds of the append rate
  type text not null, version integer not null, data text not null, meta text not null, at integer not null,
  unique(stream, revision)) strict;`;

const MAX_GROUP = 256; // events; a longer transaction holds up the event loop
const MAX_WAITING = 10_000; // appends; beyond it callers are told, instead of memory running out

interface Waiting {
  readonly stream: string;
  readonly expected: Expected;
  readonly rows: readonly { id: string; type: string; version: number; data: string; meta: string }[];
  readonly resolve: (revision: number) => void;
  readonly reject: (error: Error) => void;
}
type Row = Omit<Recorded, 'data' | 'meta' | 'position'> & { data: string; meta: string; position: number };

/** Group commit: an fsync costs the same for one append as for a hundred (4,000 commits/s against 40,000 events/s), so
 *  those that wait share one. The product moves this class into a worker thread; the example keeps it on the main one. */
export class SqliteEventStore implements EventStore {
  readonly start = '0' as Position;
  private readonly db: Database.Database;
  private readonly waiting: Waiting[] = [];
  private failed: Error | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    path: string,
    private readonly now: () => Instant,
  ) {
    this.db = new Database(path);
    this.db.exec(`pragma journal_mode = wal; pragma synchronous = full; ${schema}`);
    this.db.prepare('insert into log select ?1 where not exists (select 1 from log)').run(randomUUID());
  }

  logId(): Promise<string> {
    return Promise.resolve(this.one<{ id: string }>('select id from log').id);
  }

  append(stream: string, expected: Expected, events: readonly Draft[]): Promise<number> {
    if (this.failed) return Promise.reject(this.failed);
    if (events.length < 1 || events.length > MAX_GROUP)
      return Promise.reject(
        new RangeError(`${stream}: ${events.length} events in one append; allowed are 1 to ${MAX_GROUP}`),
      );
    if (this.waiting.length >= MAX_WAITING)
      return Promise.reject(new Error(`${MAX_WAITING} appends are waiting: try again later`));
    return new Promise((resolve, reject) => {
      // Serialised here, so that an event which cannot be fails its own append and not the group.
      const rows = events.map((e) => ({ ...e, data: JSON.stringify(e.data), meta: JSON.stringify(e.meta) }));
      this.waiting.push({ stream, expected, rows, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.commitGroup());
    });
  }

  private commitGroup(): void {
    const group = this.takeGroup();
    const answers: (() => void)[] = [];
    try {
      this.db.exec('begin immediate');
      for (const append of group) answers.push(this.write(append));
      this.db.exec('commit');
    } catch (error) {
      // Whether a failed COMMIT is on disk is unknown, so nothing may be decided on this connection any more.
      this.failed = error as Error; // the product ends the process here
      for (const append of [...group, ...this.waiting.splice(0)]) append.reject(this.failed);
      return;
    }
    for (const answer of answers) answer(); // only now: an answer means durable
    for (const wake of this.listeners) wake();
    if (this.waiting.length > 0) setImmediate(() => this.commitGroup());
  }

  private takeGroup(): Waiting[] {
    let events = 0;
    const full = this.waiting.findIndex((append) => (events += append.rows.length) > MAX_GROUP);
    return this.waiting.splice(0, full < 0 ? this.waiting.length : full);
  }

  /** Inside the transaction, so it sees what earlier appends of the group wrote. Refusals write nothing. */
  private write({ stream, expected, rows, resolve, reject }: Waiting): () => void {
    const from = expected === 'none' ? 0 : expected;
    const { head } = this.one<{ head: number }>(
      'select coalesce(max(revision), 0) as head from events where stream = ?1',
      stream,
    );
    if (from === head) {
      const insert = this.db.prepare(
        'insert into events(stream, revision, id, type, version, data, meta, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)',
      );
      rows.forEach((r, i) =>
        insert.run(stream, from + 1 + i, r.id, r.type, r.version, r.data, r.meta, this.now()),
      );
      return () => resolve(from + rows.length);
    }
    const standing = this.all<{ id: string }>(
      'select id from events where stream = ?1 and revision > ?2 order by revision limit ?3',
      stream,
      from,
      rows.length,
    );
    if (standing.length === rows.length && standing.every((s, i) => s.id === rows[i]!.id))
      return () => resolve(from + rows.length);
    return () => reject(new WrongRevision(stream, expected, head));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, SQLite is not
  async *read(stream: string, after = 0): AsyncIterable<Recorded> {
    for (const row of this.all<Row>(
      'select * from events where stream = ?1 and revision > ?2 order by revision',
      stream,
      after,
    ))
      yield recorded(row);
  }

  onAppend(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  readAll(after: Position, limit: number, types?: readonly string[]): Promise<Page> {
    // The head is read first and bounds the page: an event appended meanwhile is never jumped over.
    const { head } = this.one<{ head: number }>('select coalesce(max(position), 0) as head from events');
    const rows = this.all<Row>(
      `select * from events where position > ?1 and position <= ?2
        and (?3 is null or type in (select value from json_each(?3))) order by position limit ?4`,
      Number(after),
      head,
      types ? JSON.stringify(types) : null,
      limit,
    );
    const next = rows.length === limit ? rows.at(-1)!.position : Math.max(head, Number(after));
    return Promise.resolve({ events: rows.map(recorded), next: position(next), head: position(head) });
  }

  compare(a: Position, b: Position): number {
    return Number(a) - Number(b);
  }

  close(): void {
    this.db.close();
  }

  private all<R>(text: string, ...params: unknown[]): R[] {
    return this.db.prepare(text).all(...params) as R[];
  }
  private one<R>(text: string, ...params: unknown[]): R {
    return this.all<R>(text, ...params)[0]!; // not .get(): libsql adds a field to the row
  }
}

const position = (n: number) => String(n) as Position;
const recorded = (row: Row): Recorded => ({
  ...row,
  position: position(row.position),
  data: JSON.parse(row.data) as Json,
  meta: JSON.parse(row.meta) as Meta,
});
