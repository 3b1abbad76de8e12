import fc from 'fast-check';
import {
  execute,
  type Aggregate,
  type EventStore,
  type Execution,
  type Outcome,
  type Snapshot,
  type Snapshots,
} from '@app/event-store';
import { isRejected, type EventDefs, type Instant } from '@app/kernel';
import { eventsOf } from './drafts';
import { MemoryEventStore } from './memory-event-store';
import { testSealer } from './test-sealer';

const STREAM = 's';
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const meta = (n: number) => ({ commandId: id(n), correlationId: id(n), causationId: id(n) });

/** Of the aggregate, what a property needs. The commands go to one stream, whichever they name. */
export type Tested<C, S, Defs extends EventDefs> = Omit<Aggregate<C, S, Defs>, 'streamOf'>;

/** "Any command can be retried at will": whatever commands come, in whatever order, an answer that is lost and asked for
 *  again, at once or after others, leaves the log as if it had not been, and gets the first answer. And the same wish under
 *  another id, right after it was granted, is nothing to do. */
export const retriedAtWill = <C, S, Defs extends EventDefs>(
  tested: Tested<C, S, Defs>,
  commands: fc.Arbitrary<C>,
  parameters: fc.Parameters<unknown> = {},
): Promise<void> => {
  const { decider } = tested;
  const step = fc.record({
    command: commands,
    lost: fc.constantFrom<Lost>(undefined, 'request', 'answer'),
    againAfter: fc.option(fc.nat(4)),
  });
  return fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      let state = decider.initial;
      for (const { command } of steps) {
        const decision = decider.decide(command, state);
        if (isRejected(decision)) continue;
        state = decision.reduce<S>((before, event) => decider.evolve(before, event), state);
        if (decision.length > 0) expect(decider.decide(command, state)).toStrictEqual([]);
      }

      const [calm, troubled] = [memory(), memory()];
      const once = runOn(calm, tested);
      const store = unreliable(troubled);
      const often = runOn(store, tested);
      const due: { at: number; n: number; first: Outcome }[] = [];
      for (const [n, { command, lost, againAfter }] of steps.entries()) {
        await once(command, meta(n));
        store.lose = lost;
        const first = await untilAnswered(() => often(command, meta(n)));
        if (againAfter !== null && first.ok && (await wrote(troubled, n)))
          due.push({ at: n + againAfter, n, first });
        for (const again of due.filter(({ at }) => at === n))
          expect(await often(steps[again.n]!.command, meta(again.n))).toEqual({ ...again.first, events: [] });
      }
      expect(await contentOf(troubled)).toEqual(await contentOf(calm));
    }),
    parameters,
  );
};

/** "A snapshot is the fold": with snapshots, taken as often as may be, and restarts in between, the same commands get the
 *  same answers and leave the same log as when each reads the whole stream. `tested` declares its `snapshot`. */
export const snapshotIsFold = <C, S, Defs extends EventDefs>(
  tested: Tested<C, S, Defs>,
  commands: fc.Arbitrary<C>,
  parameters: fc.Parameters<unknown> = {},
): Promise<void> => {
  if (!tested.snapshot) throw new Error('the aggregate declares no snapshot: there is nothing to compare');
  return fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ command: commands, restart: fc.boolean() }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (all, every) => {
        const [folded, kept] = [memory(), memory()];
        const snapshots = memorySnapshots();
        const trouble: unknown[] = [];
        const onSnapshotTrouble = (_: string, error: unknown) => trouble.push(error);
        const withThem = (store: EventStore) =>
          runOn(store, tested, { snapshots, snapshotEvery: every, onSnapshotTrouble });
        let running = withThem(kept);
        const both = async (n: number, command: C) =>
          expect(await running(command, meta(n))).toEqual(
            await runOn(restarted(folded), tested)(command, meta(n)),
          );
        for (const [n, { command, restart }] of all.entries()) {
          if (restart) running = withThem(restarted(kept));
          await both(n, command);
        }
        for (const [n, { command }] of all.entries()) if (await wrote(folded, n)) await both(n, command);
        expect(await contentOf(kept)).toEqual(await contentOf(folded));
        expect(trouble).toEqual([]);
      },
    ),
    parameters,
  );
};

/** The port with nothing behind it, through JSON as in a real store. */
export const memorySnapshots = (): Snapshots & { readonly kept: ReadonlyMap<string, string> } => {
  const kept = new Map<string, string>();
  return {
    kept,
    load: (stream, { name, version }) => {
      const text = kept.get(`${stream} ${name} ${version}`);
      return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as Snapshot));
    },
    save: (stream, { name, version }, snapshot) => {
      kept.set(`${stream} ${name} ${version}`, JSON.stringify(snapshot));
      return Promise.resolve();
    },
  };
};

/** The same store as another process finds it, which has not folded anything yet. */
export const restarted = <T extends EventStore>(store: T): T => Object.create(store) as T;

const memory = () => new MemoryEventStore(() => 0 as Instant);
const runOn = <C, S, Defs extends EventDefs>(
  store: EventStore,
  tested: Tested<C, S, Defs>,
  execution: Execution = {},
) => execute(store, { ...tested, streamOf: () => STREAM }, { sealer: testSealer, ...execution });

const contentOf = async (store: EventStore) =>
  (await eventsOf(store, STREAM)).map(({ id, type, version, data, revision }) => ({
    id,
    type,
    version,
    data,
    revision,
  }));
const wrote = async (store: EventStore, n: number) =>
  (await eventsOf(store, STREAM)).some((event) => event.meta.commandId === id(n));

type Lost = 'request' | 'answer' | undefined;
class Away extends Error {}
/** A store behind a connection that breaks once, as it is told: before it has stored what it was given, or after. */
const unreliable = (store: EventStore): EventStore & { lose: Lost } => ({
  lose: undefined,
  start: store.start,
  logId: () => store.logId(),
  read: (...of) => store.read(...of),
  readAll: (...of) => store.readAll(...of),
  compare: (a, b) => store.compare(a, b),
  onAppend: (wake) => store.onAppend(wake),
  close: () => store.close(),
  async append(...of) {
    const lost = this.lose;
    this.lose = undefined;
    if (lost === 'request') throw new Away();
    const revision = await store.append(...of);
    if (lost === 'answer') throw new Away();
    return revision;
  },
});
const untilAnswered = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;)
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
    }
};
