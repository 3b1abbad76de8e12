import { randomUUID } from 'node:crypto';
import { Catalogue, Instant, Versioned, type EventIn } from '@app/kernel';
import { MemoryEventStore, restarted } from '@app/testing';
import { z } from 'zod';
import { execute } from './execute';
import { fold, type Foldable } from './fold';
import { Folds } from './folds';

const events = { Added: new Versioned(1, z.strictObject({ n: z.int() })) };
const catalogue = new Catalogue(events);
type Adder = Foldable<number, number, typeof events>;
let evolved = 0;
const adder: Adder = {
  catalogue,
  decider: {
    initial: 0,
    decide: (n): EventIn<typeof catalogue>[] => [{ type: 'Added', data: { n } }],
    evolve: (total, { data }) => {
      evolved++;
      return total + data.n;
    },
  },
};
const meta = () => {
  const id = randomUUID();
  return { commandId: id, correlationId: id, causationId: id };
};
const begin = async (n: number, stream = 's') => {
  const store = new MemoryEventStore(() => Instant('2026-03-01T10:00:00.000Z'));
  const add = execute(store, { ...adder, streamOf: () => stream });
  for (let i = 1; i <= n; i++) await add(i, meta());
  evolved = 0;
  return { store, add };
};

describe('the folds a process has made', () => {
  it('are read on from: no event of a stream is folded twice', async () => {
    const { store, add } = await begin(10);
    await add(11, meta());
    expect((await fold(store, adder, 's')).state).toBe(66);
    await fold(store, adder, 's');
    expect(evolved).toBe(2); // events 10 and 11
  });

  it('are no last word: what somebody else has appended since is read', async () => {
    const { store, add } = await begin(3);
    await execute(restarted(store), { ...adder, streamOf: () => 's' })(10, meta());
    expect(await add(1, meta())).toMatchObject({ ok: true, revision: 5 });
    expect((await fold(store, adder, 's')).state).toBe(17);
  });

  it('do not move under the hands of who decides on one', async () => {
    const { store, add } = await begin(3);
    const held = await fold(store, adder, 's');
    await add(4, meta());
    expect((await fold(store, adder, 's')).revision).toBe(4);
    expect(held).toMatchObject({ state: 6, revision: 3 });
  });

  it('are those of one decider: another folds the stream by itself', async () => {
    const { store } = await begin(3);
    const counter: Adder = { ...adder, decider: { ...adder.decider, evolve: (count) => count + 1 } };
    expect((await fold(store, counter, 's')).state).toBe(3);
    expect((await fold(store, adder, 's')).state).toBe(6);
  });

  it('are as many as are in use: the longest unused goes first', async () => {
    const { store } = await begin(1);
    const folds = Folds.of(store);
    const folded = await fold(store, adder, 's');
    for (let i = 0; i < 4_999; i++) folds.remember(adder.decider, `s-${i}`, folded);
    expect(folds.recall(adder.decider, 's')).toBeDefined(); // used just now
    folds.remember(adder.decider, 's-more', folded);
    expect(folds.recall(adder.decider, 's')).toBeDefined();
    expect(folds.recall(adder.decider, 's-0')).toBeUndefined();
  });
});
