import { Instant, days, hours, minutes, plus, projection, seconds, sql } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
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
import type { AnyProjection, Handler, RuntimeOptions } from './options';
import { Runtime } from './runtime';

const start = Instant('2026-03-01T10:00:00.000Z');
const dueAt = plus(start, hours(24));

const list: AnyProjection = {
  ...projection({
    name: 'list',
    version: 1,
    inputs: windowEvents,
    tables: ['list'],
    create: (t) => [sql(`create table ${t.list}(who text, what text)`)],
    on: ({ type, data: { who } }, t) => [sql(`insert into ${t.list} values ($1, $2)`, who, type)],
  }),
};

const open = () => {
  const clock = new FakeClock(start);
  const events = new MemoryEventStore(clock.now);
  const tables = SqliteReadStore.inMemory();
  const sent: string[] = [];
  const errors: string[] = [];
  const handle: Handler = ({ type, who }: WindowCommand) => Promise.resolve(void sent.push(`${type} ${who}`));
  const runtime = (options: Partial<RuntimeOptions> = {}) =>
    new Runtime({
      events,
      tables,
      clock,
      processes: [answerWindow()],
      views: [list],
      handlers: { Escalate: handle, Thank: handle },
      route: ({ who }: WindowCommand) => `person-${who}`,
      onError: (where, error) => errors.push(`${where}: ${String(error)}`),
      ...options,
    });
  return {
    clock,
    events,
    tables,
    sent,
    errors,
    runtime,
    rows: () => tables.all<{ who: string; what: string }>('select * from list'),
  };
};

describe('the runtime', () => {
  it('is woken by what is appended, and by what is due', async () => {
    const { clock, events, sent, runtime, rows } = open();
    const desk = runtime();
    await desk.start();
    await happens(events, asked('ann', dueAt), asked('bob', dueAt));
    await desk.settled();
    expect((await rows()).length).toBe(2);
    await happens(events, answered('bob'));
    clock.advance(hours(24)); // nothing but the clock
    await desk.settled();
    expect(sent.sort()).toEqual(['Escalate ann', 'Thank bob']);
    await desk.stop();
  });

  it('is settled only when what its handlers appended is consumed too', async () => {
    const { events, sent, runtime, rows } = open();
    const chain = ['ann', 'bob', 'cas', 'dik'];
    const desk = runtime({
      handlers: {
        Thank: async ({ who }: WindowCommand) => {
          sent.push(who);
          const next = chain[chain.indexOf(who) + 1];
          if (next) await happens(events, seen(next));
        },
      },
    });
    await desk.start();
    await happens(events, seen('ann'));
    await desk.settled();
    expect(sent).toEqual(chain);
    expect((await rows()).map(({ who }) => who)).toEqual(chain);
    await desk.stop();
  });

  it('has the answer in the log, its consumer stopped, the clock past due: nobody is escalated', async () => {
    const { clock, events, sent, runtime } = open();
    const before = runtime();
    await before.start();
    await happens(events, asked('ann', dueAt), asked('bob', dueAt));
    await before.settled();
    await before.stop();
    await happens(events, answered('ann'));
    clock.advance(days(3));
    const after = runtime();
    await after.start();
    await after.settled();
    expect(sent.sort()).toEqual(['Escalate bob', 'Thank ann']);
    await after.stop();
  });

  it('never dies of a consumer that throws: it is told, tries again, and the others go on', async () => {
    const { clock, events, errors, sent, runtime, rows } = open();
    let broken = true;
    const desk = runtime({
      views: [
        {
          ...list,
          on: (event, t) => {
            if (broken) throw new Error('broken');
            return list.on(event, t);
          },
        },
      ],
    });
    await desk.start();
    await happens(events, seen('ann'));
    await expect(desk.settled()).rejects.toThrow('view list failed and is tried again later: Error: broken');
    expect(errors[0]).toBe('view list: Error: broken');
    expect((await desk.lag()).behind).toMatchObject({ 'view list': 1 });
    broken = false;
    clock.advance(seconds(1));
    await desk.settled();
    expect(sent).toEqual(['Thank ann']);
    expect((await rows()).length).toBe(1);
    await desk.stop();
  });

  it('starts nothing when one of its consumers cannot be trusted', async () => {
    const { clock, events, tables, sent, runtime } = open();
    await happens(events, seen('ann'));
    const desk = runtime();
    await desk.start();
    await desk.settled();
    await desk.stop();
    const other = runtime({ events: new MemoryEventStore(clock.now) });
    await expect(other.start()).rejects.toThrow('is of log');
    expect(await tables.all('select count(*) as n from outbox')).toEqual([{ n: 0 }]);
    expect(sent).toEqual([]);
  });

  it('refuses two of one name', () => {
    const { runtime } = open();
    expect(() => runtime({ views: [list, list] })).toThrow('there are two of view list: rename one');
  });

  it('sends nothing because of a rebuild', async () => {
    const { events, sent, runtime, rows } = open();
    const desk = runtime();
    await desk.start();
    await happens(events, seen('ann'), asked('bob', dueAt));
    await desk.settled();
    const told: string[] = [];
    await desk.rebuild([], (view, n) => told.push(`${view} ${n}`));
    await desk.rebuild(['list']);
    await desk.settled();
    expect(told).toEqual(['list 2']);
    expect((await rows()).length).toBe(2);
    expect(sent).toEqual(['Thank ann']);
    await expect(desk.rebuild(['lost'])).rejects.toThrow('there is no view lost: there are list');
    await desk.stop();
  });

  it('says how far behind it is', async () => {
    const { clock, events, sent, runtime } = open();
    const desk = runtime({
      processes: [answerWindow(['Asked cas'])],
      handlers: {
        Thank: ({ who }: WindowCommand) => {
          if (who === 'bob') throw new Error('away');
          sent.push(who);
          return Promise.resolve(who === 'dik' ? { park: 'hopeless' } : undefined);
        },
      },
    });
    await desk.start();
    clock.advance(minutes(1));
    await happens(events, seen('ann'), seen('bob'), asked('cas', dueAt), seen('dik'), asked('eva', dueAt));
    await desk.settled();
    expect(await desk.lag()).toEqual({
      behind: { 'view list': 0, 'process window': 0 },
      outbox: { pending: 2, failing: 1, parked: 1, oldest: plus(start, minutes(1)) },
      deadlines: { overdue: 0, next: dueAt },
      parked: 1,
    });
    await desk.stop();
  });

  it('forgets what was sent long ago, and only that', async () => {
    const { clock, events, tables, runtime } = open();
    const desk = runtime({
      handlers: {
        Thank: ({ who }: WindowCommand) =>
          who === 'bob' ? Promise.reject(new Error('away')) : Promise.resolve(),
      },
    });
    await desk.start();
    await happens(events, ...Array.from({ length: 1_200 }, () => seen('ann')), seen('bob'));
    await desk.settled();
    clock.advance(days(29));
    await happens(events, seen('ann'));
    await desk.settled();
    clock.advance(days(2));
    await desk.settled();
    await desk.stop();
    expect(
      await tables.all('select target, count(*) as n from outbox group by target order by target'),
    ).toEqual([
      { target: 'person-ann', n: 1 },
      { target: 'person-bob', n: 1 },
    ]);
  });

  it('ends in time when a handler does not, and sends that again at the next start', async () => {
    const { clock, events, sent, runtime } = open();
    const desk = runtime({ handlers: { Thank: () => new Promise(() => undefined) } });
    await desk.start();
    await happens(events, seen('ann'));
    await new Promise(setImmediate);
    const stopped = desk.stop(seconds(5));
    clock.advance(seconds(5));
    await stopped;
    const next = runtime();
    await next.start();
    await next.settled();
    expect(sent).toEqual(['Thank ann']);
    await next.stop();
  });
});
