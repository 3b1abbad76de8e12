import { hours, minus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, unregistered, walking, warned } from './scenes';

const walk = walking(policyFile('iconneqt'));

describe('iConneqt: the warning', () => {
  it('IE-18: follows from the first complaint that was traced to the account, at once', () => {
    const w = walk();
    expect(w.complains(direct)).toEqual([
      'CaseOpened',
      'ComplaintJoined',
      'MeasureTaken',
      'NoticeOrdered',
      'NoticeAccepted',
    ]);
    expect(w.state.stage).toBe('warned');
    expect(w.measure('warn').why).toMatchObject({ rule: 'warn', cites: ['IE-18', 'IE-19'] });
  });

  it('IE-19: is an e-mail to the user that says what the next new complaint leads to', () => {
    const w = warned(walk());
    expect(w.notices().map((n) => [n.kind, n.contactId, n.facts.next])).toEqual([
      ['warning', 'owner', 'closure'],
    ]);
    expect(w.notices()[0]!.facts.campaigns[0]!.complaints).toBe(1);
  });

  it('follows from a feedback loop too, and from level C', () => {
    expect(warned(walk(), {}).measures).toEqual(['warn taken']);
    expect(warned(walk(), unregistered).measures).toEqual(['warn taken']);
  });

  it('IN-05: follows from a blocklist that names the account too: providers stop all mail of a platform for one', () =>
    expect(warned(walk(), { channels: ['blocklist'], source: 'a-list' }).measures).toEqual(['warn taken']));

  it('never follows from a complaint that was not traced, or that nobody vouches for', () => {
    const w = walk();
    expect(w.complains({ ...direct, trust: 'D', may: [] })).toEqual([]);
    expect(w.complains({ ...direct, accountId: null })).toEqual([]);
    expect(w.isOpen).toBe(false);
  });

  it('is given once: complaints about mail from before it belong to it', () => {
    const w = warned(walk());
    const before = { at: minus(w.at, hours(4)), estimated: false };
    expect(w.complains({ ...direct, sent: before })).toEqual(['ComplaintJoined']);
    expect(w.measures).toEqual(['warn taken']);
  });

  it('that comes back from every contact is a task, and what follows from it is only proposed', () => {
    const w = warned(walk());
    w.bounces();
    w.bounces();
    expect(w.tasks).toEqual(['warning-undeliverable']);
    w.passes(hours(2));
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    expect(w.all('MeasureProposed').map((m) => m.why.rule)).toEqual(['close-unwarned', 'close-unwarned']);
  });

  it('does not expire, unless the policy says when', () => {
    expect(warned(walk()).deadlines).toEqual([]);
    const w = warned(walk({ warningExpires: '365d' }));
    w.passes(hours(24 * 365));
    expect(w.all('WarningExpired')).toHaveLength(1);
    expect(w.state).toMatchObject({ stage: 'resolved', warning: null });
    expect(w.complains(direct)).toEqual(['SignalPassedOn']);
  });

  it('that expires ends the case with all that waits in it', () => {
    const w = warned(walk({ warningExpires: '365d' }));
    w.complains(unregistered);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    w.passes(hours(24 * 365));
    expect(w.measures).toEqual(['warn ended', 'hold dropped', 'close dropped']);
    expect(w.tasks).toEqual([]);
    expect(w.deadlines).toEqual([]);
    expect(w.all('CaseResolved')).toMatchObject([
      { by: { rule: 'warning-expired' }, reason: 'the warning expired' },
    ]);
    w.without('MeasureDropped'); // as older versions left it
    const { measureId } = w.measure('close');
    expect(w.refuses({ decision: 'approve', measureId })).toBe('case-ended');
  });

  it('from an earlier case, or from before the desk, counts', () => {
    const w = walk();
    w.account = { ...w.account, standing: 'warned', warnedAt: minus(w.at, hours(48)) };
    w.complains(direct);
    expect(w.measures).toEqual(['hold proposed', 'close proposed']);
  });

  it('annulled was never given: the next complaint warns', () => {
    const w = warned(walk());
    const { measureId } = w.measure('warn');
    w.decides({ decision: 'annul', measureId }, 'ann');
    expect(w.state.warning).not.toBeNull(); // one person proposes
    w.decides({ decision: 'annul', measureId }, 'bob');
    expect(w.state.warning).toBeNull();
    w.complains(direct);
    expect(w.measures).toEqual(['warn annulled', 'annul taken', 'warn taken']);
  });
});

describe('iConneqt: the way back', () => {
  const held = () => {
    const w = warned(walk());
    w.complains(direct);
    return w;
  };

  it('takes two persons, and leaves the warning', () => {
    const w = held();
    w.decides({ decision: 'reinstate' }, 'ann', 'agent');
    expect(w.measures).toContain('hold taken');
    expect(w.refuses({ decision: 'reinstate' }, 'bob', 'agent')).toBe('supervisor-needed');
    w.decides({ decision: 'reinstate' }, 'bob');
    expect(w.measures).toEqual(['warn taken', 'hold ended', 'close dropped', 'reinstate taken']);
    expect(w.state).toMatchObject({ stage: 'warned', reinstatedAt: w.at, deadlines: {}, tasks: [] });
  });

  it('a closure is final, but two persons can annul it', () => {
    const w = held();
    const { measureId } = w.measure('close');
    for (const person of ['ann', 'bob']) w.decides({ decision: 'approve', measureId }, person);
    expect(w.refuses({ decision: 'reinstate' })).toBe('account-closed');
    w.account = { ...w.account, standing: 'closed' };
    for (const person of ['ann', 'bob']) w.decides({ decision: 'annul', measureId }, person);
    expect(w.state.stage).toBe('held');
    expect(w.notices().at(-1)).toMatchObject({ kind: 'reinstatement', facts: { annulled: true } });
  });

  it('a closure that is annulled after something was passed on to the next case leaves this one closed', () => {
    const w = held();
    const { measureId } = w.measure('close');
    for (const person of ['ann', 'bob']) w.decides({ decision: 'approve', measureId }, person);
    w.passes(hours(1));
    expect(w.complains(direct)).toEqual(['SignalPassedOn']); // just before the account heard of its closure
    w.account = { ...w.account, standing: 'closed' };
    expect(w.complains(direct)).toEqual([]);
    for (const person of ['ann', 'bob']) w.decides({ decision: 'annul', measureId }, person);
    expect(w.measure('close').status).toBe('annulled');
    expect(w.all('AnnulmentDecided')[0]).toMatchObject({ measureId, measure: 'close' }); // the account is told
    expect(w.all('CaseReopened')).toEqual([]);
    expect(w.state.stage).toBe('closed');
    w.decides({ decision: 'reinstate' }, 'ann'); // the hold that came before the closure can be ended still
    w.decides({ decision: 'reinstate' }, 'bob');
    expect(w.measure('hold').status).toBe('ended');
    expect(w.state.stage).toBe('closed');
  });

  it('a person may hold, suspend or warn without a rule; closing takes two', () => {
    const w = warned(walk());
    w.decides({ decision: 'impose', measure: 'suspend' });
    expect(w.measure('suspend')).toMatchObject({ status: 'taken', why: { rule: 'person' } });
    w.decides({ decision: 'impose', measure: 'close' }, 'ann');
    expect(w.measure('close').status).toBe('proposed');
    w.decides({ decision: 'impose', measure: 'close' }, 'bob');
    expect(w.measure('close').status).toBe('taken');
  });
});
