import { minus, seconds, type Instant } from '@app/kernel';
import { policyFile } from '@app/testing';
import { StaleFacts } from '../case/facts';
import { adopted, demanded, direct, walking, warned } from './scenes';
import { decided, Walk } from './walk';

const walk = walking(policyFile('iconneqt'));

describe('a case', () => {
  it('is decided by the policy version it was opened under, and by no other', () => {
    const w = warned(walk());
    w.facts = { ...w.facts, policy: { ...w.facts.policy, version: 'v2' } };
    const [name, dueAt] = ['warning-expiry', w.at] as const;
    expect(() => w.tries({ type: 'ReachDeadline', name, dueAt, firedAt: dueAt })).toThrow(
      'case shop.1 is pinned to iconneqt v1, and was given v2: look it up again',
    );
    expect(() => w.complains(direct)).toThrow(StaleFacts);
  });

  it('does not exist before a signal opens it', () =>
    expect(walk().refuses({ decision: 'close' })).toBe('no-such-case'));

  it('is not decided on facts of another complaint', () => {
    const w = walk();
    expect(() =>
      w.tries({ type: 'RaiseSignal', signal: { kind: 'complaint', complaintId: 'c9' } }, w.complaint()),
    ).toThrow(StaleFacts);
  });

  it('with automation off proposes what it would have done, the notices too', () => {
    const w = walk();
    w.facts = { ...w.facts, automation: { auto: false, because: 'desk' } };
    w.complains(direct);
    expect(w.measures).toEqual(['warn proposed']);
    w.decides({ decision: 'approve', measureId: w.measure('warn').measureId });
    expect(w.notices().map((n) => n.kind)).toEqual(['warning']);
    expect(w.state.stage).toBe('warned');
  });

  it('refuses a decision of which its policy does not say what follows, and names both', () => {
    const w = warned(walk());
    expect(w.tries(decided({ decision: 'confirm-unwanted' }))).toEqual({
      rejected: 'no-rule',
      because:
        'confirm-unwanted: policy iconneqt has no rule that asks for anything on unwanted-confirmed; impose a measure instead',
    });
    expect(w.all('UnwantedMailConfirmed')).toEqual([]);
  });

  it('refuses the last rejection of an answer where the policy does not say what follows', () => {
    const spotler = policyFile('spotler') as {
      rules: { id: string }[];
    };
    const rules = spotler.rules.filter(({ id }) => id !== 'answer-not-suitable');
    const w = demanded(new Walk(adopted({ ...spotler, rules })));
    for (let i = 0; i < 2; i++) {
      w.answers(['feedback', 'solution']);
      w.decides({ decision: 'reject-answer' });
    }
    w.answers(['feedback', 'solution']);
    expect(w.tries(decided({ decision: 'reject-answer' }))).toMatchObject({
      rejected: 'no-rule',
      because: expect.stringContaining('reject-answer: policy spotler has no rule') as string,
    });
    expect(w.state.stage).toBe('answered');
  });

  it('ends with what is in it, also what came while the person decided', () => {
    const w = warned(walk());
    const sent = { at: w.at, estimated: false };
    w.complains({ sent });
    w.at = minus(w.at, seconds(1));
    w.decides({ decision: 'close' });
    expect(w.all('CaseClosed')[0]!.baseline).toBe(sent.at);
  });

  it('remembers a bounded number of complaints, and passes every one on', () => {
    const w = walk();
    for (let i = 0; i < 400; i++) w.complains({ sent: { at: 0 as Instant, estimated: false } });
    expect(w.state.complaints).toHaveLength(256);
    expect(w.state.total).toBe(400);
  });
});
