import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import type { Instant } from '@app/kernel';

const holder = z.object({ pid: z.int(), what: z.string(), since: z.string() });

/** Somebody else owns the data directory. */
export class DataDirInUse extends Error {
  constructor(dataDir: string, who: z.output<typeof holder> | undefined) {
    super(
      `${dataDir} is in use by ${who ? `${who.what} (process ${who.pid}, since ${who.since})` : 'another process'}: ` +
        'one process owns a data directory. Stop that one, or choose another with MELDKAMER_DATA_DIR.',
    );
  }
}

/** Who may write in a data directory: one process at a time.
 *
 *  The lock is the operating system's (an exclusive transaction of SQLite on a file of its own), and ends with the process
 *  however it ends. A file with a process id in it would have to be judged stale after a kill -9, and in a container the
 *  next process has the same id. The id is written beside it, for the message only. */
export class DataDirLock {
  /** Makes the folder when absent. Throws DataDirInUse at once, without waiting. */
  static acquire(dataDir: string, what: string, now: Instant): DataDirLock {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const note = join(dataDir, 'desk.pid');
    const db = new Database(join(dataDir, 'desk.lock'), { timeout: 0 });
    try {
      db.exec('begin exclusive');
    } catch (error) {
      db.close();
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY'))
        throw new DataDirInUse(dataDir, noted(note));
      throw error;
    }
    writeFileSync(note, JSON.stringify({ pid: process.pid, what, since: new Date(now).toISOString() }), {
      mode: 0o600,
    });
    return new DataDirLock(db, note);
  }

  private held = true;

  private constructor(
    private readonly db: Database.Database,
    private readonly note: string,
  ) {}

  release(): void {
    if (!this.held) return;
    this.held = false;
    rmSync(this.note, { force: true });
    this.db.exec('rollback');
    this.db.close();
  }
}

const noted = (file: string) => {
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // it is for the message only
  }
};
