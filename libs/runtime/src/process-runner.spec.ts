import { Instant, hours, minus, plus, type SqlValue } from '@app/kernel';
import { LostRace, SqliteReadStore } from '@app/read-store';
import {
  FakeClock,
  MemoryEventStore,
  answerWindow,
  answered,
  asked,
  happens,
  seen,
  type AnswerWindow,
  type WindowCommand,
} from '@app/testing';
import { ForeignCheckpoint } from './follower';
import { ProcessRunner } from './process-runner';

const start = Instant('2026-03-01T10:00:00.000Z');
const dueAt = plus(start, hours(24));
const later = plus(dueAt, hours(72));

const open = () => {
  const clock = new FakeClock(start);
  const stores = { events: new MemoryEventStore(clock.now), tables: SqliteReadStore.inMemory() };
  const rows = <T>(text: string, ...params: SqlValue[]) => stores.tables.all<T>(text, ...params);
  const runner = (process: AnswerWindow = answerWindow()) =>
    new ProcessRunner({ ...stores, clock, process, route: ({ who }: WindowCommand) => `person-${who}` });
  return {
    ...stores,
    clock,
    rows,
    runner,
    commands: async () =>
      (await rows<{ command: string }>('select command from outbox order by seq')).map(({ command }) => {
        const { type, who } = JSON.parse(command) as WindowCommand;
        return `${type} ${who}`;
      }),
    parked: () => rows<{ instance: string }>('select instance from processes where parked is not null'),
  };
};

describe('a process', () => {
  it('fires a deadline once, late after downtime, across a restart', async () => {
    const { events, rows, commands, runner } = open();
    await runner().open();
    await happens(events, asked('ann', dueAt));
    await runner().fire(minus(dueAt, hours(1)));
    expect(await commands()).toEqual([]);
    expect(await runner().nextDue()).toBe(dueAt);
    await runner().fire(later);
    await runner().fire(later);
    expect(await rows('select command, target from outbox')).toEqual([
      {
        command: JSON.stringify({ type: 'Escalate', who: 'ann', dueAt, firedAt: later }),
        target: 'person-ann',
      },
    ]);
    expect(await runner().nextDue()).toBeNull();
  });

  it('does not escalate when the answer was appended in time but its consumer was stopped', async () => {
    const { events, commands, runner } = open();
    await runner().open();
    await happens(events, asked('ann', dueAt));
    await runner().catchUp();
    await happens(events, answered('ann')); // nobody consumes it
    await runner().fire(later);
    expect(await commands()).toEqual(['Thank ann']);
  });

  it('gives a command the same id wherever it is computed', async () => {
    const ids = async () => {
      const { events, rows, runner } = open();
      await runner().open();
      await happens(events, asked('ann', dueAt), seen('bob'));
      await runner().fire(later);
      return rows('select id from outbox order by seq');
    };
    const [once, again] = [await ids(), await ids()];
    expect(once.length).toBe(2);
    expect(once).toEqual(again);
  });

  it('asks as often as it is told, even when events of two streams bear the same id', async () => {
    const { events, rows, runner } = open();
    await runner().open();
    const meta = { commandId: 'c', correlationId: 'c', causationId: 'c' };
    const same = {
      id: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
      type: 'Seen',
      version: 1,
      data: { who: 'ann' },
      meta,
    };
    await events.append('a', 'none', [same]);
    await events.append('b', 'none', [same]);
    await runner().catchUp();
    expect(await rows('select count(distinct id) as n from outbox')).toEqual([{ n: 2 }]);
  });

  it('keeps nothing of an instance that is done at once but its step and its commands', async () => {
    const { events, rows, commands, runner } = open();
    await runner().open();
    await happens(events, seen('ann'), seen('ann'), seen('nobody'), asked('bob', dueAt), answered('bob'));
    await runner().catchUp();
    expect(await commands()).toEqual(['Thank ann', 'Thank ann', 'Thank bob']);
    expect(await rows('select instance from processes')).toEqual([]);
    expect(await rows('select count(*) as n from steps')).toEqual([{ n: 4 }]);
  });

  it('keeps the revision of an instance that was done, so that its next deadline is another one', async () => {
    const { events, rows, runner } = open();
    await runner().open();
    const version = async () =>
      (await rows<{ version: number }>('select version from deadlines')).map((d) => d.version);
    await happens(events, asked('ann', dueAt));
    await runner().catchUp();
    const first = await version();
    await happens(events, answered('ann'));
    await runner().catchUp();
    expect(await version()).toEqual([]);
    await happens(events, asked('ann', dueAt));
    await runner().catchUp();
    expect((await version())[0]).toBeGreaterThan(first[0]!);
  });

  it('takes more than a page of events of one instance, and of many', async () => {
    const { events, rows, commands, runner } = open();
    await runner().open();
    for (let i = 0; i < 300; i++)
      await happens(events, asked('ann', plus(dueAt, hours(i))), asked(`p${i}`, dueAt));
    await runner().fire(dueAt);
    expect((await commands()).length).toBe(300);
    expect(await rows('select revision from processes where instance = $1', 'ann')).toEqual([
      { revision: 300 },
    ]);
    expect(await rows('select due_at from deadlines')).toEqual([{ due_at: plus(dueAt, hours(299)) }]);
  });

  it('does not fire a deadline which the one before it cleared', async () => {
    const { events, commands, runner } = open();
    const twice: AnswerWindow = {
      ...answerWindow(),
      react: (state, s) =>
        s.kind === 'deadline'
          ? { done: true, commands: [{ type: 'Thank', who: s.name }] }
          : { state, deadlines: { due: dueAt, other: plus(dueAt, hours(1)) } },
    };
    await runner(twice).open();
    await happens(events, asked('ann', dueAt), asked('bob', dueAt));
    await runner(twice).fire(later); // was: LostRace, and bob had to wait
    expect(await commands()).toEqual(['Thank due', 'Thank due']);
  });

  it('takes deadlines far in the past and in the future, and parks who asks for none', async () => {
    const { events, rows, commands, runner, parked } = open();
    await runner().open();
    const [past, future] = [Instant('1970-01-01T00:00:00.000Z'), Instant('9999-12-31T23:59:59.999Z')];
    await happens(events, asked('ann', past), asked('bob', future));
    await runner().fire(start);
    expect(await commands()).toEqual(['Escalate ann']);
    expect(await runner().nextDue()).toBe(future);
    const broken: AnswerWindow = {
      ...answerWindow(),
      react: (state) => ({ state, deadlines: { due: NaN as typeof dueAt } }),
    };
    await happens(events, asked('cas', dueAt));
    await runner(broken).catchUp();
    expect(await parked()).toEqual([{ instance: 'cas' }]);
    expect(await rows('select 1 from deadlines where instance = $1', 'cas')).toEqual([]);
  });

  it('stops between two pages, and fires nothing for which it has not seen enough', async () => {
    const { events, rows, commands, runner } = open();
    const stopped = runner();
    await stopped.open();
    await happens(
      events,
      asked('ann', dueAt),
      ...Array.from({ length: 300 }, () => seen('nobody')),
      answered('ann'),
    );
    const firing = stopped.fire(later);
    const stop = stopped.stop();
    await expect(firing).rejects.toThrow('before it had caught up');
    await stop;
    expect(await rows('select position from checkpoints')).toEqual([{ position: '256' }]);
    expect(await commands()).toEqual([]);
    await runner().fire(later);
    expect(await commands()).toEqual(['Thank ann']);
  });

  it('writes nothing when another runner was faster', async () => {
    const { events, rows, runner } = open();
    await runner().open();
    await happens(events, asked('ann', dueAt));
    const both = await Promise.allSettled([runner().catchUp(), runner().catchUp()]);
    expect(both.map((r) => (r.status === 'rejected' ? (r.reason as Error).constructor : 'won'))).toEqual([
      'won',
      LostRace,
    ]);
    expect(await rows('select revision from processes')).toEqual([{ revision: 1 }]);
  });

  it('goes on after a lost race from where the other left off', async () => {
    const { events, commands, runner } = open();
    const [one, other] = [runner(), runner()];
    await one.open();
    await happens(events, seen('ann'));
    await Promise.allSettled([one.catchUp(), other.catchUp()]);
    await happens(events, seen('bob'));
    await other.catchUp();
    await one.catchUp().catch(() => one.catchUp());
    expect(await commands()).toEqual(['Thank ann', 'Thank bob']);
  });
});

describe('where a process begins', () => {
  it.each(['now', 'beginning'] as const)('is %s: no command for what was there before', async (from) => {
    const { events, rows, clock, commands, runner } = open();
    await happens(events, seen('ann'), asked('bob', minus(start, hours(1))), asked('cas', dueAt));
    const process = answerWindow([], from);
    await runner(process).open();
    await happens(events, seen('dik'));
    await runner(process).fire(clock.now());
    // What was due before the process existed would have been sent then.
    expect(await commands()).toEqual(['Thank dik']);
    await runner(process).fire(later);
    // What is due now is not: it follows from what was, and nobody else does it.
    expect(await commands()).toEqual(['Thank dik', ...(from === 'now' ? [] : ['Escalate cas'])]);
    expect(await rows('select count(*) as n from steps where withheld = 1')).toEqual([
      { n: from === 'now' ? 0 : 4 },
    ]);
  });

  it('stops the start when its checkpoint is of another log or beyond the head', async () => {
    const { events, tables, clock, runner } = open();
    await runner().open();
    await happens(events, seen('ann'));
    await runner().catchUp();
    const other = new MemoryEventStore(clock.now);
    const on = (store: MemoryEventStore) =>
      new ProcessRunner({ events: store, tables, clock, process: answerWindow(), route: () => 't' }).open();
    await expect(on(other)).rejects.toThrow(/is of log .* restore a desk\.db no newer/);
    await tables.commit([{ text: "update checkpoints set position = '99'", params: [] }]);
    await expect(on(events)).rejects.toThrow(ForeignCheckpoint);
  });
});
