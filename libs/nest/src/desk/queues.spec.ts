import { Instant } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import {
  caseList,
  complaintList,
  failedSuppressions,
  haltedAutomation,
  ledger,
  listings,
  lists,
  offenders,
  orderAlarms,
  reportQueues,
  sweeps,
} from '@app/views';
import { Queues } from './queues';

const since = Instant('2026-03-03T09:00:00.000Z');
const live = (tables: readonly string[]) => Object.fromEntries(tables.map((name) => [name, name]));

describe('the queues', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    for (const view of [
      caseList,
      complaintList,
      failedSuppressions,
      haltedAutomation,
      ledger,
      listings,
      lists,
      offenders,
      orderAlarms,
      reportQueues,
      sweeps,
    ])
      await store.commit(view.create(live(view.tables) as never));
  });
  afterEach(() => store.close());
  const queues = async (parked: { instances: number; effects: number; oldest: Instant | null }) => {
    const all = new Queues({
      tables: store,
      now: () => since,
      health: () => Promise.resolve([]),
      parked: () => Promise.resolve(parked),
      sendLog: { extent: () => Promise.resolve({ rows: 0, shedTo: null }) },
      deliveries: () => ({ late: () => Promise.resolve({ count: 0, oldest: null }) }),
      ownSenders: () => ({ ips: [], domains: [] }),
    });
    return (await all.waiting()).filter(({ count }) => count > 0);
  };

  it('hold what is parked, whichever kind, since the oldest', async () => {
    expect(await queues({ instances: 2, effects: 1, oldest: since })).toEqual([
      { queue: 'parked', count: 3, oldest: since },
    ]);
  });

  it('are empty when nothing waits', async () => {
    expect(await queues({ instances: 0, effects: 0, oldest: null })).toEqual([]);
  });
});
