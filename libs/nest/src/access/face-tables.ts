import { sql } from '@app/kernel';
import type { ReadStore } from '@app/read-store';

/** Tables of the face and the desk that are no view's, beside the runtime's. Forward only, and never edited once released. What SQLite and PostgreSQL
 *  share, so that one list serves both. */
const STEPS: readonly string[][] = [
  [
    `create table api_keys(
       id text primary key, hash text not null, role text not null, name text not null,
       created_at bigint not null, revoked_at bigint)`,
    `create table idempotent_answers(
       command_id text primary key, request text not null, at bigint not null,
       status bigint, body text)`, // no status: begun, never answered
    'create index idempotent_answers_at on idempotent_answers(at)',
  ],
  ['create table desk_alive(one bigint primary key, at bigint not null)'], // when the desk last said that it lives
  [
    `create table complainant_reports(
       complainant text not null, report_id text not null, at bigint not null,
       nth bigint not null,             -- of the complainant's, in the 24 hours up to it
       primary key(complainant, report_id))`,
    'create index complainant_reports_at on complainant_reports(at)',
  ],
  ['alter table api_keys add column source text'], // what is posted with it, this feedback source vouches for
  ['create index complainant_reports_recent on complainant_reports(complainant, at)'],
  ['create table alerts(rule text primary key, told text not null, pending text)'], // what people were told of the queues
];

/** Brings them up to what this code knows; refuses tables newer than it. */
export const bringFaceTablesUp = async (tables: ReadStore): Promise<void> => {
  await tables.commit([sql('create table if not exists face_tables(version bigint primary key)')]);
  const [row] = await tables.all<{ version: number | null }>(
    'select max(version) as version from face_tables',
  );
  const version = Number(row?.version ?? 0);
  if (version > STEPS.length)
    throw new Error(
      `the face's tables are of version ${version}, this code knows ${STEPS.length}: start the newer release again, or restore a copy from before it.`,
    );
  for (const [done, statements] of STEPS.entries())
    if (done >= version)
      await tables.commit([
        ...statements.map((text) => sql(text)),
        sql('insert into face_tables(version) values ($1)', done + 1),
      ]);
};
