import { hours, minutes } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, spring, walking } from './scenes';

const walk = walking(policyFile('spotler'));

describe('Spotler: a complaint', () => {
  it('opens a case and will be passed on with a demand', () => {
    const w = walk();
    expect(w.complains()).toEqual(['CaseOpened', 'ComplaintJoined', 'DeadlineSet', 'DemandPlanned']);
    expect(w.state.stage).toBe('open');
    expect(w.deadlines).toEqual(['digest-due']);
  });

  it('SP-81: every complaint is forwarded, those of a quarter of an hour together', () => {
    const w = walk();
    for (const campaignId of [spring, spring, null]) w.complains({ campaignId });
    expect(w.notices()).toEqual([]);
    expect(w.passes(minutes(15))).toEqual([
      'DeadlineReached',
      'NoticeOrdered',
      'NoticeAccepted',
      'AnswerDemanded',
      'DeadlineSet',
    ]);
    const [notice] = w.notices();
    expect(notice).toMatchObject({
      kind: 'demand',
      contactId: 'owner',
      facts: { due: { within: hours(24) } },
    });
    expect(notice!.facts.campaigns.map((c) => [c.campaignId, c.complaints])).toEqual([
      ['spring', 2],
      [null, 1],
    ]);
  });

  it('is one event once the case is open, and the next digest passes it on without another demand', () => {
    const w = demanded(walk());
    expect(w.complains()).toEqual(['ComplaintJoined', 'DeadlineSet']);
    expect(w.complains()).toEqual(['ComplaintJoined']);
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['demand', 'forward']);
    expect(w.notices()[1]!.facts.campaigns[0]!.complaints).toBe(2);
  });

  it('that joins an open case does not extend the time', () => {
    const w = demanded(walk());
    const dueAt = w.state.deadlines['answer-due'];
    w.passes(hours(3));
    w.complains();
    w.passes(minutes(15));
    expect(w.state.deadlines['answer-due']).toBe(dueAt);
    expect(w.all('AnswerDemanded')).toHaveLength(1);
  });

  it('says nothing of who complained where they must stay unknown', () => {
    const w = walk();
    w.complains({ discreet: true, channels: ['trap'] });
    w.passes(minutes(15));
    expect(w.notices()[0]!.facts.campaigns[0]!.providers).toEqual([{ provider: null, complaints: 1 }]);
  });

  it('for which nobody vouches opens nothing', () => {
    const w = walk();
    expect(w.complains({ trust: 'D', may: [] })).toEqual([]);
    expect(w.complains({ trust: 'X', may: [] })).toEqual([]);
    expect(w.isOpen).toBe(false);
  });

  it('to a closed account is no case, and in an open one evidence that nobody is told', () => {
    const w = walk();
    w.account = { ...w.account, standing: 'closed' };
    expect(w.complains()).toEqual([]);
    const open = demanded(walk());
    open.account = { ...open.account, standing: 'closed' };
    expect(open.complains()).toEqual(['ComplaintJoined']);
  });

  it('of phishing or malware is no matter of a day: a hold is proposed at once, or taken when two vouch', () => {
    const w = walk();
    w.complains({ feedbackTypes: ['fraud'] });
    expect(w.all('CaseOpened')[0]!.because).toBe('compromise');
    expect(w.deadlines).toEqual([]);
    expect(w.measures).toEqual(['hold proposed']);
    expect(w.tasks).toEqual(['compromise', 'approve-measure']);
    w.complains({ feedbackTypes: ['virus'] });
    expect(w.measures).toEqual(['hold taken']);
    expect(w.tasks).toContain('compromise');
    expect(w.notices().map((n) => n.kind)).toEqual(['hold']);
  });

  it('with demandWhen recommended only tells the customer, until three complain of a campaign and the rate is too high', () => {
    const w = walk({ demandWhen: 'recommended' });
    for (let n = 0; n < 3; n++) w.complains({ campaignId: spring });
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['forward']);
    w.facts = { ...w.facts, rates: { '30d': 'breached' } };
    w.complains();
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['forward', 'forward']);
    w.complains({ campaignId: spring });
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['forward', 'forward', 'demand']);
    expect(w.all('DemandPlanned')[0]!.why.inputs).toMatchObject({
      campaignComplainants: 4,
      demandWhen: 'recommended',
    });
  });

  it.each(['direct', 'regulator', 'trap'] as const)(
    'with demandWhen recommended asks on one %s complaint',
    (channel) => {
      const w = walk({ demandWhen: 'recommended' });
      w.complains({ channels: [channel] });
      w.passes(minutes(15));
      expect(w.notices().map((n) => n.kind)).toEqual(['demand']);
    },
  );

  it.each(['24h', '7d'] as const)(
    'with demandWhen recommended no breach of %s asks, which may be chance',
    (window) => {
      const w = walk({ demandWhen: 'recommended' });
      w.complains();
      w.signals({ kind: 'rate-breached', window, grade: 'breached', complaints: 3, delivered: 1_000 });
      w.passes(minutes(15));
      expect(w.notices().map((n) => n.kind)).toEqual(['forward']);
    },
  );

  it('with demandWhen recommended a breached rate asks too', () => {
    const w = walk({ demandWhen: 'recommended' });
    w.complains();
    w.passes(minutes(15));
    w.signals({ kind: 'rate-breached', window: '30d', grade: 'breached', complaints: 12, delivered: 10_000 });
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['forward', 'demand']);
  });

  it('a breached rate alone opens no case where no rule is about it', () => {
    const w = walk();
    expect(
      w.signals({
        kind: 'rate-breached',
        window: '30d',
        grade: 'breached',
        complaints: 12,
        delivered: 10_000,
      }),
    ).toEqual([]);
  });
});

describe('Spotler: complaints that change', () => {
  it('more that is known of one is weighed anew', () => {
    const w = walk();
    const weak = w.complaint({ trust: 'C', may: ['forward', 'propose'] });
    w.tells(weak);
    expect(w.tells({ ...weak, trust: 'A', may: ['forward', 'propose', 'enforce', 'close'] })).toEqual([
      'ComplaintReweighed',
    ]);
    w.passes(hours(26));
    expect(w.measures).toEqual(['suspend taken']);
  });

  it('when the last one turns out to be none, the demand ends and what was proposed falls', () => {
    const w = demanded(walk());
    const { complaintId } = w.state.complaints[0]!;
    w.passes(hours(24));
    expect(w.measures).toEqual(['suspend proposed']);
    w.tells(w.complaint({ complaintId, may: [] }));
    expect(w.measures).toEqual(['suspend dropped']);
    expect(w.state).toMatchObject({ stage: 'open', deadlines: {}, complaints: [] });
  });

  it('what was taken because of it waits for a person', () => {
    const w = walk();
    const only = w.complaint();
    w.tells(only);
    w.passes(hours(26));
    w.tells({ ...only, accountId: null });
    expect(w.measures).toEqual(['suspend taken']);
    expect(w.tasks).toEqual(['ground-gone']);
  });
});
