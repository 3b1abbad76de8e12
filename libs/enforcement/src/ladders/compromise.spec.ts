import { hours } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, direct, unregistered, walking, warned } from './scenes';

const walk = (id: 'spotler' | 'iconneqt') => walking(policyFile(id))();
const fraud = { feedbackTypes: ['fraud' as const] };

describe.each(['spotler', 'iconneqt'] as const)('phishing or malware, under the policy of %s', (id) => {
  it.each(['fraud', 'virus'] as const)(
    '(%s) asks for no answer in a day: it is somebody’s work at once',
    (type) => {
      const w = walk(id);
      w.complains({ feedbackTypes: [type] });
      expect(w.all('TaskRaised')).toMatchObject([
        { task: 'compromise', for: 'staff', dueAt: w.at },
        { task: 'approve-measure' },
      ]);
      w.passes(hours(48));
      expect(w.all('DemandPlanned')).toEqual([]);
      expect(w.all('AnswerDemanded')).toEqual([]);
      expect(w.notices()).toEqual([]);
      expect(w.measures).toEqual(['hold proposed']);
    },
  );

  it('is somebody’s work as well while the account is held for something else, and once it was reinstated', () => {
    const w = walk(id);
    w.complains();
    w.decides({ decision: 'impose', measure: 'suspend' });
    w.complains(fraud);
    expect(w.tasks).toContain('compromise');
    const sent = { at: w.at, estimated: false };
    for (const person of ['ann', 'bob']) w.refuses({ decision: 'reinstate' }, person);
    expect(w.tasks).toEqual([]);
    w.passes(hours(1));
    w.complains({ ...fraud, sent });
    expect(w.tasks).toEqual(['compromise']);
  });

  it('is one piece of work, however many report it, until somebody did it', () => {
    const w = walk(id);
    for (let i = 0; i < 3; i++) w.complains(fraud);
    expect(w.tasks.filter((task) => task === 'compromise')).toHaveLength(1);
    for (const { task, about } of w.state.tasks)
      if (task === 'compromise')
        w.decides({ decision: 'finish-task', task, ...(about !== null && { about }) });
    w.complains(fraud);
    expect(w.tasks).toContain('compromise');
  });

  it('is known from a later report of the same message too, and nothing more is asked about that', () => {
    const w = walk(id);
    const complaint = w.complaint();
    w.tells(complaint);
    expect(w.tells({ ...complaint, feedbackTypes: ['abuse', 'fraud'] })).toContain('ComplaintReweighed');
    expect(w.tasks).toContain('compromise');
    w.passes(hours(48));
    expect(w.all('AnswerDemanded')).toEqual([]);
    expect(w.notices().filter(({ kind }) => kind === 'demand' || kind === 'forward')).toEqual([]);
  });

  it('is no ground to hold on one report that nobody vouches for, whatever else is complained of', () => {
    const w = walk(id);
    w.complains();
    w.complains();
    w.complains({ ...fraud, ...unregistered });
    expect(w.measure('hold')).toMatchObject({ status: 'proposed', because: 'trust' });
    w.complains();
    expect(w.measure('hold').status).toBe('proposed');
  });

  it('is none either where the same messages are complained of as advertising by somebody who is vouched for', () => {
    const w = walk(id);
    const both = { feedbackTypes: ['abuse' as const, 'fraud' as const] };
    const [first, second] = [w.complaint(both), w.complaint(both)];
    for (const complaint of [first, second]) w.tells({ ...complaint, unvouched: ['fraud'] });
    expect(w.measure('hold')).toMatchObject({ status: 'proposed', because: 'trust' });
    w.tells(first); // somebody who is vouched for says so too
    expect(w.measure('hold').status).toBe('proposed');
    expect(w.tells(second)).toContain('ComplaintReweighed');
    expect(w.measure('hold').status).toBe('taken');
  });

  it('is, when two persons report it over channels that are vouched for', () => {
    const w = walk(id);
    w.complains(fraud);
    expect(w.measure('hold').status).toBe('proposed');
    w.complains({ feedbackTypes: ['virus'] });
    expect(w.measure('hold').status).toBe('taken');
  });
});

describe('Spotler: a demand that runs', () => {
  it('ends when its only complaint proves to be about phishing', () => {
    const w = walk('spotler');
    const complaint = w.complaint();
    w.tells(complaint);
    w.passes(hours(1));
    expect(w.state.stage).toBe('demanded');
    w.tells({ ...complaint, feedbackTypes: ['fraud'] });
    expect(w.all('DemandCancelled')).toMatchObject([{ because: 'no-complaint-left' }]);
    expect(w.state).toMatchObject({ stage: 'open', demand: { status: 'cancelled' } });
    expect(w.deadlines).toEqual([]);
  });

  it('goes on when another complaint is about advertising', () => {
    const w = demanded(walk('spotler'));
    w.complains(fraud);
    expect(w.state).toMatchObject({ stage: 'demanded', demand: { status: 'running' } });
  });
});

describe('a measure that rests on complaints', () => {
  it('is only proposed when the one that asks for it may not carry it itself', () => {
    const w = warned(walk('iconneqt'));
    w.complains(); // over a feedback loop: enough to count, and no ground to close
    w.complains(unregistered);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    w.complains();
    expect(w.measure('hold').status).toBe('proposed');
  });

  it('is told with its own ground, although the same waits on another', () => {
    const w = warned(walk('iconneqt'));
    w.complains(fraud);
    w.complains(direct);
    expect(w.state.measures.map((m) => [m.measure, m.status, m.why.ground])).toEqual([
      ['warn', 'taken', 'complaint'],
      ['hold', 'dropped', 'compromise'],
      ['hold', 'taken', 'new-complaint'],
      ['close', 'proposed', 'new-complaint'],
    ]);
    expect(w.tasks).toContain('compromise'); // still somebody's work
  });

  it('is taken once a person’s word lifts that one', () => {
    const w = warned(walk('iconneqt'));
    const weak = w.complaint(unregistered);
    w.tells(weak);
    expect(w.measure('hold').status).toBe('proposed');
    w.tells({ ...weak, may: ['forward', 'propose', 'enforce'] });
    expect(w.measure('hold').status).toBe('taken');
  });

  it('is taken when another one asks for it that may', () => {
    const w = warned(walk('iconneqt'));
    w.complains(unregistered);
    w.complains(direct);
    expect(w.measure('hold').status).toBe('taken');
  });
});
