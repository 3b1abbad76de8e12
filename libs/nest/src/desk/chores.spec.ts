import { days, hours, Instant, minutes, plus } from '@app/kernel';
import { FakeClock, MemoryEventStore } from '@app/testing';
import type { SourceHealth } from '@app/views';
import { aggregatesOn, statesOn } from './aggregates';
import { Chores, stemFloods } from './chores';
import { commandId, rootMeta } from './command-id';

const start = Instant('2026-03-03T09:00:00.000Z');

describe('chores', () => {
  it('are done each minute, and one that fails keeps no other from its turn', async () => {
    const clock = new FakeClock(start);
    const failed: unknown[] = [];
    const done: string[] = [];
    let both: () => void = () => undefined;
    const round = new Promise<void>((resolve) => (both = resolve));
    const chores = new Chores({
      clock,
      onError: (chore) => failed.push(chore),
      chores: {
        broken: () => Promise.reject(new Error('no disk')),
        sound: (at) => {
          done.push(new Date(at).toISOString());
          both();
          return Promise.resolve();
        },
      },
    });
    chores.start();
    clock.advance(minutes(1));
    await round;
    await chores.stop();
    expect(failed).toEqual(['broken']);
    expect(done).toEqual(['2026-03-03T09:01:00.000Z']);
    clock.advance(hours(1));
    expect(done).toHaveLength(1);
  });
});

describe('a flood of one source', () => {
  const store = () => new MemoryEventStore(() => start);
  const flooding = { source: 'yahoo', alarms: [{ alarm: 'flood', detail: '5000 reports today' }] };
  const scope = 'source:yahoo';

  it('has its automatic measures proposed, until a supervisor lets it go on; not again that day', async () => {
    const events = store();
    const aggregates = aggregatesOn(events, {});
    const { automation: stateOf } = statesOn(events, {});
    const stem = stemFloods(() => Promise.resolve([flooding as unknown as SourceHealth]), aggregates);
    const halted = async () => (await stateOf(scope)).state.halted?.reason ?? null;

    await stem(start);
    expect(await halted()).toBe('5000 reports today');
    const by = { kind: 'person', keyId: 'ann' } as const;
    const resume = { type: 'ResumeAutomation', scope, at: start, by, reason: 'a real campaign' } as const;
    expect(await aggregates.automation({ ...resume, role: 'agent' }, rootMeta(commandId()))).toMatchObject({
      ok: false,
    });
    await aggregates.automation({ ...resume, role: 'supervisor' }, rootMeta(commandId()));
    await stem(plus(start, minutes(1)));
    expect(await halted()).toBeNull();
    await stem(plus(start, days(1)));
    expect(await halted()).toBe('5000 reports today');
  });

  it('is nobody’s affair when there is none', async () => {
    const events = store();
    const quiet = [{ ...flooding, alarms: [{ alarm: 'silence', detail: '' }] }] as unknown as SourceHealth[];
    await stemFloods(() => Promise.resolve(quiet), aggregatesOn(events, {}))(start);
    expect((await events.readAll(events.start, 10)).events).toEqual([]);
  });
});
