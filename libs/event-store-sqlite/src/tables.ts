import { randomUUID } from 'node:crypto';
import Database from 'libsql';

/** Step n lifts a file from version n to n + 1 (`pragma user_version`). Forward only; never edit one that was released. */
const LOG_TABLES = [
  `create table log(id text not null) strict;
   create table events(
     position integer primary key, -- one writer: no gaps, no late arrivals, and the window of a page is a range of it
     stream text not null, revision integer not null,
     id text not null,             -- not unique: measured, an index on it costs two thirds of the append rate
     type text not null, version integer not null, data text not null, meta text not null, at integer not null,
     unique(stream, revision)) strict`,
];

const SNAPSHOT_TABLES = [
  `create table snapshots(
     stream text not null, name text not null, version integer not null,
     revision integer not null, event_id text not null, state text not null, commands text not null,
     primary key(stream, name)) strict, without rowid`,
];

/** Throws when newer code has changed the file: this code would write what that code cannot read. */
const migrate = (db: Database.Database, path: string, steps: readonly string[]): void => {
  const [{ user_version: version }] = db.prepare('pragma user_version').all() as [{ user_version: number }];
  if (version > steps.length)
    throw new Error(
      `${path} has tables of version ${version}, this code knows ${steps.length}: ` +
        'start the newer release that wrote it, or restore a copy from before',
    );
  for (const [n, step] of steps.entries()) {
    if (n < version) continue;
    try {
      db.exec(`begin immediate; ${step}; pragma user_version = ${n + 1}; commit`);
    } catch (error) {
      if (db.inTransaction) db.exec('rollback');
      throw error;
    }
  }
};

const BUSY_MS = 5_000; // how long to wait for another process's lock: an operator's sqlite3 shell, a copy being made

/** The connection that writes events. Every commit is on disk before it answers. */
export const openLog = (path: string): Database.Database => {
  const db = new Database(path, { timeout: BUSY_MS });
  db.exec('pragma journal_mode = wal; pragma synchronous = full');
  migrate(db, path, LOG_TABLES);
  db.prepare('insert into log select ?1 where not exists (select 1 from log)').run(randomUUID());
  return db;
};

export const openForReading = (path: string): Database.Database => {
  const db = new Database(path, { timeout: BUSY_MS });
  db.exec('pragma query_only = true; pragma cache_size = -32000'); // KiB
  return db;
};

/** A cache: what the last second wrote may be lost with the power, so no commit waits for the disk. */
export const openSnapshots = (path: string): Database.Database => {
  const db = new Database(path, { timeout: BUSY_MS });
  db.exec('pragma journal_mode = wal; pragma synchronous = off');
  migrate(db, path, SNAPSHOT_TABLES);
  return db;
};
