import { Instant } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import {
  caseList,
  complaintList,
  failedSuppressions,
  haltedAutomation,
  listings,
  orderAlarms,
  reportQueues,
  sweeps,
} from '@app/views';
import type { Ask } from '../buses';
import { QueuesController } from './queues.controller';

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
      listings,
      orderAlarms,
      reportQueues,
      sweeps,
    ])
      await store.commit(view.create(live(view.tables) as never));
  });
  afterEach(() => store.close());
  const queues = async (parked: { instances: number; effects: number; oldest: Instant | null }) => {
    const desk = {
      now: () => since,
      sources: { health: () => Promise.resolve([]) },
      runtime: { parked: { summary: () => Promise.resolve(parked) } },
      sendLog: { extent: () => Promise.resolve({ rows: 0, shedTo: null }) },
      deliveries: { late: () => Promise.resolve({ count: 0, oldest: null }) },
    };
    const bus = { execute: ({ question }: Ask<unknown>) => ask(store, question) };
    const { items } = await new QueuesController(desk as never, bus as never).list();
    return items.filter(({ count }) => count > 0);
  };

  it('hold what is parked, whichever kind, since the oldest', async () => {
    expect(await queues({ instances: 2, effects: 1, oldest: since })).toEqual([
      { queue: 'parked', count: 3, oldest: '2026-03-03T09:00:00.000Z', nearest: null },
    ]);
  });

  it('are empty when nothing waits', async () => {
    expect(await queues({ instances: 0, effects: 0, oldest: null })).toEqual([]);
  });
});
