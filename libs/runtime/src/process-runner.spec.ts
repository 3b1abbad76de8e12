import { Catalogue, Instant, Versioned, instant, type DefsOf, type ProcessManager } from '@app/kernel';
import { SqliteEventStore } from '@app/event-store-sqlite';
import { LostRace, SqliteReadStore } from '@app/read-store';
import { draft } from '@app/testing';
import { z } from 'zod';
import { ProcessRunner } from './process-runner';

const asked = new Versioned(1, z.strictObject({ who: z.string(), dueAt: instant }));
const inputs = new Catalogue({
  Asked: asked,
  Answered: new Versioned(1, z.strictObject({ who: z.string() })),
});
const dueAt = Instant('2026-03-02T10:00:00.000Z');
const before = Instant('2026-03-02T09:59:59.999Z');
const later = Instant('2026-03-05T10:00:00.000Z');

/** Escalates who does not answer; throws at each stimulus in `poison`. */
const window = (
  poison: string[] = [],
): ProcessManager<{ who: string }, DefsOf<typeof inputs>, object, 'due' | 'other'> => ({
  name: 'window',
  state: new Versioned(1, z.strictObject({ who: z.string() })),
  initial: { who: '' },
  inputs,
  from: 'beginning',
  instanceOf: ({ data }) => data.who,
  react(state, s) {
    const what = s.kind === 'event' ? `${s.event.type} ${s.event.data.who}` : `due ${state.who}`;
    if (poison.includes(what)) throw new Error(`cannot bear ${what}`);
    if (s.kind === 'deadline')
      return { state, commands: [{ escalate: state.who, firedAt: s.firedAt, late: s.firedAt - s.dueAt }] };
    if (s.event.type === 'Answered') return { done: true };
    return { state: { who: s.event.data.who }, deadlines: { due: s.event.data.dueAt, other: null } };
  },
});

const open = () => {
  const stores = {
    events: new SqliteEventStore(':memory:', () => before),
    tables: new SqliteReadStore(':memory:'),
  };
  const append = (type: 'Asked' | 'Answered', who: string) => {
    const event =
      type === 'Asked' ? ({ type, data: { who, dueAt } } as const) : ({ type, data: { who } } as const);
    return stores.events.append(`${type}-${who}`, 'none', [{ ...draft(), ...inputs.encode(event) }]);
  };
  const outbox = async () =>
    (await stores.tables.all<{ command: string }>('select command from outbox order by seq')).map(
      (r) => (JSON.parse(r.command) as { escalate: string }).escalate,
    );
  return { stores, append, outbox, run: (poison?: string[]) => new ProcessRunner(stores, window(poison)) };
};

describe('a process', () => {
  it('fires a deadline once, late after downtime, across a restart', async () => {
    const { stores, append, outbox, run } = open();
    await append('Asked', 'ann');
    await run().fire(before);
    expect(await outbox()).toEqual([]);
    await run().fire(later);
    await run().fire(later);
    expect(await outbox()).toEqual(['ann']);
    expect(await stores.tables.all('select command from outbox')).toEqual([
      { command: JSON.stringify({ escalate: 'ann', firedAt: later, late: later - dueAt }) },
    ]);
  });

  it('does not escalate when the answer was appended in time but the consumer was stopped', async () => {
    const { append, outbox, run } = open();
    await append('Asked', 'ann');
    await run().catchUp();
    await append('Answered', 'ann'); // nobody consumes it
    await run().fire(later);
    expect(await outbox()).toEqual([]);
  });

  it('gives a command the same id wherever it is computed', async () => {
    const ids = async () => {
      const { stores, append, run } = open();
      await append('Asked', 'ann');
      await run().fire(later);
      return stores.tables.all('select id, seq from outbox');
    };
    expect(await ids()).toEqual(await ids());
  });

  it('parks an instance that throws at an event, lets all others go on, and loses nothing by it', async () => {
    const { append, outbox, run } = open();
    for (const who of ['ann', 'bob', 'cas']) await append('Asked', who);
    await append('Answered', 'bob');
    const sick = run(['Asked bob']);
    await sick.fire(later);
    expect(await outbox()).toEqual(['ann', 'cas']);
    expect(await sick.parked()).toEqual([{ instance: 'bob', parked: 'Error: cannot bear Asked bob' }]);
    await sick.resume('bob'); // not mended yet
    expect((await sick.parked()).length).toBe(1);
    await run().resume('bob');
    await run().fire(later);
    expect(await run().parked()).toEqual([]);
    expect(await outbox()).toEqual(['ann', 'cas']); // bob's answer was in the backlog
  });

  it('parks an instance that throws at a deadline, and fires it when resumed', async () => {
    const { append, outbox, run } = open();
    for (const who of ['ann', 'bob', 'cas']) await append('Asked', who);
    await run(['due ann']).fire(later);
    await run().fire(later);
    expect(await outbox()).toEqual(['bob', 'cas']);
    await run().resume('ann');
    await run().fire(later);
    expect(await outbox()).toEqual(['bob', 'cas', 'ann']);
  });

  it('does not fire a deadline which the one before it cleared', async () => {
    const { stores, append } = open();
    for (const who of ['ann', 'bob']) await append('Asked', who);
    const twice = new ProcessRunner(stores, {
      ...window(),
      react: (state, s) =>
        s.kind === 'deadline'
          ? { done: true, commands: [{ first: s.name }] }
          : { state, deadlines: { due: dueAt, other: dueAt } },
    });
    await twice.fire(later); // was: LostRace, and bob had to wait
    expect((await stores.tables.all('select command from outbox')).length).toBe(2);
  });

  it('writes nothing when another runner was faster', async () => {
    const { stores, append, run } = open();
    await append('Asked', 'ann');
    const both = await Promise.allSettled([run().catchUp(), run().catchUp()]);
    expect(both.map((r) => (r.status === 'rejected' ? (r.reason as Error).constructor : 'won'))).toEqual([
      'won',
      LostRace,
    ]);
    expect(await stores.tables.all('select revision from processes')).toEqual([{ revision: 1 }]);
  });
});
