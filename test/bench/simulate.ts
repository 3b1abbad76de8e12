import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import { automationEvents, canonicalJson, caseEvents, policyEvents } from '@app/enforcement';
import { SqliteEventStore, SqliteLog } from '@app/event-store-sqlite';
import { instant, type Instant } from '@app/kernel';
import { reportEvents } from '@app/reports';
import { reputationEvents } from '@app/reputation';
import type { DeskEvent } from '@app/simulation';
import { sample } from '@app/testing';
import Database from 'libsql';
import { z } from 'zod';
import { replayHistory, type Replayed } from '../../apps/cli/src/commands/simulate-replay';
import { BRAND, PROVIDER } from '../simulation/mail';
import { variant } from '../simulation/variants';
import { simulateWorld } from '../simulation/world';
import { DURABLE, inFolder, rate, type Bench } from './harness';
import { rawInsert } from './raw-log';

const EVENTS = 1_000_000;
const SECONDS = 60;

const catalogue = complaintEvents
  .union(accountEvents)
  .union(caseEvents)
  .union(automationEvents)
  .union(policyEvents)
  .union(reputationEvents)
  .union(reportEvents);

/** What else a complaint leaves in the log, of which a replay reads nothing. */
const BESIDE = ['ReportReceived', 'ReportExamined', 'RecipientSuppressed'] as const;
const beside = BESIDE.map((type) => {
  const { schema, version } = catalogue.current(type);
  return { type, version, data: JSON.stringify(sample(schema, { full: true, option: 0 }, type)) };
});

class Enough extends Error {}

/** A world's log under the reference policy, until there is enough of it. */
const fill = (db: Database.Database): void => {
  const { policy, content } = variant('reference');
  const insert = rawInsert(db);
  const revisions = new Map<string, number>();
  let n = 0;
  const append = (stream: string, type: string, version: number, data: string, id: string, at: Instant) => {
    if (n++ === EVENTS) throw new Enough();
    const revision = (revisions.get(stream) ?? 0) + 1;
    revisions.set(stream, revision);
    const meta = JSON.stringify({ commandId: id, correlationId: id, causationId: id });
    insert.run(stream, revision, randomUUID(), type, version, data, meta, at);
  };
  let command = -1;
  let id = '';
  const watch = (event: DeskEvent, at: Instant, decision: number) => {
    if (decision !== command) [command, id] = [decision, randomUUID()];
    const { version, data } = catalogue.encode(event as never);
    if (event.type === 'ComplaintFiled')
      for (const other of beside)
        append(`${other.type}-${n}`, other.type, other.version, other.data, randomUUID(), at);
    append(streamOf(event), event.type, version, JSON.stringify(data), id, at);
  };
  const adopted = {
    policyId: policy.id,
    version: policy.version,
    at: z.encode(instant, 0 as Instant),
    content,
  };
  append('policy-reference', 'PolicyAdopted', 1, canonicalJson(adopted), randomUUID(), 0 as Instant);
  db.exec('begin');
  try {
    simulateWorld({ policy, seed: 1, accounts: 1_000, days: 90, each: true, watch });
    throw new Error(`that world left ${n} events, and ${EVENTS} are wanted: give it more accounts`);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  db.exec('commit');
};

const streamOf = ({ data }: DeskEvent): string =>
  'complaintId' in data && !('stage' in data)
    ? `complaint-${data.complaintId}`
    : 'stage' in data
      ? `case-${data.caseId}`
      : `account-${'accountId' in data ? data.accountId : 'none'}`;

/** `cli simulate` of a million events, from the file to what differs. */
const run: Bench['run'] = () =>
  inFolder(async (folder) => {
    const path = join(folder, 'events.db');
    await (await SqliteEventStore.open(path, { now: () => 0 as Instant })).close(); // its own tables
    const raw = new Database(path);
    fill(raw);
    const page = raw
      .prepare('select position, data, meta from events where position > ?1 order by position limit 1000')
      .raw();
    const limit = await rate(EVENTS, () => {
      for (let rows = page.all(0) as Row[]; rows.length > 0; rows = page.all(rows.at(-1)![0]) as Row[])
        for (const [, data, meta] of rows) {
          JSON.parse(data);
          JSON.parse(meta);
        }
    });
    raw.close();
    let replayed: Replayed | undefined;
    const value = await rate(EVENTS, async () => {
      const log = SqliteLog.open(path);
      const brands = { [BRAND]: { enforcement: 'live', timeZone: 'Europe/Amsterdam' } };
      replayed = await replayHistory(
        { log, brands: brands as never, providers: [PROVIDER] },
        { policy: variant('spotler').policy, brand: undefined, since: undefined },
        { progress: () => undefined, signal: new AbortController().signal },
      );
      log.close();
    });
    const { accounts, accountsSeen } = replayed!;
    const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
    const note =
      `${EVENTS} events of ${accountsSeen} accounts under another policy, of whom ${accounts.length} would have fared otherwise; ` +
      `${(EVENTS / value).toFixed(0)} s, the goal being ${SECONDS}; ${memory} MiB. Limit: raw libsql read of the same table and ` +
      'JSON.parse of data and metadata';
    return [
      {
        name: 'simulate',
        value,
        unit: 'events/s',
        limit,
        goal: Math.round(EVENTS / SECONDS),
        durability: DURABLE,
        note,
      },
    ];
  });
type Row = [number, string, string];

export const simulate: readonly Bench[] = [{ name: 'simulate', run }];
