import { Instant, minutes, plus, seconds, type Duration } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { FakeClock } from '@app/testing';
import { Dispatcher, doubling, type DispatcherOptions } from './dispatcher';
import type { EffectContext, Verdict } from './options';
import { add, skipped } from './outbox';

const start = Instant('2026-03-01T10:00:00.000Z');
interface Do {
  readonly type: 'Do';
  readonly what: string;
}

const open = () => {
  const clock = new FakeClock(start);
  const tables = SqliteReadStore.inMemory();
  const sent: string[] = [];
  const contexts: EffectContext[] = [];
  const errors: string[] = [];
  let n = 0;
  const dispatcher = (
    handle: (what: string) => Verdict | Promise<Verdict> = () => undefined,
    options: Partial<DispatcherOptions> = {},
  ) =>
    new Dispatcher({
      tables,
      clock,
      handlers: {
        Do: async ({ what }: Do, context) => {
          sent.push(what);
          contexts.push(context);
          return handle(what);
        },
      },
      onError: (where, error) => errors.push(`${where}: ${String(error)}`),
      ...options,
    });
  const put = (target: string, what: string, type = 'Do') =>
    add({
      id: `id-${++n}`,
      process: 'p',
      instance: 'i',
      target,
      command: JSON.stringify({ type, what }),
      correlationId: 'corr',
      causationId: 'cause',
      now: clock.now(),
    });
  const fails =
    (...of: string[]) =>
    (what: string) => {
      if (of.includes(what)) throw new Error(`${what} is away`);
    };
  const advance = async (by: Duration, ...to: Dispatcher[]) => {
    clock.advance(by);
    for (const d of to) await d.settled();
  };
  return { clock, tables, sent, contexts, errors, dispatcher, put, fails, advance };
};

describe('the outbox', () => {
  it.each([
    ['a retry', 64],
    ['a retry that takes the only place', 1],
  ])('asks for nothing while %s is in flight', async (_what, concurrency) => {
    const { clock, tables, dispatcher, put, fails } = open();
    await tables.commit([put('a', 'a1'), put('b', 'b1')]);
    const first = dispatcher(fails('a1', 'b1'), { concurrency });
    await first.settled();
    await first.stop();

    let asked = 0;
    const all = tables.all.bind(tables);
    tables.all = (text, ...values) => {
      if (++asked > 50) throw new Error('asked without a pause');
      return all(text, ...values);
    };
    let answer = () => {};
    const answered = new Promise<undefined>((resolve) => (answer = () => resolve(undefined)));
    const again = dispatcher(() => answered, { concurrency });
    clock.advance(seconds(2)); // both are due
    again.wake();
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(asked).toBeLessThan(10);
    answer();
    await again.settled();
    expect(await tables.all('select 1 from outbox where done_at is null')).toEqual([]);
  });

  it('is sent in order within a target, each once, with all a handler needs', async () => {
    const { tables, sent, contexts, dispatcher, put } = open();
    await tables.commit([put('a', 'a1'), put('a', 'a2'), put('b', 'b1'), put('a', 'a3')]);
    const d = dispatcher();
    await d.settled();
    await d.settled();
    expect(sent.filter((s) => s.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(sent.length).toBe(4);
    expect(contexts[0]).toEqual({
      id: 'id-1',
      attempt: 1,
      at: start,
      target: 'a',
      process: 'p',
      instance: 'i',
      meta: { commandId: 'id-1', correlationId: 'corr', causationId: 'cause' },
    });
  });

  it('has one in flight per target, and no more targets than it may', async () => {
    const { tables, dispatcher, put } = open();
    const flying = new Set<string>();
    let most = 0;
    const d = dispatcher(
      async (what) => {
        expect(flying.has(what)).toBe(false);
        flying.add(what);
        most = Math.max(most, flying.size);
        await new Promise(setImmediate);
        flying.delete(what);
      },
      { concurrency: 5 },
    );
    await tables.commit(Array.from({ length: 200 }, (_, i) => put(`t${i % 20}`, `t${i % 20}`)));
    await d.settled();
    expect(most).toBe(5);
    expect(await tables.all('select count(*) as n from outbox where done_at is not null')).toEqual([
      { n: 200 },
    ]);
  });

  it('blocks the target that fails and no other, however much waits behind it', async () => {
    const { tables, sent, errors, dispatcher, put, fails } = open();
    await tables.commit(
      Array.from({ length: 10_000 }, (_, i) => put('bad', i === 0 ? 'bad' : `behind ${i}`)),
    );
    await tables.commit(Array.from({ length: 100 }, (_, i) => put(`good ${i}`, `good ${i}`)));
    await dispatcher(fails('bad')).settled();
    expect(sent.length).toBe(101);
    expect(sent.filter((s) => s.startsWith('behind'))).toEqual([]);
    expect(errors).toEqual(['Do id-1 for bad, attempt 1: Error: bad is away']);
  });

  it('tries again after 1, 2, 4 … seconds, also across a restart, with the same id', async () => {
    const { clock, tables, sent, contexts, dispatcher, put, fails, advance } = open();
    await tables.commit([put('a', 'a1'), put('a', 'a2')]);
    const first = dispatcher(fails('a1'));
    await first.settled();
    await advance(seconds(1), first);
    await first.stop();
    const second = dispatcher();
    await second.settled();
    expect(sent).toEqual(['a1', 'a1']);
    await advance(seconds(1.999), second);
    expect(sent).toEqual(['a1', 'a1']);
    clock.advance(seconds(0.001)); // by its own alarm
    await second.settled();
    expect(sent).toEqual(['a1', 'a1', 'a1', 'a2']);
    expect(contexts.map(({ id, attempt }) => `${id} ${attempt}`)).toEqual([
      'id-1 1',
      'id-1 2',
      'id-1 3',
      'id-2 1',
    ]);
    expect(Array.from([1, 2, 5, 9, 10, 1000], doubling)).toEqual(
      [1, 2, 16, 256, 300, 300].map((s) => s * 1000),
    );
  });

  it('keeps why it failed', async () => {
    const { tables, dispatcher, put, fails } = open();
    await tables.commit([put('a', 'a1')]);
    await dispatcher(fails('a1')).settled();
    expect(await tables.all('select attempts, next_attempt_at, last_error from outbox')).toEqual([
      { attempts: 1, next_attempt_at: plus(start, seconds(1)), last_error: 'Error: a1 is away' },
    ]);
  });

  it('waits as long as its handler says, which counts as no failure', async () => {
    const { tables, sent, contexts, errors, dispatcher, put, advance } = open();
    await tables.commit([put('a', 'a1'), put('a', 'a2')]);
    const d = dispatcher((what) =>
      what === 'a1' && sent.length < 2 ? { retryAfter: minutes(10) } : undefined,
    );
    await d.settled();
    await advance(minutes(9), d);
    expect(sent).toEqual(['a1']);
    await advance(minutes(1), d);
    expect(sent).toEqual(['a1', 'a1', 'a2']);
    expect([contexts[1]!.attempt, errors]).toEqual([1, []]);
  });

  it('tries what failed not before its handler says, nor before its own backoff has passed', async () => {
    const { tables, sent, contexts, errors, dispatcher, put, advance } = open();
    await tables.commit([put('a', 'a1')]);
    const waits = [minutes(10), seconds(0)];
    const d = dispatcher(() => {
      const notBefore = waits.shift();
      return notBefore === undefined ? undefined : { failed: 'too many', notBefore };
    });
    await d.settled();
    await advance(minutes(9.9), d);
    expect(sent).toEqual(['a1']);
    await advance(minutes(0.1), d);
    expect(sent).toEqual(['a1', 'a1']);
    await advance(seconds(1.9), d);
    expect(sent).toEqual(['a1', 'a1']);
    await advance(seconds(0.1), d);
    expect(contexts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(errors).toEqual([expect.stringContaining('too many'), expect.stringContaining('too many')]);
  });

  it('leaves what its handler parks, and what waits behind it, to a person', async () => {
    const { clock, tables, sent, dispatcher, put, advance } = open();
    await tables.commit([put('a', 'a1'), put('a', 'a2'), put('b', 'b1')]);
    const d = dispatcher((what) => (what === 'a1' ? { park: 'no such account' } : undefined));
    await d.settled();
    await tables.commit([put('a', 'a3')]);
    await advance(minutes(60), d);
    expect(sent.sort()).toEqual(['a1', 'b1']);
    await tables.commit(skipped('id-1', 'a', 'never mind', clock.now()));
    await d.settled();
    expect(sent).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('tries what nobody handles again, for a later release may', async () => {
    const { tables, errors, dispatcher, put } = open();
    await tables.commit([put('a', 'x', 'Unheard')]);
    await dispatcher().settled();
    expect(errors[0]).toMatch(/nobody handles Unheard/);
    expect(await tables.all('select attempts, done_at from outbox')).toEqual([
      { attempts: 1, done_at: null },
    ]);
  });

  it('gives those that failed half of the places at most', async () => {
    const { clock, tables, sent, dispatcher, put } = open();
    await tables.commit(Array.from({ length: 20 }, (_, i) => put(`bad ${i}`, 'bad')));
    let away = true;
    const d = dispatcher(
      (what) => {
        if (what === 'bad' && away) throw new Error('away');
      },
      { concurrency: 4 },
    );
    await d.settled();
    sent.length = 0;
    away = false;
    await tables.commit(Array.from({ length: 4 }, (_, i) => put(`good ${i}`, 'good')));
    clock.advance(seconds(1));
    await d.settled();
    expect(sent.slice(0, 4).sort()).toEqual(['bad', 'bad', 'good', 'good']);
    expect(sent.length).toBe(24);
  });

  it('keeps outcomes that could not be stored, and does not send again meanwhile', async () => {
    const { clock, tables, sent, dispatcher, put } = open();
    await tables.commit([put('a', 'a1'), put('a', 'a2')]);
    let full = false;
    const d = dispatcher(() => void (full = sent.length === 1), {
      tables: {
        all: (...of) => tables.all(...of),
        close: () => tables.close(),
        commit: (list) => (full ? Promise.reject(new Error('disk full')) : tables.commit(list)),
      },
    });
    await expect(d.settled()).rejects.toThrow('disk full');
    full = false;
    clock.advance(minutes(1));
    await d.settled();
    expect(sent).toEqual(['a1', 'a2']);
  });

  it('waits for what is in flight when it stops, and takes nothing new', async () => {
    const { tables, sent, dispatcher, put } = open();
    await tables.commit([put('a', 'a1'), put('a', 'a2')]);
    let finish: () => void = () => undefined;
    let began: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (began = resolve));
    const d = dispatcher(() => {
      began();
      return new Promise<void>((resolve) => (finish = resolve));
    });
    d.wake();
    await underWay;
    const stopped = d.stop();
    finish();
    await stopped;
    expect(sent).toEqual(['a1']);
    expect(await tables.all('select id from outbox where done_at is null')).toEqual([{ id: 'id-2' }]);
  });
});
