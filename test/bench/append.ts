import { join } from 'node:path';
import type { Draft } from '@app/event-store';
import { SqliteEventStore } from '@app/event-store-sqlite';
import type { Instant } from '@app/kernel';
import { against, DURABLE, inFolder, rate, type Bench } from './harness';
import { kilobyte, rawInsert, rawLog } from './raw-log';

const AT = Date.UTC(2026, 2, 1) as Instant;
const drafts = (n: number): Draft[] => Array.from({ length: n }, kilobyte);

/** `concurrent` callers, each of which appends one event at a time, to a new stream, against raw inserts of as many a
 *  transaction. Both serialise their JSON. */
const appends = (concurrent: number, n: number): Bench => ({
  name: `append-${concurrent}`,
  run: () =>
    inFolder(async (folder) => {
      const store = await SqliteEventStore.open(join(folder, 'events.db'), { now: () => AT });
      const raw = rawLog(join(folder, 'raw.db'));
      const insert = rawInsert(raw);
      const limit = () => {
        const events = drafts(n);
        return rate(n, () => {
          for (let i = 0; i < n; i += concurrent) {
            raw.exec('begin immediate');
            for (const { id, type, version, data, meta } of events.slice(i, i + concurrent))
              insert.run(`s-${id}`, 1, id, type, version, JSON.stringify(data), JSON.stringify(meta), AT);
            raw.exec('commit');
          }
        });
      };
      const value = () => {
        const events = drafts(n);
        const caller = async () => {
          for (let event = events.pop(); event; event = events.pop())
            await store.append(`s-${event.id}`, 'none', [event]);
        };
        return rate(n, () => Promise.all(Array.from({ length: concurrent }, caller)));
      };
      const { runs, ...rates } = await against(limit, value);
      await store.close();
      raw.close();
      const note = `${n} events of 1 KB, ${concurrent} at a time, a new stream each; raw libsql with ${concurrent} a transaction; ${runs}`;
      return [
        { name: `append-${concurrent}`, ...rates, unit: 'events/s', goal: 0.6, durability: DURABLE, note },
      ];
    }),
});

export const append: readonly Bench[] = [appends(1, 3_000), appends(64, 32_000)];
