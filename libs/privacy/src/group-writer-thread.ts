import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { Job, Outcome, WriterOptions } from './group-writer';

/** The writing end of GroupWriter, in a thread of its own: an fsync waited for here holds up nobody else. The tables
 *  are there already: whoever sends a job has opened the file first. */
const MAX_OPEN = 4; // files; a store of daily ones writes into today's, and into yesterday's around midnight
const { pragmas } = workerData as Pick<WriterOptions, 'pragmas'>;
const port = parentPort!;

interface Open {
  readonly db: Database.Database;
  readonly prepared: Map<string, Database.Statement>;
}
const opened = new Map<string, Open>();

const open = (file: string): Open => {
  let one = opened.get(file);
  if (one) return one;
  const [oldest] = opened;
  if (oldest && opened.size >= MAX_OPEN) {
    close(oldest[1].db);
    opened.delete(oldest[0]);
  }
  const db = new Database(file, { timeout: 5_000 });
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; ${pragmas ?? ''}`);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder); // a file whose name is not on disk is lost with all that was synced into it
  closeSync(folder);
  one = { db, prepared: new Map() };
  opened.set(file, one);
  return one;
};

/** Leaves one file that is whole by itself: a copy of it is a backup. */
const close = (db: Database.Database): void => {
  db.exec('pragma wal_checkpoint(truncate)');
  db.close();
};

const prepared = (file: Open, text: string): Database.Statement => {
  let statement = file.prepared.get(text);
  if (!statement) file.prepared.set(text, (statement = file.db.prepare(text)));
  return statement;
};

/** Throws for all of its jobs when one fails: their transaction is one. */
const commit = (path: string, jobs: readonly Job[]): Outcome[] => {
  const file = open(path);
  file.db.exec('begin immediate');
  try {
    const outcomes = jobs.map(({ statements }) => ({
      changes: statements.map(({ text, params }) => prepared(file, text).run(params).changes),
    }));
    file.db.exec('commit');
    return outcomes;
  } catch (error) {
    if (file.db.inTransaction) file.db.exec('rollback'); // SQLite itself has done so when the disk is full
    throw error;
  }
};

const refusal = (error: unknown): Outcome => {
  const { code = '', message } = error as { code?: string; message: string };
  return code === 'SQLITE_FULL' ? { full: true } : { fatal: `${code} ${message}`.trim() };
};

port.on('message', (batch: readonly Job[] | 'close') => {
  if (batch === 'close') {
    for (const { db } of opened.values()) close(db);
    return port.close();
  }
  const outcomes: Outcome[] = [];
  for (const file of new Set(batch.map((job) => job.file))) {
    const places = batch.flatMap((job, i) => (job.file === file ? [i] : []));
    try {
      commit(
        file,
        places.map((i) => batch[i]!),
      ).forEach((outcome, n) => (outcomes[places[n]!] = outcome));
      for (const i of places) if (batch[i]!.after) open(file).db.exec(batch[i]!.after);
    } catch (error) {
      for (const i of places) outcomes[i] = refusal(error);
    }
  }
  port.postMessage(outcomes);
});
