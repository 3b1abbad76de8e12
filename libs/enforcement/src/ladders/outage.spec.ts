import { hours, minus, minutes, plus, type Duration, type Instant } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, overdue, resolved, suspended, walking } from './scenes';
import type { Walk } from './walk';

const walk = walking(policyFile('spotler'));
const none = hours(0);

/** Down for `lasting` until now, and told of now. */
const down = (w: Walk, outageId: string, lasting: Duration, ago = none) =>
  w.does({
    type: 'ExtendForOutage',
    outageId,
    from: minus(minus(w.at, ago), lasting),
    until: minus(w.at, ago),
  });
const dueAt = (w: Walk): Instant | undefined => w.state.deadlines['answer-due'];

describe('time in which the answer page was down', () => {
  it('is given back, once for each outage, and the event says how much', () => {
    const w = demanded(walk());
    const before = dueAt(w)!;
    w.passes(hours(3));
    expect(down(w, 'o1', minutes(40))).toEqual(['DeadlineSet']);
    expect(dueAt(w)).toBe(plus(before, minutes(40)));
    expect(w.all('DeadlineSet').at(-1)).toMatchObject({
      because: 'outage',
      outageId: 'o1',
      extendedBy: minutes(40),
      outage: { from: minus(w.at, minutes(40)), until: w.at },
    });
    w.passes(hours(1));
    expect(down(w, 'o1', minutes(40))).toEqual([]);
    expect(down(w, 'o2', minutes(10))).toEqual(['DeadlineSet']);
    expect(dueAt(w)).toBe(plus(before, minutes(50)));
  });

  it('counts from when the customer’s time ran', () => {
    const w = demanded(walk());
    const before = dueAt(w)!;
    w.passes(minutes(30));
    expect(down(w, 'o1', hours(5))).toEqual(['DeadlineSet']);
    expect(dueAt(w)).toBe(plus(before, minutes(30)));
  });

  it('is nothing when it was up again before the customer’s time ran', () => {
    const w = demanded(walk());
    expect(down(w, 'o1', hours(5))).toEqual([]);
    w.passes(hours(1));
    expect(down(w, 'o1', hours(5), hours(2))).toEqual([]);
  });

  it('is not given back twice where two outages overlap', () => {
    const w = demanded(walk());
    const before = dueAt(w)!;
    w.passes(hours(10));
    down(w, 'page', hours(2), hours(3)); // from 5 to 7 hours
    down(w, 'replies', hours(4), hours(2)); // from 4 to 8
    expect(w.all('DeadlineSet').at(-1)).toMatchObject({ outageId: 'replies', extendedBy: hours(2) });
    expect(dueAt(w)).toBe(plus(before, hours(4)));
    expect(down(w, 'both', hours(1), hours(5))).toEqual([]);
  });

  it('gives the new deadline, and not the old one, its meaning', () => {
    const w = demanded(walk());
    const old = dueAt(w)!;
    w.passes(hours(2));
    down(w, 'o1', hours(1));
    expect(w.does({ type: 'ReachDeadline', name: 'answer-due', dueAt: old, firedAt: old })).toEqual([]);
    w.passes(hours(22));
    expect(w.state.stage).toBe('demanded');
    w.passes(hours(1));
    expect(w.state.stage).toBe('overdue');
  });

  it('extends the time for evidence as well', () => {
    const w = demanded(walk());
    w.decides({ decision: 'request-evidence' });
    const before = w.state.deadlines['evidence-due']!;
    w.passes(hours(2));
    expect(down(w, 'o1', hours(1))).toEqual(['DeadlineSet', 'DeadlineSet']);
    expect(w.state.deadlines['evidence-due']).toBe(plus(before, hours(1)));
  });

  it('is nobody’s affair where no time runs', () => {
    const planned = walk();
    planned.complains();
    expect(down(planned, 'o1', hours(1))).toEqual([]);
    const answered = demanded(walk());
    answered.passes(hours(2));
    answered.answers(['feedback', 'solution']);
    expect(down(answered, 'o1', hours(1))).toEqual([]);
    expect(down(resolved(walk()), 'o1', hours(1))).toEqual([]);
  });
});

describe('time in which the answer page was down, when the deadline has fired', () => {
  it('is given back, and what was proposed falls', () => {
    const w = overdue(walk());
    const due = w.all('DemandUnanswered')[0]!.dueAt;
    expect(down(w, 'o1', hours(3))).toEqual(['DeadlineCleared', 'TaskDone', 'MeasureDropped', 'DeadlineSet']);
    const by = w.all('DeadlineSet').at(-1)!.extendedBy!;
    expect(w.state).toMatchObject({ stage: 'demanded', deadlines: { 'answer-due': plus(due, by) } });
    expect(by).toBe(hours(3));
  });

  it('undoes a suspension that it led to, and tells the customer until when there is time', () => {
    const w = suspended(walk());
    const due = w.all('DemandUnanswered')[0]!.dueAt;
    expect(down(w, 'o1', hours(3))).toEqual([
      'AnnulmentDecided',
      'NoticeOrdered',
      'DeadlineSet',
      'NoticeAccepted',
    ]);
    expect(w.measures).toEqual(['suspend annulled']);
    expect(w.state.stage).toBe('demanded');
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'reinstatement',
      facts: { annulled: true, due: { at: dueAt(w) } },
    });
    expect(dueAt(w)).toBe(plus(due, hours(3)));
  });

  it('is not given back to an account that is held back for another reason', () => {
    const w = overdue(walk());
    w.decides({ decision: 'impose', measure: 'hold' });
    expect(down(w, 'o1', hours(3))).not.toContain('DeadlineSet');
    expect(w.state).toMatchObject({ stage: 'held', deadlines: {} });
  });

  it('undoes the suspension of such an account too, and promises no time', () => {
    const w = suspended(walk());
    w.decides({ decision: 'impose', measure: 'hold' });
    expect(down(w, 'o1', hours(3))).not.toContain('DeadlineSet');
    expect(w.measures).toEqual(['suspend annulled', 'hold taken']);
    expect(w.state).toMatchObject({ stage: 'held', deadlines: {} });
    expect(w.notices().at(-1)).toMatchObject({ kind: 'reinstatement', facts: { annulled: true, due: null } });
  });

  it('is not given back after a solution that was not suitable: that came in time', () => {
    const w = demanded(walk());
    for (let i = 0; i < 3; i++) {
      w.answers(['feedback', 'solution']);
      w.decides({ decision: 'reject-answer' });
    }
    w.passes(minutes(10));
    expect(w.state.demand).toMatchObject({ status: 'unanswered', dueAt: null });
    expect(down(w, 'o1', hours(3))).toEqual([]);
  });

  it('is over as well when that is how long ago it was', () => {
    const w = overdue(walk({ unanswered: 'off' }));
    w.passes(hours(5));
    expect(down(w, 'o1', hours(3), hours(5))).toEqual([]);
    expect(down(w, 'o2', hours(3))).toEqual([]); // it was up when the time was over
  });
});
