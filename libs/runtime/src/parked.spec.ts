import { Instant, hours, plus } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import {
  FakeClock,
  MemoryEventStore,
  answerWindow,
  answered,
  asked,
  happens,
  seen,
  type WindowCommand,
} from '@app/testing';
import { runtimeEvents } from './events';
import type { Verdict } from './options';
import { Runtime } from './runtime';

const start = Instant('2026-03-01T10:00:00.000Z');
const dueAt = plus(start, hours(24));
const meta = { commandId: 'f6f1a0c2-1111-4111-8111-111111111111', correlationId: 'k', causationId: 'k' };
const who = { by: 'key-7', reason: 'known fault, mended by hand' };

const open = () => {
  const clock = new FakeClock(start);
  const events = new MemoryEventStore(clock.now);
  const tables = SqliteReadStore.inMemory();
  const sent: string[] = [];
  const desk = async (poison: string[] = [], thank: () => Verdict = () => undefined) => {
    const runtime = new Runtime({
      events,
      tables,
      clock,
      processes: [answerWindow(poison)],
      route: ({ who }: WindowCommand) => `person-${who}`,
      handlers: {
        Escalate: ({ who }: WindowCommand) => Promise.resolve(void sent.push(`Escalate ${who}`)),
        Thank: ({ who }: WindowCommand) => Promise.resolve(void sent.push(`Thank ${who}`)).then(thank),
      },
    });
    await runtime.start();
    await runtime.settled();
    return runtime;
  };
  const recorded = async (stream: string) => {
    const found = [];
    for await (const event of events.read(stream)) found.push(runtimeEvents.decode(event));
    return found;
  };
  return { clock, events, tables, sent, desk, recorded };
};

describe('an instance that throws', () => {
  it('is parked at the event, the others go on, and nothing is lost once it is mended', async () => {
    const { clock, events, sent, desk } = open();
    const sick = await desk(['Asked bob']);
    await happens(events, ...['ann', 'bob', 'cas'].map((p) => asked(p, dueAt)), answered('bob'));
    clock.advance(hours(24));
    await sick.settled();
    expect(sent).toEqual(['Escalate ann', 'Escalate cas']);
    expect(await sick.parked.summary()).toEqual({ instances: 1, effects: 0, oldest: dueAt });
    expect(await sick.parked.list()).toEqual([
      {
        kind: 'instance',
        id: 'window/bob',
        process: 'window',
        instance: 'bob',
        error: 'Error: cannot bear Asked bob',
        since: plus(start, hours(24)),
        waiting: 2,
      },
    ]);
    await sick.parked.retry('window/bob'); // not mended yet
    expect((await sick.parked.list())[0]).toMatchObject({ id: 'window/bob', waiting: 2 });
    await sick.stop();
    const mended = await desk();
    await mended.parked.retry('window/bob');
    await mended.settled();
    expect(await mended.parked.list()).toEqual([]);
    expect(sent).toEqual(['Escalate ann', 'Escalate cas', 'Thank bob']); // his answer was in the backlog
    await mended.stop();
  });

  it('is parked at a deadline, which fires when it is resumed', async () => {
    const { clock, events, sent, desk } = open();
    const sick = await desk(['due ann']);
    await happens(events, asked('ann', dueAt), asked('bob', dueAt));
    clock.advance(hours(25));
    await sick.settled();
    expect(sent).toEqual(['Escalate bob']);
    expect(await sick.parked.show('window/ann')).toMatchObject({
      stuck: { kind: 'deadline', name: 'due', dueAt },
      state: { version: 1, data: { who: 'ann' } },
      deadlines: [{ name: 'due', dueAt }],
    });
    await sick.stop();
    const mended = await desk();
    expect(sent).toEqual(['Escalate bob']);
    await mended.parked.retry('window/ann');
    await mended.settled();
    expect(sent).toEqual(['Escalate bob', 'Escalate ann']);
    await mended.stop();
  });

  it('does not fire what its backlog answers', async () => {
    const { clock, events, sent, desk } = open();
    const sick = await desk(['Seen ann']);
    await happens(events, asked('ann', dueAt), seen('ann'), answered('ann'));
    clock.advance(hours(25));
    await sick.settled();
    expect(sent).toEqual([]);
    await sick.stop();
    const mended = await desk();
    await mended.parked.retry('window/ann');
    await mended.settled();
    expect(sent).toEqual(['Thank ann', 'Thank ann']);
    await mended.stop();
  });

  it('takes a backlog of several pages, and comes back to the same place when it throws again', async () => {
    const { events, tables, sent, desk } = open();
    const sick = await desk(['Asked ann', 'Answered ann']);
    await happens(
      events,
      asked('ann', dueAt),
      ...Array.from({ length: 600 }, () => seen('ann')),
      answered('ann'),
    );
    await happens(events, seen('ann'));
    await sick.settled();
    await sick.stop();
    const half = await desk(['Answered ann']);
    await half.parked.retry('window/ann');
    await half.settled();
    expect(sent.length).toBe(600);
    expect(await half.parked.list()).toMatchObject([
      { waiting: 2, error: 'Error: cannot bear Answered ann' },
    ]);
    await half.stop();
    const mended = await desk();
    await mended.parked.retry('window/ann');
    await mended.settled();
    expect(sent.length).toBe(602);
    expect(await tables.all('select * from backlog')).toEqual([]);
    await mended.stop();
  });

  it('goes on without the stimulus that a person skips, which is recorded once however often it is asked', async () => {
    const { events, sent, desk, recorded } = open();
    const sick = await desk(['Asked bob']);
    await happens(events, asked('bob', dueAt), answered('bob'));
    await sick.settled();
    await sick.parked.skip('window/bob', who, meta);
    await expect(sick.parked.skip('window/bob', who, meta)).rejects.toThrow('window/bob is not parked');
    await sick.settled();
    expect(sent).toEqual(['Thank bob']);
    const skipped = await recorded('parked-window-bob');
    expect(skipped).toMatchObject([
      {
        type: 'StimulusSkipped',
        data: {
          ...who,
          process: 'window',
          instance: 'bob',
          error: 'Error: cannot bear Asked bob',
          at: start,
        },
      },
    ]);
    expect(skipped[0]!.data).toMatchObject({
      stimulus: { kind: 'event', stream: 'person-bob', revision: 1 },
    });
    await sick.stop();
  });

  it('goes on without a deadline that a person skips', async () => {
    const { clock, events, sent, desk } = open();
    const sick = await desk(['due ann']);
    await happens(events, asked('ann', dueAt));
    clock.advance(hours(25));
    await sick.settled();
    await sick.parked.skip('window/ann', who, meta);
    clock.advance(hours(25));
    await sick.settled();
    expect([sent, await sick.parked.list()]).toEqual([[], []]);
    await sick.stop();
  });
});

describe('a command that its handler gives up', () => {
  it('waits for a person, who tries it again', async () => {
    const { events, sent, desk } = open();
    let hopeless = true;
    const runtime = await desk([], () => (hopeless ? { park: 'no such account' } : undefined));
    await happens(events, seen('ann'), seen('ann'));
    await runtime.settled();
    const [item] = await runtime.parked.list();
    expect(item).toMatchObject({ kind: 'effect', process: 'window', error: 'no such account', waiting: 1 });
    expect(await runtime.parked.show(item!.id)).toMatchObject({
      command: { type: 'Thank', who: 'ann' },
      target: 'person-ann',
      attempts: 1,
    });
    hopeless = false;
    await runtime.parked.retry(item!.id);
    await runtime.settled();
    expect(sent).toEqual(['Thank ann', 'Thank ann', 'Thank ann']);
    expect(await runtime.parked.list()).toEqual([]);
    await runtime.stop();
  });

  it('is skipped by a person, on record, and what waited behind it goes out', async () => {
    const { events, sent, desk, recorded } = open();
    const runtime = await desk([], () => (sent.length === 1 ? { park: 'no such account' } : undefined));
    await happens(events, seen('ann'), seen('ann'));
    await runtime.settled();
    const [item] = await runtime.parked.list();
    await runtime.parked.skip(item!.id, who, meta);
    await runtime.settled();
    expect(sent.length).toBe(2);
    expect(await recorded(`parked-effect-${item!.id}`)).toMatchObject([
      { type: 'EffectSkipped', data: { ...who, id: item!.id, command: 'Thank', target: 'person-ann' } },
    ]);
    await expect(runtime.parked.show(item!.id)).rejects.toThrow('is not parked: `parked list` shows what is');
    await runtime.stop();
  });
});
