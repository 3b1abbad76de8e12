import fc from 'fast-check';
import { Instant, hours, plus, type Duration } from '@app/kernel';
import { uuidv5, type EventStore } from '@app/event-store';
import { SqliteReadStore, type ReadStore } from '@app/read-store';
import {
  FakeClock,
  MemoryEventStore,
  answerWindow,
  answered,
  asked,
  happens,
  seen,
  windowEvents,
  type WindowCommand,
} from '@app/testing';
import type { Handler } from './options';
import { Runtime } from './runtime';
import { differences } from './steps';

const start = Instant('2026-03-01T10:00:00.000Z');

/** The process is gone at its `at`-th write to the outside: before it happens, or after it and before the answer. */
interface Crash {
  readonly at: number;
  readonly done: boolean;
}
class Gone extends Error {}

/** One life of a process: everything it touches goes through here, and nothing after its end. */
class Life {
  gone = false;
  private writes = 0;
  constructor(private readonly crash: Crash | undefined) {}

  read<T>(work: () => Promise<T>): Promise<T> {
    return this.gone ? Promise.reject(new Gone()) : work();
  }
  async write<T>(work: () => Promise<T>): Promise<T> {
    if (this.gone) throw new Gone();
    const last = this.writes++ === this.crash?.at;
    if (last) this.gone = true;
    if (last && !this.crash.done) throw new Gone();
    const answer = await work();
    if (this.gone) throw new Gone();
    return answer;
  }
}
const mortal = (life: Life, events: EventStore, tables: ReadStore) => ({
  events: {
    start: events.start,
    logId: () => life.read(() => events.logId()),
    read: (...of) => events.read(...of),
    readAll: (...of) => life.read(() => events.readAll(...of)),
    append: (...of) => life.write(() => events.append(...of)),
    compare: (a, b) => events.compare(a, b),
    onAppend: (wake) => events.onAppend(() => life.gone || wake()),
  } satisfies Partial<EventStore> as EventStore,
  tables: {
    all: (...of) => life.read(() => tables.all(...of)),
    commit: (list) => life.write(() => tables.commit(list)),
    close: () => tables.close(),
  } satisfies ReadStore,
});

type Op = { readonly who: string; readonly what: 'ask' | 'answer' | 'see' | 'wait' | 'settle' };
const ops = fc.array(
  fc.record({
    who: fc.constantFrom('ann', 'bob'),
    what: fc.constantFrom('ask', 'answer', 'see', 'wait', 'settle'),
  }),
  { minLength: 1, maxLength: 12 },
);
const crashes = fc.array(fc.record({ at: fc.integer({ min: 0, max: 12 }), done: fc.boolean() }), {
  maxLength: 10,
});

/** What was done in the world, by key; and what the log says in the end. */
const live = async (script: readonly Op[], plan: readonly Crash[]) => {
  const clock = new FakeClock(start);
  const events = new MemoryEventStore(clock.now);
  const tables = SqliteReadStore.inMemory();
  const world: { id: string; command: string; target: string }[] = [];
  const left = [...plan];

  const settle = async () => {
    for (;;) {
      const life = new Life(left.shift());
      const stores = mortal(life, events, tables);
      const act: Handler = async (command: WindowCommand, { id, target, meta }) => {
        await life.write(() => Promise.resolve(world.push({ id, command: JSON.stringify(command), target })));
        if (command.type !== 'Escalate') return;
        // The result comes back as an event of another instance, once, whoever asks how often.
        const stream = `echo-${id}`;
        const echo = { ...windowEvents.encode(seen(`echo ${command.who}`)), id: uuidv5(id, '0'), meta };
        await stores.events.append(stream, 'none', [echo]);
      };
      const runtime = new Runtime({
        ...stores,
        clock: { now: clock.now, at: (at, wake) => clock.at(at, () => life.gone || wake()) },
        processes: [answerWindow([], 'beginning')],
        route: ({ who }: WindowCommand) => who,
        handlers: { Escalate: act, Thank: act },
        linger: 0 as Duration,
      });
      const ended = await runtime
        .start()
        .then(() => runtime.settled())
        .then(() => runtime.stop())
        .then(
          () => true,
          () => false,
        );
      if (ended && !life.gone) return;
      if (!life.gone) throw new Error('something failed that was no crash');
    }
  };

  await settle(); // so that the process begins before anything happens
  for (const { who, what } of script) {
    if (what === 'ask') await happens(events, asked(who, plus(clock.now(), hours(1))));
    else if (what === 'answer') await happens(events, answered(who));
    else if (what === 'see') await happens(events, seen(who));
    else if (what === 'wait') clock.advance(hours(2));
    else await settle();
  }
  await settle();
  const wrong = [];
  for await (const difference of differences({ events, tables }, answerWindow())) wrong.push(difference);
  return { world, wrong };
};

/** The first time of each key, in order. */
const firsts = (world: readonly { id: string; command: string; target: string }[]) =>
  world.filter((done, i) => world.findIndex(({ id }) => id === done.id) === i);
const told = (world: readonly { id: string; command: string; target: string }[], target?: string) =>
  firsts(world)
    .filter((done) => target === undefined || done.target === target)
    .map(({ command }) => command);

describe('crashes', () => {
  it('lose no effect, decide none twice, and what is redelivered carries the same key', () =>
    fc.assert(
      fc.asyncProperty(ops, crashes, async (script, plan) => {
        const calm = await live(script, []);
        const stormy = await live(script, plan);
        // Without a crash each is done once; with crashes the same, but for repeats under the same key …
        expect(calm.world.length).toBe(firsts(calm.world).length);
        for (const { id, command } of stormy.world)
          expect(stormy.world.filter((done) => done.id === id && done.command !== command)).toEqual([]);
        // … in the same order within each target.
        expect(told(stormy.world).sort()).toEqual(told(calm.world).sort());
        for (const { target } of calm.world)
          expect(told(stormy.world, target)).toEqual(told(calm.world, target));
        expect(stormy.wrong).toEqual([]);
      }),
      { numRuns: 150 },
    ));

  it('repeat something, or these tests prove nothing', async () => {
    const script: Op[] = [
      { who: 'ann', what: 'see' },
      { who: 'bob', what: 'ask' },
      { who: 'bob', what: 'wait' },
    ];
    let repeated = 0;
    for (let at = 0; at < 12; at++)
      for (const done of [true, false]) {
        const { world } = await live(script, [
          { at: 99, done },
          { at, done },
        ]);
        expect(told(world).length).toBe(3);
        repeated += world.length - 3;
      }
    expect(repeated).toBeGreaterThan(0);
  });
});
