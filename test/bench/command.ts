import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { execute, type Aggregate } from '@app/event-store';
import { SqliteEventStore, SqliteSnapshots } from '@app/event-store-sqlite';
import { Catalogue, Versioned, type Instant } from '@app/kernel';
import { z } from 'zod';
import { against, DURABLE, inFolder, rate, type Bench, type Result } from './harness';
import { kilobyte } from './raw-log';

const events = { Measured: new Versioned(1, z.looseObject({ complaintId: z.string() })) };
const state = z.strictObject({ events: z.int(), last: z.string() });
const { data: filling } = kilobyte();

/** A command that is always accepted, on a state that is small however long the stream. */
const counter: Aggregate<{ stream: string }, z.output<typeof state>, typeof events> = {
  catalogue: new Catalogue(events),
  streamOf: ({ stream }) => stream,
  decider: {
    initial: { events: 0, last: '' },
    decide: () => [{ type: 'Measured', data: { ...filling, complaintId: 'c' } }],
    evolve: ({ events }, { data }) => ({ events: events + 1, last: data.complaintId }),
  },
  snapshot: { name: 'counter', version: 1, schema: state },
};
const COMMANDS = 500; // a turn; more would make the short streams long

/** One command after another, from reading the stream to the answer, on a stream of that many events. */
const commands: Bench['run'] = () =>
  inFolder(async (folder) => {
    const store = await SqliteEventStore.open(join(folder, 'events.db'), { now: () => 0 as Instant });
    const snapshots = SqliteSnapshots.open(join(folder, 'snapshots.db'));
    const run = execute(store, counter, { snapshots });
    const once = (stream: string) => {
      const id = randomUUID();
      return run({ stream }, { commandId: id, correlationId: id, causationId: id });
    };
    const fill = async (stream: string, events: number) => {
      for (let from = 0; from < events; from += 100)
        await store.append(
          stream,
          from || 'none',
          Array.from({ length: Math.min(100, events - from) }, kilobyte),
        );
      await once(stream); // leaves the snapshot that a stream which grew command by command would have
    };
    await fill('long', 100_000);
    let fresh = 0;
    const short = async () => {
      const streams = Array.from({ length: COMMANDS }, () => `short-${fresh++}`);
      await Promise.all(streams.map((stream) => fill(stream, 9)));
      return rate(COMMANDS, async () => {
        for (const stream of streams) await once(stream);
      });
    };
    const long = () =>
      rate(COMMANDS, async () => {
        for (let i = 0; i < COMMANDS; i++) await once('long');
      });
    const { limit, value, runs } = await against(short, long);
    await store.close();
    snapshots.close();
    const common = { unit: 'commands/s', durability: DURABLE };
    const results: Result[] = [
      {
        ...common,
        name: 'command-10',
        value: limit,
        limit: null,
        goal: null,
        note: `one at a time, streams of 10 events of 1 KB, ${COMMANDS} a turn`,
      },
      {
        ...common,
        name: 'command-100k',
        value,
        limit,
        goal: 0.8,
        note: `one at a time, one stream of 100,000 events of 1 KB with snapshots; flat: its limit is command-10; ${runs}`,
      },
    ];
    return results;
  });

/** Both are measured in one go, turn and turn about. */
let measured: ReturnType<Bench['run']> | undefined;
const only = (name: string): Bench => ({
  name,
  run: async () => (await (measured ??= commands())).filter((result) => result.name === name),
});

export const command: readonly Bench[] = [only('command-10'), only('command-100k')];
