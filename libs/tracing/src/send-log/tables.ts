import { sql, type Statement } from '@app/kernel';
import { LostRace, type ReadStore } from '@app/read-store';

/** Tables of this lib, in the store of views and outboxes but no view: they are primary data. Forward only, and a step is
 *  never edited once released. Only SQL that SQLite and PostgreSQL share. */
export const tracingMigrations: readonly (readonly Statement[])[] = [
  [
    sql(
      'create table send_log_segments(n bigint primary key, rows bigint not null, begun_at bigint not null)',
    ),
    sql(`create table opt_outs(
      account_id text not null, recipient_key text not null,
      holds_from bigint not null,      -- mail sent later should not have been
      via text not null, primary key(account_id, recipient_key))`),
    sql('create index opt_outs_recipient on opt_outs(recipient_key)'),
  ],
];

/** One segment of the send log. Keys are numbers of 53 bits made by hashing: an index of texts would be three times the
 *  size, and where it no longer fits the cache every insert waits for the disk. */
export const segmentTable = (n: number): Statement[] => [
  sql(`create table send_log_${n}(
    id bigint primary key,             -- of the delivery id; else of Message-ID and recipient
    message bigint not null, message_check bigint not null,
    recipient bigint not null,
    recipient_key text not null,       -- keyed hash; the address itself is nowhere
    delivery_id text, account_id text not null, campaign_id text, sent_at bigint not null)`),
  sql(`create index send_log_${n}_message on send_log_${n}(message, recipient)`),
];

/** Brings the tables up to what this code knows. Two that start at once do not harm each other: one wins each step. */
export const migrateTracing = async (store: ReadStore): Promise<void> => {
  await store.commit([sql('create table if not exists tracing_tables(version bigint primary key)')]);
  for (;;) {
    const [row] = await store.all<{ version: number | null }>(
      'select max(version) as version from tracing_tables',
    );
    const version = Number(row?.version ?? 0);
    if (version > tracingMigrations.length)
      throw new Error(
        `the send log has tables of version ${version}, this code knows ${tracingMigrations.length}: ` +
          'start the newer release again, or restore a copy from before it.',
      );
    const next = tracingMigrations[version];
    if (!next) return;
    const taken = {
      ...sql('insert into tracing_tables values ($1) on conflict do nothing', version + 1),
      mustChange: 1,
    };
    await store.commit([taken, ...next]).catch((error: unknown) => {
      if (!(error instanceof LostRace)) throw error;
    });
  }
};
