import { Instant, Versioned, hours, plus } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { FakeClock, MemoryEventStore, answerWindow, answered, asked, happens, seen } from '@app/testing';
import { z } from 'zod';
import type { AnyProcess } from './options';
import { ProcessRunner } from './process-runner';
import { differences, foldSteps } from './steps';

const start = Instant('2026-03-01T10:00:00.000Z');
const dueAt = plus(start, hours(24));

const open = async () => {
  const clock = new FakeClock(start);
  const stores = { events: new MemoryEventStore(clock.now), tables: SqliteReadStore.inMemory() };
  const run = new ProcessRunner({ ...stores, clock, process: answerWindow(), route: () => 't' });
  await run.open();
  const different = async (process: AnyProcess = answerWindow()) => {
    const found = [];
    for await (const difference of differences(stores, process)) found.push(difference);
    return found;
  };
  return { ...stores, clock, run, different };
};

describe('the step log', () => {
  it('leads to the state that is stored, deadlines and all', async () => {
    const { run, events, tables, different } = await open();
    await happens(
      events,
      asked('ann', dueAt),
      asked('bob', dueAt),
      answered('bob'),
      asked('bob', plus(dueAt, hours(9))),
    );
    for (let i = 0; i < 300; i++) await happens(events, seen('cas'), asked('cas', plus(dueAt, hours(9))));
    await run.fire(dueAt);
    expect(await different()).toEqual([]);
    const folded = (instance: string) => foldSteps({ events, tables }, answerWindow(), instance);
    expect(await folded('bob')).toEqual({ version: 1, data: { who: 'bob' } });
    expect(await folded('ann')).toBeNull(); // her deadline fired
    expect(
      await tables.all('select stimulus from steps where instance = $1 order by seq', 'ann'),
    ).toMatchObject([
      { stimulus: expect.stringContaining('person-ann') as string },
      { stimulus: JSON.stringify({ kind: 'deadline', name: 'due', version: 1, dueAt, firedAt: dueAt }) },
    ]);
  });

  it('shows a state that was changed by hand, and a react that was changed without a version', async () => {
    const { run, events, tables, different } = await open();
    await happens(events, asked('ann', dueAt));
    await run.catchUp();
    const stored = JSON.stringify({ version: 1, data: { who: 'eve' } });
    await tables.commit([{ text: 'update processes set state = $1', params: [stored] }]);
    const [found] = await different();
    expect(found).toEqual({
      process: 'window',
      instance: 'ann',
      stored: { version: 1, data: { who: 'eve' } },
      folded: { version: 1, data: { who: 'ann' } },
    });
    expect((await different({ ...answerWindow(), react: () => ({ done: true }) }))[0]).toMatchObject({
      folded: null,
    });
  });

  it('takes no upcast for a difference', async () => {
    const { run, events, different } = await open();
    await happens(events, asked('ann', dueAt));
    await run.catchUp();
    const window = answerWindow();
    const state = new Versioned(2, z.strictObject({ who: z.string(), asks: z.int() }), {
      1: (older) => ({ ...older, asks: 1 }),
    });
    const later: AnyProcess = {
      ...window,
      state: state,
      react: (_, s) => ({
        state: { who: s.kind === 'event' ? (s.event.data as { who: string }).who : '', asks: 1 },
      }),
    };
    expect(await different(later)).toEqual([]);
  });
});
