import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Catalogue, Instant, rejected, Versioned, type EventIn } from '@app/kernel';
import { drafts, MemoryEventStore, memorySnapshots, restarted, snapshotIsFold } from '@app/testing';
import { z } from 'zod';
import { execute, type Aggregate, type Execution } from './execute';
import type { EventStore } from './port';
import { COMMANDS_REMEMBERED, remembered, revisionIn, type Snapshots } from './snapshots';

const events = { Added: new Versioned(1, z.strictObject({ n: z.int() })) };
const catalogue = new Catalogue(events);
type Adder = Aggregate<number, { total: number; last?: number | undefined }, typeof events>;
const adder = (version = 1): Adder => ({
  catalogue,
  streamOf: () => 's',
  decider: {
    initial: { total: 0 },
    decide: (n, { total }): EventIn<typeof catalogue>[] | ReturnType<typeof rejected> =>
      n < 0 ? rejected('negative', `${n} on ${total}`) : n === 0 ? [] : [{ type: 'Added', data: { n } }],
    evolve: ({ total }, { data }) => ({ total: total + data.n, last: data.n }),
  },
  snapshot: {
    name: 'adder',
    version,
    schema: z.strictObject({ total: z.int(), last: z.int().optional() }),
  },
});

const meta = (commandId: string = randomUUID()) => ({
  commandId,
  correlationId: commandId,
  causationId: commandId,
});
/** A store that tells from where each read began. */
const watched = () => {
  const store = new MemoryEventStore(() => Instant('2026-03-01T10:00:00.000Z'));
  const began: number[] = [];
  const read = store.read.bind(store);
  store.read = (stream, after = 0) => {
    began.push(after);
    return read(stream, after);
  };
  return { store, began };
};
const begin = async (n: number, execution: Partial<Execution> = {}) => {
  const { store, began } = watched();
  const snapshots = memorySnapshots();
  const add = execute(store, adder(), { snapshots, snapshotEvery: 5, ...execution });
  for (let i = 1; i <= n; i++) await add(i, meta());
  began.length = 0;
  return { store, began, snapshots, add };
};
const refusal = (total: number) => ({ ok: false, rejection: rejected('negative', `-1 on ${total}`) });
const decideOn = (store: EventStore, snapshots: Snapshots, version = 1) =>
  execute(store, adder(version), { snapshots, snapshotEvery: 5 })(-1, meta());

describe('snapshots', () => {
  it('spare a command most of the stream', async () => {
    const { store, began, snapshots } = await begin(23);
    expect(await decideOn(restarted(store), snapshots)).toEqual(refusal(276));
    expect(began[0]).toBe(19); // event 20 is read once more, to see whether it is still the one that was folded
  });

  it(
    'are equal to a full fold, whatever the commands and however often they are taken',
    () => snapshotIsFold(adder(), fc.integer({ min: -1, max: 3 })),
    30_000,
  );

  it('remember who was answered', async () => {
    const { store, snapshots } = watchedSnapshots();
    const add = execute(store, adder(), { snapshots, snapshotEvery: 5 });
    const first = meta();
    await add(1, first);
    for (let i = 0; i < 40; i++) await add(1, meta());
    expect(await add(1, first)).toEqual({ ok: true, revision: 1, events: [] });
  });

  it('are not believed when the log went another way since: restored from an older copy', async () => {
    const { snapshots } = await begin(20);
    const { store } = watched();
    for (const [i, draft] of drafts(30).entries())
      await store.append('s', i || 'none', [{ ...draft, type: 'Added', data: { n: 1 } }]);
    expect(await decideOn(store, snapshots)).toEqual(refusal(30));
    const shorter = watched().store;
    await shorter.append('s', 'none', [{ ...drafts(1)[0]!, type: 'Added', data: { n: 7 } }]);
    expect(await decideOn(shorter, snapshots)).toEqual(refusal(7));
  });

  it('of older code are not read', async () => {
    const { store, snapshots, began } = await begin(20);
    expect(await decideOn(store, snapshots, 2)).toEqual(refusal(210));
    expect(began).toEqual([0]);
  });

  it('that fail cost time and nothing else, and somebody hears of it', async () => {
    const heard: string[] = [];
    const broken: Snapshots = {
      load: () => Promise.reject(new Error('no reading')),
      save: () => Promise.reject(new Error('no writing')),
    };
    const { add } = await begin(6, {
      snapshots: broken,
      onSnapshotTrouble: (stream, error) => heard.push(`${stream}: ${String(error)}`),
    });
    expect(await add(-1, meta())).toEqual(refusal(21));
    expect(new Set(heard)).toEqual(new Set(['s: Error: no reading', 's: Error: no writing']));
  });

  it('whose state does not fit its schema any more are folded anew', async () => {
    const { store, snapshots } = await begin(20);
    const spoilt: Snapshots = {
      load: async (stream, form) => ({ ...(await snapshots.load(stream, form))!, state: { total: 'many' } }),
      save: () => Promise.resolve(),
    };
    expect(await decideOn(store, spoilt)).toEqual(refusal(210));
  });
});
const watchedSnapshots = () => ({ ...watched(), snapshots: memorySnapshots() });

describe('the commands a snapshot remembers', () => {
  const many = (from: number, to: number) =>
    new Map(Array.from({ length: to - from }, (_, i) => [`command-${from + i}`, from + i]));

  it('are the last thousand, found by their whole id', () => {
    const commands = remembered(remembered('', many(0, 900)), many(900, COMMANDS_REMEMBERED + 7));
    expect(revisionIn(commands, 'command-6')).toBeUndefined();
    expect(revisionIn(commands, 'command-7')).toBe(7);
    expect(revisionIn(commands, `command-${COMMANDS_REMEMBERED + 6}`)).toBe(COMMANDS_REMEMBERED + 6);
    expect(revisionIn(commands, 'ommand-7')).toBeUndefined();
    expect(revisionIn(commands, 'command')).toBeUndefined();
    expect(revisionIn(commands, '7')).toBeUndefined();
  });

  it('are none at first', () => expect(revisionIn('', 'command-1')).toBeUndefined());
});
