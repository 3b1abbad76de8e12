import Database from 'libsql';
import type { Statement } from '@app/kernel';
import { migrate } from './migrations';
import { Prepared } from './prepared';
import { tables } from './tables';

export type List = readonly Statement[];
/** Plain data, so that it passes from the writer's thread. `lost`: the place in its list of the statement that did not
 *  change what it must. `error`: this list is wrong, the others stand. */
export type Outcome =
  | 'done'
  | { readonly lost: number }
  | { readonly error: string }
  | { readonly full: true }
  | { readonly fatal: string };

export const opened = (path: string, readonly: boolean): Database.Database => {
  const db = new Database(path, { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16000'); // KiB
  if (readonly) db.exec('pragma query_only = true');
  return db;
};

/** The one connection that writes. Synchronous: its thread does nothing else. */
export class Writer {
  readonly db: Database.Database;
  private readonly prepared: Prepared;

  constructor(path: string) {
    this.db = opened(path, false);
    migrate(this.db, path, tables);
    this.prepared = new Prepared(this.db);
  }

  /** One transaction and one fsync for the group; each list is atomic alone and sees the earlier ones. */
  write(group: readonly List[]): Outcome[] {
    try {
      this.db.exec('begin immediate');
      const outcomes = group.map((list) => this.list(list));
      this.db.exec('commit');
      return outcomes;
    } catch (error) {
      const outcome = classified(error);
      try {
        if (this.db.inTransaction) this.db.exec('rollback');
      } catch (again) {
        return group.map(() => ({ fatal: String(again) }));
      }
      return group.map(() => outcome);
    }
  }

  close(): void {
    this.db.close();
  }

  private list(list: List): Outcome {
    this.prepared.run('savepoint list', []);
    const outcome = this.statements(list);
    if (outcome !== 'done') this.prepared.run('rollback to list', []);
    this.prepared.run('release list', []);
    return outcome;
  }

  private statements(list: List): Outcome {
    try {
      for (const [i, { text, params, mustChange }] of list.entries())
        if (this.prepared.run(text, params) !== mustChange && mustChange !== undefined) return { lost: i };
      return 'done';
    } catch (error) {
      const outcome = classified(error);
      // A full or failing disk takes the whole transaction with it; SQLite has often rolled it back already.
      if ('full' in outcome || 'fatal' in outcome || !this.db.inTransaction) throw error;
      return outcome;
    }
  }
}

type Failure = Exclude<Outcome, 'done' | { lost: number }>;
const classified = (error: unknown): Failure => {
  const { code = '', message } = error as { code?: string; message: string };
  if (code === 'SQLITE_FULL') return { full: true };
  if (/^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(code)) return { fatal: `${code}: ${message}` };
  return { error: code ? `${code}: ${message}` : message };
};
