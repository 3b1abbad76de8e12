import type Database from 'libsql';

/** keys.db, forward only: a step is never edited once released. Every key in it is wrapped by the master key. */
export const keysDb = [
  `create table secrets(name text primary key, wrapped blob not null) strict;
   create table keys(
     id integer primary key,
     subject blob unique,                           -- keyed hash; null once erased
     wrapped blob,                                  -- null once erased: the row stays, so that erased is not unknown
     made_at integer not null) strict;
   create table filed(subject blob, key integer, primary key(subject, key)) strict, without rowid;
   create index filed_by_key on filed(key);
   create table rings(
     purpose text, id text, seq integer not null, foreign_key integer not null,
     wrapped blob,                                  -- null once retired
     primary key(purpose, id)) strict`,
];

/** raw/YYYY-MM-DD.db, forward only. The reports are a table of their own, so that looking for orphans reads no blobs. */
export const segmentDb = [
  `create table blobs(n integer primary key, block blob not null) strict;
   create table reports(
     id text primary key, key text not null, at integer not null, n integer not null) strict, without rowid`,
];

const prepared = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** Reads; the statement is kept, because preparing one costs more than running it. Blobs come as ArrayBuffer. The
 *  parameters go in as one list: libsql takes a lone Buffer for the list itself, and its bytes for the parameters. */
export const rows = <Row>(db: Database.Database, text: string, ...params: unknown[]): Row[] => {
  const statements = prepared.get(db) ?? new Map<string, Database.Statement>();
  prepared.set(db, statements);
  let statement = statements.get(text);
  if (!statement) statements.set(text, (statement = db.prepare(text)));
  return statement.all(params) as Row[];
};
