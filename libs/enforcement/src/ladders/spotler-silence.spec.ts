import { hours, minutes, plus } from '@app/kernel';
import { policyFile } from '@app/testing';
import type { ComplaintFacts } from '../case/shapes';
import { demanded, overdue, walking } from './scenes';

const walk = walking(policyFile('spotler'));

describe('Spotler: no answer', () => {
  it('SP-82: without feedback and solution in 24 hours suspension is proposed, and taken when nobody objects', () => {
    const w = demanded(walk());
    w.complains();
    const joined = w.passes(minutes(15)); // the second complaint is passed on
    expect(joined).toContain('NoticeOrdered');
    expect(w.passes(hours(24))).toEqual([
      'DeadlineReached',
      'DemandUnanswered',
      'MeasureProposed',
      'DeadlineSet',
      'TaskRaised',
    ]);
    expect(w.state.stage).toBe('overdue');
    expect(w.all('MeasureProposed')[0]).toMatchObject({
      measure: 'suspend',
      scope: 'bulk',
      because: 'policy',
      why: { rule: 'unanswered', cites: ['SP-82'], ground: 'unanswered' },
    });
    w.passes(hours(1));
    expect(w.all('MeasureTaken')[0]).toMatchObject({ measure: 'suspend', automated: true, lapsed: true });
    expect(w.state.stage).toBe('suspended');
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'suspension',
      facts: { measure: { automated: { detection: true, decision: true } } },
    });
    expect(w.state.deadlines).toEqual({});
    expect(w.tasks).toEqual([]);
  });

  it('is what a person may refuse to act on', () => {
    const w = overdue(walk());
    w.decides({ decision: 'refuse', measureId: w.measure('suspend').measureId });
    w.passes(hours(48));
    expect(w.measures).toEqual(['suspend refused']);
  });

  it('is what a person may act on at once', () => {
    const w = overdue(walk());
    w.decides({ decision: 'approve', measureId: w.measure('suspend').measureId }, 'ann', 'agent');
    expect(w.all('MeasureTaken')[0]).toMatchObject({ automated: false, lapsed: false, by: { keyId: 'ann' } });
  });

  it('lapses in staffed time only', () => {
    const w = demanded(walk());
    w.facts = {
      ...w.facts,
      staffed: { timeZone: 'Europe/Amsterdam', hours: [{ days: ['thu'], from: '09:00', to: '17:00' }] },
    };
    w.complains();
    w.passes(hours(24)); // Wednesday 10:15
    expect(w.measures).toEqual(['suspend proposed']);
    w.passes(hours(23)); // Thursday 08:15 UTC, 09:15 in Amsterdam
    expect(w.measures).toEqual(['suspend proposed']);
    w.passes(hours(1));
    expect(w.measures).toEqual(['suspend taken']);
  });

  it('of a single complaint at level C stays a proposal, however long', () => {
    const w = walk();
    w.complains({ trust: 'C', may: ['forward', 'propose'] });
    w.passes(hours(100));
    expect(w.measures).toEqual(['suspend proposed']);
    expect(w.all('MeasureProposed')[0]).toMatchObject({ because: 'trust', lapsesAt: null });
  });

  it.each<[string, Partial<ComplaintFacts>, number]>([
    ['one at level A', {}, 1],
    ['two independent ones at level C', { trust: 'C', may: ['forward', 'propose'] }, 2],
  ])('suspends by lapse on %s', (_, complaint, times) => {
    const w = walk();
    for (let i = 0; i < times; i++) w.complains(complaint);
    w.passes(hours(26));
    expect(w.measures).toEqual(['suspend taken']);
  });

  const weak: Partial<ComplaintFacts> = { trust: 'C', may: ['forward', 'propose'] };

  it('of a single complaint at level C lapses once a second person complains', () => {
    const w = walk();
    w.complains(weak);
    w.passes(hours(30));
    expect(w.complains(weak)).toEqual([
      'ComplaintJoined',
      'DeadlineSet',
      'LapseBegun',
      'DeadlineSet',
      'TaskDone',
      'TaskRaised',
    ]);
    const lapsesAt = plus(w.at, hours(1));
    expect(w.all('LapseBegun')[0]).toMatchObject({ lapsesAt });
    expect(w.all('TaskRaised').at(-1)).toMatchObject({ task: 'approve-measure', dueAt: lapsesAt });
    expect(w.measures).toEqual(['suspend proposed']);
    w.passes(hours(1));
    expect(w.measures).toEqual(['suspend taken']);
    expect(w.all('MeasureTaken')[0]).toMatchObject({ lapsed: true, automated: true });
  });

  it('of a single complaint at level C is acted on once a report at A bears it out, where the policy says auto', () => {
    const w = walk({ unanswered: 'auto' });
    const only = w.complaint(weak);
    w.tells(only);
    w.passes(hours(30));
    expect(w.measures).toEqual(['suspend proposed']);
    w.tells({ ...only, trust: 'A', may: ['forward', 'propose', 'enforce', 'close'] });
    expect(w.measures).toEqual(['suspend taken']);
  });

  it('answered late is a person’s to decide, whoever complains after that', () => {
    const w = walk();
    w.complains(weak);
    w.passes(hours(30));
    w.answers(['feedback', 'solution']);
    w.complains(weak);
    w.passes(hours(30));
    expect(w.measures).toEqual(['suspend proposed']);
  });

  it('of a protected account never lapses, whoever else complains', () => {
    const w = walk();
    w.complains(weak);
    w.passes(hours(30));
    w.account = { ...w.account, protected: true };
    w.complains(weak);
    w.passes(hours(30));
    expect(w.measure('suspend')).toMatchObject({ status: 'proposed', lapses: false });
  });

  it('two complaints of the same person are not two complainants', () => {
    const w = walk();
    for (let i = 0; i < 2; i++) w.complains({ trust: 'C', may: ['forward', 'propose'], reporter: 'jan' });
    w.passes(hours(26));
    expect(w.measures).toEqual(['suspend proposed']);
  });

  it('suspends at once where the policy says auto, and never where it says off', () => {
    const auto = overdue(walk({ unanswered: 'auto' }));
    expect(auto.measures).toEqual(['suspend taken']);
    expect(auto.all('MeasureTaken')[0]).toMatchObject({ automated: true, lapsed: false });
    expect(overdue(walk({ unanswered: 'off' })).measures).toEqual([]);
  });

  it('can be given more time, as long as nothing happened', () => {
    const w = overdue(walk());
    w.decides({ decision: 'extend-deadline', until: plus(w.at, hours(6)) });
    expect(w.state.stage).toBe('demanded');
    expect(w.measures).toEqual(['suspend dropped']);
    w.passes(hours(6));
    expect(w.measures).toEqual(['suspend dropped', 'suspend proposed']);
  });

  it('the deadline fires late after downtime, and the log says when it was due', () => {
    const w = demanded(walk());
    const dueAt = w.state.deadlines['answer-due']!;
    w.at = plus(dueAt, hours(9));
    w.does({ type: 'ReachDeadline', name: 'answer-due', dueAt, firedAt: w.at });
    expect(w.all('DemandUnanswered')[0]).toMatchObject({ dueAt, firedAt: w.at });
  });

  it('a deadline that was moved, cleared or reached before is no news', () => {
    const w = demanded(walk());
    const old = w.state.deadlines['answer-due']!;
    const late = { type: 'ReachDeadline' as const, name: 'answer-due', dueAt: old, firedAt: old };
    w.decides({ decision: 'extend-deadline', until: plus(old, hours(1)) });
    expect(w.does(late)).toEqual([]);
    w.answers(['feedback', 'solution']);
    expect(w.does({ ...late, dueAt: plus(old, hours(1)) })).toEqual([]);
  });
});
