import type { Migration } from './migrations';

/** The fixed tables. Those of the views are made by their projections. `strict` and `autoincrement` are SQLite's own, so
 *  each adapter has its list. */
export const tables: readonly Migration[] = [
  `create table checkpoints(
     consumer text primary key, log_id text not null, position text not null,
     quiet_until text,                              -- a process begun on an old log: no commands up to here,
     quiet_at integer                               -- nor for deadlines set there and due by then
   ) strict, without rowid;

   create table views(
     name text primary key, version integer not null, generation integer not null, tables text not null,
     building integer, building_tables text         -- the generation a rebuild writes; what a crash left of one
   ) strict, without rowid;

   create table processes(
     process text, instance text, revision integer not null,
     state text,                                    -- null when done: the row stays, so that revisions never start again
     parked text, parked_at integer, stuck text,    -- why its react threw, when, and at which stimulus
     primary key(process, instance)) strict, without rowid;
   create index processes_parked on processes(process, instance) where parked is not null;

   create table backlog(                            -- what a parked instance has yet to see: places of events
     seq integer primary key autoincrement, process text not null, instance text not null,
     stream text not null, revision integer not null) strict;
   create index backlog_instance on backlog(process, instance, seq);

   create table steps(                              -- every stimulus, in the order in which it was taken
     seq integer primary key, process text not null, instance text not null, revision integer not null,
     stimulus text not null, withheld integer not null) strict;
   create index steps_instance on steps(process, instance, seq);

   create table outbox(
     seq integer primary key autoincrement,         -- never handed out twice, even after old rows are purged
     id text not null unique, process text not null, instance text not null, target text not null,
     command text not null, correlation_id text not null, causation_id text not null, created_at integer not null,
     attempts integer not null default 0,
     next_attempt_at integer,                       -- 0: at once; null: done, parked, or behind another of its target
     last_error text, parked text, done_at integer, skipped text) strict;
   create index outbox_target on outbox(target, seq) where done_at is null;
   create index outbox_ready on outbox(next_attempt_at, seq) where next_attempt_at is not null;
   create index outbox_done on outbox(done_at) where done_at is not null;
   create index outbox_parked on outbox(seq) where parked is not null;

   create table deadlines(
     process text, instance text, name text, version integer not null, due_at integer not null,
     correlation_id text not null,
     withheld integer not null,                     -- set and due before its process existed: it may not ask for anything
     primary key(process, instance, name)) strict, without rowid;
   create index deadlines_due on deadlines(process, due_at)`,
];
