import { days, hours, plus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { walking } from './scenes';
import type { Walk } from './walk';

const walk = walking(policyFile('spotler'));
/** A complaint of an office that waits for our answer until then. */
const passedOn = (w: Walk, within = days(2)): Walk => {
  w.facts = { ...w.facts, authorityDue: plus(w.at, within) };
  w.complains({ channels: ['regulator'], source: 'csa' });
  w.facts = { ...w.facts, authorityDue: null };
  return w;
};

describe('an answer that an authority waits for', () => {
  it('has a clock of its own, which is a person’s, and a supervisor’s once it is over', () => {
    const w = passedOn(walk());
    const dueAt = plus(w.at, days(2));
    expect(w.all('TaskRaised').find(({ task }) => task === 'answer-authority')).toMatchObject({ dueAt });
    expect(w.state.deadlines['authority-due']).toBe(dueAt);
    w.passes(days(2));
    expect(w.tasks).toEqual(expect.arrayContaining(['answer-authority', 'authority-late']));
    w.decides({ decision: 'finish-task', task: 'answer-authority' });
    expect(w.tasks).not.toContain('authority-late');
  });

  it('is given once somebody says so: nothing is due any more', () => {
    const w = passedOn(walk());
    w.decides({ decision: 'finish-task', task: 'answer-authority' });
    expect(w.deadlines).not.toContain('authority-due');
    w.passes(days(3));
    expect(w.tasks).not.toContain('authority-late');
  });

  it('is due for the first of several complaints first', () => {
    const w = passedOn(walk());
    const dueAt = w.state.deadlines['authority-due'];
    w.passes(hours(1));
    passedOn(w);
    expect(w.state.deadlines['authority-due']).toBe(dueAt);
    expect(w.tasks.filter((task) => task === 'answer-authority')).toHaveLength(1);
  });

  it('bounds the customer’s time to show consent, so that theirs can rest on it', () => {
    const w = passedOn(walk(), hours(6));
    w.decides({ decision: 'request-evidence' });
    expect(w.state.deadlines['evidence-due']).toBe(w.state.deadlines['authority-due']);
    const without = walk();
    without.complains();
    without.decides({ decision: 'request-evidence' });
    expect(without.state.deadlines['evidence-due']).toBe(plus(without.at, hours(24)));
  });

  it.each([
    ['is resolved', (w: Walk) => (w.answers(['feedback', 'solution']), w.decides({ decision: 'accept-answer' }))],
    ['is closed', (w: Walk) => w.decides({ decision: 'close' })],
    ['is reinstated', (w: Walk) => (w.decides({ decision: 'impose', measure: 'hold' }), w.decides({ decision: 'reinstate' }))],
  ])('is still owed after the case %s', (_, ends) => {
    const w = passedOn(walk());
    w.passes(hours(1));
    ends(w);
    expect(w.tasks).toEqual(['answer-authority']);
    expect(w.deadlines).toContain('authority-due');
    w.passes(days(2));
    expect(w.tasks).toContain('authority-late');
  });

  it('is owed about the account that is closed already, too', () => {
    const w = passedOn(walk());
    w.decides({ decision: 'finish-task', task: 'answer-authority' });
    w.account = { ...w.account, standing: 'closed' };
    passedOn(w);
    expect(w.tasks).toContain('answer-authority');
  });

  it('is asked for by no other complaint', () => {
    const w = walk();
    w.complains();
    expect(w.tasks).not.toContain('answer-authority');
    expect(w.deadlines).not.toContain('authority-due');
  });
}); // prettier-ignore
