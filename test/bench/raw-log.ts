import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import type { Draft } from '@app/event-store';

/** What the raw limits are measured with: the very table of the store, and nothing around it. */
export const rawLog = (path: string): Database.Database => {
  const db = new Database(path);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table events(
      position integer primary key,
      stream text not null, revision integer not null,
      id text not null, type text not null, version integer not null, data text not null, meta text not null,
      at integer not null,
      unique(stream, revision)) strict`);
  return db;
};

export const rawInsert = (db: Database.Database): Database.Statement =>
  db.prepare(
    'insert into events(stream, revision, id, type, version, data, meta, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)',
  );

/** About 1 KB, as an event of a complaint is. */
export const kilobyte = (): Draft => {
  const id = randomUUID();
  return {
    id,
    type: 'Measured',
    version: 1,
    data: { complaintId: id, at: '2026-03-01T10:00:00.000Z', filling: FILLING },
    meta: { commandId: id, correlationId: id, causationId: id },
  };
};
const FILLING = 'a sentence of some thirty bytes, '.repeat(21);
