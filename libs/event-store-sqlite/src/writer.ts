import type Database from 'libsql';
import { openLog } from './tables';

/** Plain data, so that it crosses to the writer's thread. An array, because its field names would cross each time too. */
export type EventRow = readonly [
  id: string,
  type: string,
  version: number,
  data: string,
  meta: string,
  at: number,
];
export interface Append {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly EventRow[];
}
/** The revision an append led to, or why nothing of it was stored: `conflict` is where the stream stands. */
export type Outcome = number | { readonly conflict: number } | Refusal;
/** `fatal`: whether it was stored is unknown. */
export type Refusal = { readonly full: true } | { readonly refused: string } | { readonly fatal: string };

export interface WriterOptions {
  readonly path: string;
  readonly maxBytes?: number | undefined; // the file may not grow beyond; absent: the disk decides
}

const ROW = '(stream, revision, id, type, version, data, meta, at)';

/** The one connection that writes. Synchronous: its thread does nothing else. */
export class Writer {
  readonly db: Database.Database;
  private readonly first: Database.Statement;
  private readonly further: Database.Statement;
  private readonly head: Database.Statement;
  private readonly standing: Database.Statement;
  private readonly begin: Database.Statement;
  private readonly commit: Database.Statement;
  private failed: Refusal | undefined;

  constructor({ path, maxBytes }: WriterOptions) {
    this.db = openLog(path);
    if (maxBytes !== undefined) {
      const [{ page_size: size }] = this.db.prepare('pragma page_size').all() as [{ page_size: number }];
      this.db.prepare(`pragma max_page_count = ${Math.floor(maxBytes / size)}`).all();
    }
    this.begin = this.db.prepare('begin immediate');
    this.commit = this.db.prepare('commit');
    // The check of the expected revision is part of the insert: a statement less for each append.
    this.first = this.db.prepare(
      `insert into events${ROW} select ?1, ?2 + 1, ?3, ?4, ?5, ?6, ?7, ?8
        where ?2 = (select coalesce(max(revision), 0) from events where stream = ?1)`,
    );
    this.further = this.db.prepare(`insert into events${ROW} values (?1, ?2 + 1, ?3, ?4, ?5, ?6, ?7, ?8)`);
    this.head = this.db.prepare('select coalesce(max(revision), 0) as head from events where stream = ?1');
    this.standing = this.db.prepare(
      'select id from events where stream = ?1 and revision > ?2 order by revision limit ?3',
    );
  }

  /** One transaction and one fsync for the group, which `next` hands over piece by piece: those that arrive while the
   *  first are being written still join. Outcomes in the order in which the appends came; never throws. */
  write(next: () => readonly Append[] | undefined): Outcome[] {
    const group: Append[] = [];
    const take = () => {
      const more = next();
      if (more) group.push(...more);
      return more;
    };
    if (this.failed) {
      while (take()) continue;
      return group.map(() => this.failed!);
    }
    const refusal = this.transaction(take);
    if (Array.isArray(refusal)) return refusal;
    if ('fatal' in refusal) this.failed = refusal;
    // One append must not fail for another: whichever it was, alone it is the only one that suffers.
    return 'refused' in refusal && group.length > 1
      ? group.flatMap((append) => this.write(once([append])))
      : group.map(() => refusal);
  }

  close(): void {
    this.db.close();
  }

  private transaction(take: () => readonly Append[] | undefined): Outcome[] | Refusal {
    const outcomes: Outcome[] = [];
    let committing = false;
    try {
      this.begin.run();
      for (let appends = take(); appends; appends = take())
        for (const append of appends) outcomes.push(this.append(append));
      committing = true;
      this.commit.run();
      return outcomes;
    } catch (error) {
      while (take()) continue; // what was handed over is answered
      return this.undo(error, committing);
    }
  }

  /** Inside the transaction, so it sees what earlier appends of the group wrote. Refusals write nothing. */
  private append({ stream, expected, events }: Append): number | { conflict: number } {
    const to = expected + events.length;
    if (this.first.run(stream, expected, ...events[0]!).changes === 1) {
      for (let i = 1; i < events.length; i++) this.further.run(stream, expected + i, ...events[i]!);
      return to;
    }
    const standing = this.standing.all(stream, expected, events.length) as { id: string }[];
    if (standing.length === events.length && standing.every(({ id }, i) => id === events[i]![0])) return to;
    return { conflict: (this.head.all(stream) as [{ head: number }])[0].head };
  }

  private undo(error: unknown, committing: boolean): Refusal {
    const { code = '', message } = error as { code?: string; message: string };
    const why = code ? `${code}: ${message}` : message;
    try {
      if (this.db.inTransaction) this.db.exec('rollback'); // SQLite has often done so itself
    } catch (again) {
      return { fatal: `${why}, and rolling back failed: ${String(again)}` };
    }
    // No room for a page of the log, before its commit record: it is certain that nothing was stored.
    if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return { full: true };
    // Any other failed COMMIT, an fsync for instance, may or may not be on disk. A damaged file gets no better either.
    return committing || /^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(code) ? { fatal: why } : { refused: why };
  }
}

export const once = <T>(value: T): (() => T | undefined) => {
  let left: T | undefined = value;
  return () => {
    const taken = left;
    left = undefined;
    return taken;
  };
};
