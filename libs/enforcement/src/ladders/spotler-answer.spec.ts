import { hours, minutes, seconds, plus, minus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, overdue, suspended, walking } from './scenes';

const walk = walking(policyFile('spotler'));

describe('Spotler: the answer', () => {
  it('SP-82: is due 24 hours after the relay took the demand, however late that was', () => {
    const w = walk();
    w.relay = 'away';
    w.complains();
    w.passes(hours(5));
    expect(w.deadlines).toEqual([]);
    w.accepted('shop.1.n1');
    expect(w.state.deadlines['answer-due']).toBe(plus(w.at, hours(24)));
  });

  it('is both feedback and a solution: one alone does not stop the clock', () => {
    const w = demanded(walk());
    expect(w.answers(['feedback'])).toEqual(['AnswerReceived']);
    expect(w.all('AnswerReceived')[0]).toMatchObject({ missing: ['solution'], timeLeft: null });
    expect(w.deadlines).toContain('answer-due');
    expect(w.answers(['solution'])).toEqual([
      'DeadlineCleared',
      'AnswerReceived',
      'DeadlineSet',
      'TaskRaised',
    ]);
    expect(w.state.stage).toBe('answered');
    expect(w.deadlines).toEqual(['assessment-due']);
  });

  it('stops the clock when it is there; whether it is suitable, a person judges afterwards', () => {
    const w = demanded(walk());
    w.answers(['feedback', 'solution']);
    w.passes(hours(48));
    expect(w.measures).toEqual([]);
    expect(w.tasks).toEqual(['assess-answer', 'assessment-late']);
  });

  it('is refused when it is empty, and when nothing is asked any more', () => {
    const w = demanded(walk());
    const empty = { type: 'GiveAnswer' as const, answerId: 'x', contactId: null, receivedAt: w.at };
    expect(w.tries(empty)).toMatchObject({ rejected: 'empty-answer' });
    w.decides({ decision: 'close' });
    expect(w.tries({ ...empty, answerId: 'y', feedback: { erased: true } })).toMatchObject({
      rejected: 'nothing-asked',
    });
  });

  it('that is accepted resolves the case, and what is sent from then on counts', () => {
    const w = demanded(walk());
    w.answers(['feedback', 'solution']);
    expect(w.decides({ decision: 'accept-answer' })).toEqual([
      'AnswerAccepted',
      'DeadlineCleared',
      'TaskDone',
      'CaseResolved',
    ]);
    expect(w.state).toMatchObject({ stage: 'resolved', endedAt: w.at, deadlines: {}, tasks: [] });
  });

  it('that is rejected gives back the time that was left, from when the customer is told', () => {
    const w = demanded(walk());
    w.passes(hours(4));
    w.answers(['feedback', 'solution']);
    w.passes(hours(3));
    w.relay = 'away';
    w.decides({ decision: 'reject-answer' });
    expect(w.state.stage).toBe('demanded');
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'rejection',
      facts: { due: { within: hours(20) }, remarks: 'as agreed at the desk' },
    });
    w.passes(hours(1));
    w.accepted(w.notices().at(-1)!.noticeId);
    expect(w.state.deadlines['answer-due']).toBe(plus(w.at, hours(20)));
  });

  it('that is rejected in the last minute leaves two hours', () => {
    const w = demanded(walk());
    w.passes(minutes(24 * 60 - 1));
    w.answers(['feedback', 'solution']);
    w.decides({ decision: 'reject-answer' });
    expect(w.state.deadlines['answer-due']).toBe(plus(w.at, hours(2)));
  });

  it('after a rejection needs a new solution, not new feedback', () => {
    const w = demanded(walk());
    w.answers(['feedback', 'solution']);
    w.decides({ decision: 'reject-answer' });
    w.answers(['feedback']);
    expect(w.state.stage).toBe('demanded');
    w.answers(['solution']);
    expect(w.state.stage).toBe('answered');
  });

  it('is rejected twice at most; then a supervisor decides, and the account is suspended', () => {
    const w = demanded(walk());
    for (let i = 0; i < 2; i++) {
      w.answers(['feedback', 'solution']);
      w.decides({ decision: 'reject-answer' }, 'ann', 'agent');
    }
    w.answers(['solution']);
    expect(w.refuses({ decision: 'reject-answer' }, 'ann', 'agent')).toBe('supervisor-needed');
    w.decides({ decision: 'reject-answer' }, 'sue', 'supervisor');
    expect(w.measure('suspend')).toMatchObject({
      status: 'taken',
      by: { kind: 'person', keyId: 'sue' },
      why: { ground: 'answer-rejected' },
    });
  });

  it('cannot be judged before it is there', () => {
    const w = demanded(walk());
    expect(w.refuses({ decision: 'accept-answer' })).toBe('no-answer');
    expect(w.refuses({ decision: 'reject-answer' })).toBe('no-answer');
  });

  it('counts from when our server had it, even when its command comes after the deadline fired', () => {
    const w = overdue(walk());
    expect(w.measures).toEqual(['suspend proposed']);
    w.answers(['feedback', 'solution'], minus(w.at, seconds(1)));
    expect(w.state.stage).toBe('answered');
    expect(w.measures).toEqual(['suspend dropped']);
    w.passes(hours(2));
    expect(w.measures).toEqual(['suspend dropped']);
  });

  it('that had come in time undoes the suspension that was taken without it', () => {
    const w = suspended(walk());
    const inTime = minus(w.at, minutes(61));
    expect(w.answers(['feedback', 'solution'], inTime)).toEqual([
      'AnnulmentDecided',
      'AnswerReceived',
      'DeadlineSet',
      'TaskRaised',
      'NoticeOrdered',
      'NoticeAccepted',
    ]);
    expect(w.state.stage).toBe('answered');
    expect(w.measures).toEqual(['suspend annulled']);
    expect(w.notices().at(-1)).toMatchObject({ kind: 'reinstatement', facts: { annulled: true } });
  });

  it('that had come in time leaves the account held where another measure holds it', () => {
    const w = suspended(walk());
    const { dueAt } = w.all('DemandUnanswered')[0]!;
    w.decides({ decision: 'impose', measure: 'hold' });
    w.answers(['feedback', 'solution'], minus(dueAt, minutes(1)));
    expect(w.measures).toEqual(['suspend annulled', 'hold taken']);
    expect(w.state).toMatchObject({ stage: 'held', demand: { status: 'answered' } });
    expect(w.refuses({ decision: 'reject-answer' })).toBe('measures-stand');
    w.decides({ decision: 'annul', measureId: w.measure('hold').measureId });
    expect(w.state.stage).toBe('answered');
  });

  it('that comes late, but before anything happened, stops the lapse: a person decides then', () => {
    const w = overdue(walk());
    w.passes(minutes(30));
    w.answers(['feedback', 'solution']);
    expect(w.all('LapseCancelled')).toHaveLength(1);
    w.passes(hours(5));
    expect(w.measures).toEqual(['suspend proposed']);
    w.decides({ decision: 'accept-answer' });
    expect(w.measures).toEqual(['suspend dropped']);
    expect(w.state.stage).toBe('resolved');
  });
});
