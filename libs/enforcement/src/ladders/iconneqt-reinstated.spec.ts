import { hours, minus, minutes } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, walking, warned } from './scenes';
import type { Walk } from './walk';

const walk = walking(policyFile('iconneqt'));

/** Warned, held on the next new complaint, and reinstated by two persons a day later. */
const reinstated = (): Walk => {
  const w = warned(walk());
  w.complains(direct);
  w.passes(hours(24));
  w.decides({ decision: 'reinstate' }, 'ann');
  w.decides({ decision: 'reinstate' }, 'bob');
  return w;
};
const breach = (grade: 'breached' | 'actionable') =>
  ({ kind: 'rate-breached', window: '30d', grade, complaints: 40, delivered: 10_000 }) as const;
const recovery = { kind: 'rate-recovered', window: '30d' } as const;

describe('iConneqt: reinstated by two persons', () => {
  it('goes on under its warning, and nothing holds the account back', () => {
    const w = reinstated();
    expect(w.state.stage).toBe('warned');
    expect(w.measures).toEqual(['warn taken', 'hold ended', 'close dropped', 'reinstate taken']);
  });

  it('a complaint about mail from before it is evidence, and starts no measure', () => {
    const w = reinstated();
    const sent = { at: minus(w.at, minutes(10)), estimated: false };
    w.passes(hours(2));
    expect(w.complains({ ...direct, sent })).toEqual(['ComplaintJoined']);
    expect(w.all('ComplaintJoined').at(-1)!.as).toBe('evidence');
    expect(w.state.stage).toBe('warned');
  });

  it('what led to it counts no more: with one complaint about later mail the hold waits for a person', () => {
    const w = reinstated();
    w.passes(hours(2));
    w.complains(direct);
    expect(w.all('MeasureProposed').at(-2)).toMatchObject({ measure: 'hold', because: 'trust' });
    expect(w.state.stage).toBe('warned');
  });

  it('the second complaint about later mail, of somebody else, holds the account again', () => {
    const w = reinstated();
    w.passes(hours(2));
    w.complains(direct);
    w.complains(direct);
    expect(w.measure('hold').status).toBe('taken');
    expect(w.measure('close').status).toBe('proposed');
    expect(w.state.stage).toBe('held');
  });

  it('a breach of the rate that comes again after it is a new one', () => {
    const w = warned(walk());
    w.complains();
    w.signals(breach('actionable'));
    w.decides({ decision: 'reinstate' }, 'ann');
    w.decides({ decision: 'reinstate' }, 'bob');
    w.passes(hours(24));
    w.complains();
    w.signals(breach('actionable'));
    expect(w.measure('hold').status).toBe('taken');
  });
});

describe('a breach of the complaint rate', () => {
  it('is noted once, and its recovery too', () => {
    const w = warned(walk());
    expect(w.signals(recovery)).toEqual([]);
    w.signals(breach('breached'));
    expect(w.signals(breach('breached'))).toEqual([]);
    expect(w.signals(recovery)).toEqual(['RecoveryNoted']);
  });

  it('that comes again once the rate had recovered asks the rules again', () => {
    const w = warned(walk());
    w.signals(breach('actionable')); // no mail since the warning was complained of
    w.signals(recovery);
    w.complains();
    w.signals(breach('actionable'));
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('that comes again once the case was reopened asks them again, and recovers in none that is over', () => {
    const w = warned(walk());
    w.signals(breach('breached'));
    w.decides({ decision: 'close' });
    expect(w.signals(recovery)).toEqual([]);
    w.decides({ decision: 'reopen' });
    expect(w.signals(breach('breached'))).toEqual(['RateNoted']);
  });

  it('opens no case by recovering', () => {
    const w = walk();
    expect(w.signals(recovery)).toEqual([]);
    expect(w.isOpen).toBe(false);
  });
});
