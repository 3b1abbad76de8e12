import { join } from 'node:path';
import { SqliteEventStore } from '@app/event-store-sqlite';
import {
  Catalogue,
  Versioned,
  days,
  instant,
  plus,
  seconds,
  sql,
  type Instant,
  type ProcessManager,
} from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { Runtime, systemClock } from '@app/runtime';
import { z } from 'zod';
import { DURABLE, inFolder, type Bench } from './harness';

const OPEN = 1_000_000;
const RATE = 1_000; // due a second
const LASTS = 10; // seconds

type Remind = { readonly type: 'Remind'; readonly who: string; readonly dueAt: Instant };
const asked = new Versioned(1, z.strictObject({ who: z.string(), dueAt: instant }));

/** One deadline an instance, and a command for each that fires: what every answer window and stop order comes down to. */
const reminder: ProcessManager<{ who: string }, { Asked: typeof asked }, Remind, 'due'> = {
  name: 'reminder',
  state: new Versioned(1, z.strictObject({ who: z.string() })),
  initial: { who: '' },
  inputs: new Catalogue({ Asked: asked }),
  from: 'now',
  instanceOf: ({ data: { who } }) => who,
  react: (state, stimulus) =>
    stimulus.kind === 'event'
      ? { state: { who: stimulus.event.data.who }, deadlines: { due: stimulus.event.data.dueAt } }
      : { done: true, commands: [{ type: 'Remind', who: state.who, dueAt: stimulus.dueAt }] },
};

/** As the runner would have written them: an instance and its deadline each. */
const fill = async (tables: SqliteReadStore, prefix: string, n: number, from: Instant, every: number) => {
  const numbers = 'with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < $2)';
  await tables.commit([
    sql(
      `${numbers} insert into processes(process, instance, revision, state)
        select 'reminder', $1 || i, 1, '{"version":1,"data":{"who":"' || $1 || i || '"}}' from n`,
      prefix,
      n,
    ),
    sql(
      `${numbers} insert into deadlines(process, instance, name, version, due_at, correlation_id, withheld)
        select 'reminder', $1 || i, 'due', 1, $3 + i * $4, $1 || i, 0 from n`,
      prefix,
      n,
      from,
      every,
    ),
  ]);
};

const runtimeOn = async (folder: string, name: string, late: number[]) => {
  const events = await SqliteEventStore.open(join(folder, `${name}-events.db`), { now: systemClock.now });
  const tables = await SqliteReadStore.open(join(folder, `${name}.db`));
  const runtime = new Runtime({
    events,
    tables,
    clock: systemClock,
    processes: [reminder],
    route: ({ who }: Remind) => who,
    handlers: { Remind: ({ dueAt }: Remind) => Promise.resolve(void late.push(systemClock.now() - dueAt)) },
  });
  await runtime.start();
  await runtime.settled();
  return { stop: () => runtime.stop().then(() => Promise.all([events.close(), tables.close()])) };
};

const megabytes = () => process.memoryUsage.rss() / 1e6;
const settledMegabytes = async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return megabytes();
};

const run: Bench['run'] = () =>
  inFolder(async (folder) => {
    // Before the tables are filled, so that what filling costs counts too: the figure is an upper bound.
    const empty = await runtimeOn(folder, 'empty', []);
    const base = await settledMegabytes();
    await empty.stop();

    const filling = await SqliteReadStore.open(join(folder, 'full.db'));
    await fill(filling, 'open-', OPEN, plus(systemClock.now(), days(365)), 1_000);
    await fill(filling, 'due-', RATE * LASTS, plus(systemClock.now(), seconds(2)), 1_000 / RATE);
    await filling.close();
    const late: number[] = [];
    const full = await runtimeOn(folder, 'full', late);
    let most = megabytes();
    const watch = setInterval(() => (most = Math.max(most, megabytes())), 100);
    const until = performance.now() + seconds(LASTS + 5);
    while (late.length < RATE * LASTS && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
    clearInterval(watch);
    await full.stop();

    late.sort((a, b) => a - b);
    const at = (share: number) => late[Math.min(Math.floor(late.length * share), late.length - 1)] ?? NaN;
    const common = { name: 'deadlines-1m', limit: null, goal: null, durability: DURABLE };
    return [
      {
        ...common,
        value: at(0.99),
        unit: 'ms late (99 %)',
        note: `${late.length} of ${RATE * LASTS} fired and their commands were sent, ${RATE} due a second beside ${OPEN} open: median ${at(0.5)} ms, worst ${at(1)} ms`,
      },
      {
        ...common,
        value: Math.round(most - base),
        unit: 'MB more',
        note: `most resident memory with ${OPEN} open while they fire, beyond ${Math.round(base)} MB with none`,
      },
    ];
  });

export const deadlines: readonly Bench[] = [{ name: 'deadlines-1m', run }];
