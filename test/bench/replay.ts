import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { complaintEvents } from '@app/complaints';
import type { Draft } from '@app/event-store';
import { SqliteEventStore } from '@app/event-store-sqlite';
import { Catalogue, instant, Versioned, type Instant, type Json } from '@app/kernel';
import { reportEvents } from '@app/reports';
import { sample } from '@app/testing';
import Database from 'libsql';
import { z } from 'zod';
import { against, DURABLE, inFolder, rate, type Bench } from './harness';

const COMPLAINTS = 20_000;

/** Stands for an event that has changed since it was stored. */
const lifted = new Catalogue({
  AccountNamed: new Versioned(2, z.strictObject({ accountId: z.string(), at: instant, name: z.string() }), {
    1: ({ account, ...rest }) => ({ ...rest, accountId: account, name: 'unknown' }),
  }),
});
const catalogue = complaintEvents.union(reportEvents).union(lifted);

/** What a complaint leaves in the log: its report received and examined, itself, the suppression; and one older event. */
const ROAD = ['ReportReceived', 'ReportExamined', 'ComplaintFiled', 'RecipientSuppressed'] as const;
const OLDER: Json = { account: 'A-1', at: '2026-03-01T10:00:00.000Z' };
const CIPHERTEXT = Buffer.alloc(240, 'sealed').toString('base64');

const complaint = (): Omit<Draft, 'id' | 'meta'>[] => [
  ...ROAD.map((type) => ({ type, version: 1, data: grown(sampled[type]) })),
  { type: 'AccountNamed', version: 1, data: OLDER },
];
const sampled = Object.fromEntries(
  ROAD.map((type) => [type, sample(catalogue.current(type).schema, { full: true, option: 0 }, type) as Json]),
) as Record<(typeof ROAD)[number], Json>;
/** The sample's sealed fields are short; those of a report are some hundred bytes. */
const grown = (data: Json): Json =>
  JSON.parse(JSON.stringify(data), (key, value: unknown) => (key === 'ct' ? CIPHERTEXT : value)) as Json;

const fill = async (store: SqliteEventStore) => {
  for (let from = 0; from < COMPLAINTS; from += 500)
    await Promise.all(
      Array.from({ length: 500 }, (_, i) => {
        const commandId = randomUUID();
        const meta = { commandId, correlationId: commandId, causationId: commandId };
        const drafts = complaint().map((event) => ({ ...event, id: randomUUID(), meta }));
        return store.append(`complaint-${from + i}`, 'none', drafts);
      }),
    );
};

const COLUMNS = 'position, stream, revision, id, type, version, data, meta, at';

/** A log from its beginning, decoded and upcast as a view is rebuilt, sealed fields left closed. */
const run: Bench['run'] = () =>
  inFolder(async (folder) => {
    const path = join(folder, 'events.db');
    const store = await SqliteEventStore.open(path, { now: () => 0 as Instant });
    await fill(store);
    const raw = new Database(path);
    const page = raw
      .prepare(`select ${COLUMNS} from events where position > ?1 order by position limit 1000`)
      .raw();
    const events = COMPLAINTS * (ROAD.length + 1);
    let bytes = 0;
    const limit = () =>
      rate(events, () => {
        bytes = 0;
        for (let rows = page.all(0) as Row[]; rows.length > 0; rows = page.all(rows.at(-1)![0]) as Row[])
          for (const row of rows) {
            JSON.parse(row[6]);
            JSON.parse(row[7]);
            bytes += row[6].length + row[7].length;
          }
      });
    const value = () =>
      rate(events, async () => {
        for (let at = store.start, end = ''; at !== end;) {
          const read = await store.readAll(at, 1_000);
          for (const event of read.events) catalogue.decode(event);
          [at, end] = [read.next, read.head];
        }
      });
    const { runs, ...rates } = await against(limit, value);
    raw.close();
    await store.close();
    const note = `${events} events of ${Math.round(bytes / events)} bytes on average, one in five of an older version; raw libsql read of the same table and JSON.parse of data and metadata; ${runs}`;
    return [{ name: 'replay', ...rates, unit: 'events/s', goal: 0.5, durability: DURABLE, note }];
  });
type Row = [number, string, number, string, string, number, string, string, number];

export const replay: readonly Bench[] = [{ name: 'replay', run }];
