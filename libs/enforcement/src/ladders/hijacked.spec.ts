import { days, hours } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, overdue, walking } from './scenes';

const spotler = walking(policyFile('spotler'));
const confirm = { decision: 'confirm-compromise' } as const;

describe.each(['aino', 'conectoo', 'iconneqt', 'reference', 'spotler'] as const)(
  'an account in other hands, under the policy of %s',
  (id) => {
    it('is held, and what others send with is revoked, at a person’s word', () => {
      const w = walking(policyFile(id))();
      w.complains({ feedbackTypes: ['fraud'] });
      w.decides(confirm);
      expect(w.measures).toEqual(expect.arrayContaining(['hold taken', 'revoke-credentials taken']));
      expect(w.tasks).not.toContain('compromise');
      w.passes(days(3));
      expect(w.all('AnswerDemanded')).toEqual([]);
    });
  },
);

describe('an account in other hands', () => {
  it('owes no answer within a day any more, and nothing follows from there being none', () => {
    const running = demanded(spotler());
    running.decides(confirm);
    expect(running.all('DemandCancelled')).toMatchObject([{ because: 'compromise-confirmed' }]);
    running.passes(hours(48));
    expect(running.measures).not.toContain('suspend taken');

    const late = overdue(spotler());
    expect(late.measures).toContain('suspend proposed');
    late.decides(confirm);
    expect(late.measures).toContain('suspend dropped');
  });

  it('is one once, until it is given back; then it may be one again', () => {
    const w = demanded(spotler());
    w.decides(confirm);
    expect(w.decides(confirm)).toEqual([]);
    w.decides({ decision: 'reinstate' });
    expect(w.decides(confirm)).toContain('CompromiseConfirmed');
  });

  it('is none any more once the hold is annulled', () => {
    const w = demanded(spotler());
    w.decides(confirm);
    w.decides({ decision: 'annul', measureId: w.measure('hold').measureId });
    expect(w.state.compromised).toBe(false);
  });

  it('is not one that is closed', () => {
    const w = demanded(spotler());
    w.account = { ...w.account, standing: 'closed' };
    expect(w.refuses(confirm)).toBe('account-closed');
  });
});

it('evidence that comes in waits for a person, each once, and is due no more', () => {
  const w = demanded(spotler());
  w.decides({ decision: 'request-evidence' });
  expect(w.deadlines).toContain('evidence-due');
  w.does({ type: 'RecordEvidence', evidenceId: 'e1' });
  expect(w.deadlines).not.toContain('evidence-due');
  expect(w.tasks).toContain('review-evidence');
  expect(w.does({ type: 'RecordEvidence', evidenceId: 'e1' })).toEqual([]);
});
