import { caseId, hours, minutes, minus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { caseDecider } from '../case/case';
import type { RaiseSignal } from '../case/commands';
import type { ComplaintFacts } from '../case/shapes';
import { demanded, direct, resolved, suspended, walking } from './scenes';
import type { Walk } from './walk';

const walk = walking(policyFile('spotler'));

/** What the case after this one decides, which is not opened yet. */
const nextCase = (w: Walk, signalled: Pick<RaiseSignal, 'signal' | 'passedOn'>, complaint: ComplaintFacts) =>
  caseDecider.decide(
    {
      type: 'RaiseSignal',
      caseId: caseId.parse('shop.2'),
      accountId: w.state.accountId,
      at: w.at,
      ...signalled,
      facts: { ...w.facts, account: w.account, complaint },
    },
    caseDecider.initial,
  );

describe('Spotler: suspended until staff are convinced', () => {
  it('SP-82: takes feedback, solution and prevention, and goes on until a person is convinced', () => {
    const w = suspended(walk());
    expect(w.answers(['feedback', 'solution'])).toEqual(['AnswerReceived']);
    expect(w.all('AnswerReceived').at(-1)!.missing).toEqual(['prevention']);
    expect(w.answers(['prevention'])).toEqual(['AnswerReceived', 'TaskRaised']);
    expect(w.state.stage).toBe('remediating');
    w.passes(hours(100));
    expect(w.measures).toEqual(['suspend taken']);
    expect(w.decides({ decision: 'reinstate' })).toEqual([
      'ReinstatementDecided',
      'NoticeOrdered',
      'TaskDone',
      'CaseResolved',
      'NoticeAccepted',
    ]);
    expect(w.all('ReinstatementDecided')[0]).toMatchObject({ baseline: w.at, ended: ['shop.1.m1'] });
    expect(w.state.stage).toBe('resolved');
  });

  it('stays suspended when what came does not convince, and may try again', () => {
    const w = suspended(walk());
    w.answers(['feedback', 'solution', 'prevention']);
    w.decides({ decision: 'reject-answer' });
    expect(w.state.stage).toBe('suspended');
    expect(w.notices().at(-1)).toMatchObject({ kind: 'rejection', facts: { due: null } });
    w.answers(['feedback', 'solution', 'prevention']);
    expect(w.state.stage).toBe('remediating');
  });

  it('a further complaint is evidence, passed on, and no second suspension', () => {
    const w = suspended(walk());
    expect(w.complains()).toEqual(['ComplaintJoined', 'DeadlineSet']);
    expect(w.all('ComplaintJoined').at(-1)!.as).toBe('evidence');
    w.passes(hours(30));
    expect(w.measures).toEqual(['suspend taken']);
    expect(w.all('AnswerDemanded')).toHaveLength(1);
  });

  it('an annulled suspension was never there', () => {
    const w = suspended(walk());
    w.decides({ decision: 'annul' });
    expect(w.measures).toEqual(['suspend annulled']);
    expect(w.notices().at(-1)).toMatchObject({ kind: 'reinstatement', facts: { annulled: true } });
  });

  it('cannot be closed as a case while the account is held back', () =>
    expect(suspended(walk()).refuses({ decision: 'close' })).toBe('measures-stand'));
});

describe('Spotler: after the end', () => {
  it('a complaint about mail from before the accepted solution is evidence: passed on, no new clock', () => {
    const w = resolved(walk());
    const sent = { at: minus(w.at, minutes(30)), estimated: false };
    w.passes(hours(2));
    expect(w.complains({ sent })).toEqual(['ComplaintJoined', 'DeadlineSet']);
    w.passes(hours(25));
    expect(w.state).toMatchObject({ stage: 'resolved', deadlines: {} });
    expect(w.notices().map((n) => n.kind)).toEqual(['demand', 'forward']);
  });

  it('a complaint about later mail is the next case’s', () => {
    const w = resolved(walk());
    w.passes(hours(2));
    expect(w.complains()).toEqual(['SignalPassedOn']);
  });

  it('can be reopened as long as nothing was passed on to a later case', () => {
    const w = resolved(walk());
    w.passes(hours(2));
    w.complains();
    expect(w.refuses({ decision: 'reopen' })).toBe('has-follow-up');
    expect(w.refuses({ decision: 'confirm-unwanted' })).toBe('has-follow-up');
  });

  it('can be again once the next case has given it back, because it moved nothing there', () => {
    const w = resolved(walk());
    w.passes(hours(2));
    const complaint = w.complaint();
    w.tells(complaint);
    const signal = { kind: 'complaint' as const, complaintId: complaint.complaintId };
    const moot = { ...complaint, may: [] };
    expect(nextCase(w, { signal, passedOn: { by: w.state.caseId, pass: 1 } }, moot)).toMatchObject([
      { type: 'SignalPassedOn', data: { signal, to: 'shop.1', pass: 1 } },
    ]);
    const back = { type: 'RaiseSignal' as const, signal, cameBack: 1 };
    expect(w.does(back, moot)).toEqual(['SignalReturned']);
    expect(w.decides({ decision: 'reopen' })).toEqual(['CaseReopened']);
  });

  it('passes a complaint on again when it is worth more or less, as long as the next case may be deciding on it', () => {
    const w = resolved(walk());
    w.passes(hours(2));
    const complaint = w.complaint();
    w.tells(complaint);
    expect(w.tells(complaint)).toEqual([]);
    expect(w.tells({ ...complaint, may: [] })).toEqual(['SignalPassedOn']);
    const back = { type: 'RaiseSignal', signal: w.all('SignalPassedOn')[0]!.signal } as const;
    w.does({ ...back, cameBack: 1 });
    expect(w.refuses({ decision: 'reopen' })).toBe('has-follow-up');
    w.does({ ...back, cameBack: 2 });
    expect(w.decides({ decision: 'reopen' })).toEqual(['CaseReopened']);
  });

  it('opens the next one by what it passed on, and by nothing that no rule is about', () => {
    const w = resolved(walk());
    const complaint = w.complaint();
    const signal = { kind: 'complaint' as const, complaintId: complaint.complaintId };
    expect(nextCase(w, { signal, passedOn: { by: w.state.caseId, pass: 1 } }, complaint)).toMatchObject([
      { type: 'CaseOpened' },
      { type: 'ComplaintJoined' },
      { type: 'DeadlineSet' },
      { type: 'DemandPlanned' },
    ]);
    expect(nextCase(w, { signal }, { ...complaint, may: [] })).toEqual([]);
  });

  it('can be reopened, and asks again at the next complaint', () => {
    const w = resolved(walk());
    w.decides({ decision: 'reopen' });
    expect(w.state.stage).toBe('open');
    w.complains();
    w.passes(minutes(15));
    expect(w.state.stage).toBe('demanded');
  });

  it('reopening takes back that it was settled by its end, and not what a reinstatement settled', () => {
    const w = suspended(walk());
    const before = { at: minus(w.at, minutes(1)), estimated: false };
    w.decides({ decision: 'reinstate' });
    w.passes(hours(2));
    w.decides({ decision: 'reopen' });
    w.complains({ sent: before });
    w.passes(minutes(15));
    expect(w.state.stage).toBe('open');
    w.complains();
    w.passes(minutes(15));
    expect(w.state.stage).toBe('demanded');
  });

  it('a complaint that a reinstatement settled takes nothing along of what came after, when it leaves', () => {
    const w = walk({ demandWhen: 'recommended' });
    const settled = w.complaint(direct);
    w.tells(settled);
    w.decides({ decision: 'impose', measure: 'suspend' });
    w.decides({ decision: 'reinstate' });
    w.decides({ decision: 'reopen' });
    w.signals({ kind: 'rate-breached', window: '30d', grade: 'breached', complaints: 9, delivered: 900 });
    expect(w.tells({ ...settled, may: [] })).toEqual(['ComplaintLeft']);
    expect(w.state.demand?.status).toBe('planned');
  });

  it('while an answer is judged, complaints about mail from before it are evidence', () => {
    const w = demanded(walk());
    w.answers(['feedback', 'solution']);
    w.complains();
    expect(w.all('ComplaintJoined').at(-1)!.as).toBe('evidence');
    expect(w.state.stage).toBe('answered');
  });
});
