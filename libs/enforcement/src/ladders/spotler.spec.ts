import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { hours, minutes, plus, type CampaignId, type Duration } from '@app/kernel';
import { parsePolicy } from '../policy/parse';
import { Walk } from './walk';

type Content = { settings: Record<string, { value: unknown }> };
const content = (): Content => parse(readFileSync('config/policies/spotler.yaml', 'utf8')) as Content;
const spotler = (settings: Record<string, unknown> = {}) => {
  const changed = content();
  for (const [name, value] of Object.entries(settings)) changed.settings[name]!.value = value;
  return { ...parsePolicy(changed), version: 'v1' };
};
const walk = (settings?: Record<string, unknown>) => new Walk(spotler(settings));
const spring = 'spring' as CampaignId;

const demanded = (settings?: Record<string, unknown>): Walk => {
  const w = walk(settings);
  w.complains();
  w.passes(minutes(15));
  return w;
};
/** A second person complains, so that what is proposed may also be taken. */
const overdue = (settings?: Record<string, unknown>): Walk => {
  const w = demanded(settings);
  w.complains();
  w.passes(hours(24));
  return w;
};
const suspended = (): Walk => {
  const w = overdue();
  w.passes(hours(1));
  return w;
};
const stopping = (settings?: Record<string, unknown>): Walk => {
  const w = demanded(settings);
  w.decides({ decision: 'confirm-unwanted' });
  return w;
};
const injection = (w: Walk, more: object = {}) => ({
  kind: 'injection' as const,
  campaignId: spring,
  stream: 'bulk' as const,
  state: 'refused' as const,
  injectedAt: w.at,
  observedAt: w.at,
  holdConfirmed: true,
  ...more,
});

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
    const w = demanded();
    expect(w.complains()).toEqual(['ComplaintJoined', 'DeadlineSet']);
    expect(w.complains()).toEqual(['ComplaintJoined']);
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['demand', 'forward']);
    expect(w.notices()[1]!.facts.campaigns[0]!.complaints).toBe(2);
  });

  it('that joins an open case does not extend the time', () => {
    const w = demanded();
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
    const open = demanded();
    open.account = { ...open.account, standing: 'closed' };
    expect(open.complains()).toEqual(['ComplaintJoined']);
  });

  it('of phishing or malware is no matter of a day: a hold is proposed at once, or taken when two vouch', () => {
    const w = walk();
    w.complains({ feedbackTypes: ['fraud'] });
    expect(w.all('CaseOpened')[0]!.because).toBe('compromise');
    expect(w.deadlines).toEqual([]);
    expect(w.measures).toEqual(['hold proposed']);
    w.complains({ feedbackTypes: ['virus'] });
    expect(w.measures).toEqual(['hold taken']);
    expect(w.tasks).toContain('compromise');
    expect(w.notices().map((n) => n.kind)).toEqual(['hold']);
  });

  it('with demandWhen recommended only tells the customer, until three complain of a campaign', () => {
    const w = walk({ demandWhen: 'recommended' });
    w.complains({ campaignId: spring });
    w.complains({ campaignId: spring });
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['forward']);
    w.complains({ campaignId: spring });
    w.passes(minutes(15));
    expect(w.notices().map((n) => n.kind)).toEqual(['forward', 'demand']);
    expect(w.all('DemandPlanned')[0]!.why.inputs).toMatchObject({
      campaignComplainants: 3,
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
    const w = demanded();
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
    const w = demanded();
    w.answers(['feedback', 'solution']);
    w.passes(hours(48));
    expect(w.measures).toEqual([]);
    expect(w.tasks).toEqual(['assess-answer', 'assessment-late']);
  });

  it('is refused when it is empty, and when nothing is asked any more', () => {
    const w = demanded();
    const empty = { type: 'GiveAnswer' as const, answerId: 'x', contactId: null, receivedAt: w.at };
    expect(w.tries(empty)).toMatchObject({ rejected: 'empty-answer' });
    w.decides({ decision: 'close' });
    expect(w.tries({ ...empty, answerId: 'y', feedback: { erased: true } })).toMatchObject({
      rejected: 'nothing-asked',
    });
  });

  it('that is accepted resolves the case, and what is sent from then on counts', () => {
    const w = demanded();
    w.answers(['feedback', 'solution']);
    expect(w.decides({ decision: 'accept-answer' })).toEqual([
      'AnswerAccepted',
      'DeadlineCleared',
      'TaskDone',
      'CaseResolved',
    ]);
    expect(w.state).toMatchObject({ stage: 'resolved', baseline: w.at, deadlines: {}, tasks: [] });
  });

  it('that is rejected gives back the time that was left, from when the customer is told', () => {
    const w = demanded();
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
    const w = demanded();
    w.passes((hours(24) - 60_000) as Duration);
    w.answers(['feedback', 'solution']);
    w.decides({ decision: 'reject-answer' });
    expect(w.state.deadlines['answer-due']).toBe(plus(w.at, hours(2)));
  });

  it('after a rejection needs a new solution, not new feedback', () => {
    const w = demanded();
    w.answers(['feedback', 'solution']);
    w.decides({ decision: 'reject-answer' });
    w.answers(['feedback']);
    expect(w.state.stage).toBe('demanded');
    w.answers(['solution']);
    expect(w.state.stage).toBe('answered');
  });

  it('is rejected twice at most; then a supervisor decides, and the account is suspended', () => {
    const w = demanded();
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
    const w = demanded();
    expect(w.refuses({ decision: 'accept-answer' })).toBe('no-answer');
    expect(w.refuses({ decision: 'reject-answer' })).toBe('no-answer');
  });

  it('counts from when our server had it, even when its command comes after the deadline fired', () => {
    const w = overdue();
    expect(w.measures).toEqual(['suspend proposed']);
    w.answers(['feedback', 'solution'], plus(w.at, -1_000 as Duration));
    expect(w.state.stage).toBe('answered');
    expect(w.measures).toEqual(['suspend dropped']);
    w.passes(hours(2));
    expect(w.measures).toEqual(['suspend dropped']);
  });

  it('that had come in time undoes the suspension that was taken without it', () => {
    const w = suspended();
    const inTime = plus(w.at, (-hours(1) - 1_000) as Duration);
    expect(w.answers(['feedback', 'solution'], inTime)).toEqual([
      'AnnulmentDecided',
      'AnswerReceived',
      'DeadlineSet',
      'TaskRaised',
    ]);
    expect(w.state.stage).toBe('answered');
    expect(w.measures).toEqual(['suspend annulled']);
  });

  it('that comes late, but before anything happened, stops the lapse: a person decides then', () => {
    const w = overdue();
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

describe('Spotler: no answer', () => {
  it('SP-82: without feedback and solution in 24 hours suspension is proposed, and taken when nobody objects', () => {
    const w = demanded();
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
    const w = overdue();
    w.decides({ decision: 'refuse', measureId: w.measure('suspend').measureId });
    w.passes(hours(48));
    expect(w.measures).toEqual(['suspend refused']);
  });

  it('is what a person may act on at once', () => {
    const w = overdue();
    w.decides({ decision: 'approve', measureId: w.measure('suspend').measureId }, 'ann', 'agent');
    expect(w.all('MeasureTaken')[0]).toMatchObject({ automated: false, lapsed: false, by: { keyId: 'ann' } });
  });

  it('lapses in staffed time only', () => {
    const w = demanded();
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

  it.each([
    ['one at level A', [{}]],
    [
      'two independent ones at level C',
      [
        { trust: 'C', may: ['forward', 'propose'] },
        { trust: 'C', may: ['forward', 'propose'] },
      ],
    ],
  ] as const)('suspends by lapse on %s', (_, complaints) => {
    const w = walk();
    for (const c of complaints) w.complains(c as object);
    w.passes(hours(26));
    expect(w.measures).toEqual(['suspend taken']);
  });

  it('two complaints of the same person are not two complainants', () => {
    const w = walk();
    for (let i = 0; i < 2; i++) w.complains({ trust: 'C', may: ['forward', 'propose'], reporter: 'jan' });
    w.passes(hours(26));
    expect(w.measures).toEqual(['suspend proposed']);
  });

  it('suspends at once where the policy says auto, and never where it says off', () => {
    const auto = overdue({ unanswered: 'auto' });
    expect(auto.measures).toEqual(['suspend taken']);
    expect(auto.all('MeasureTaken')[0]).toMatchObject({ automated: true, lapsed: false });
    expect(overdue({ unanswered: 'off' }).measures).toEqual([]);
  });

  it('can be given more time, as long as nothing happened', () => {
    const w = overdue();
    w.decides({ decision: 'extend-deadline', until: plus(w.at, hours(6)) });
    expect(w.state.stage).toBe('demanded');
    expect(w.measures).toEqual(['suspend dropped']);
    w.passes(hours(6));
    expect(w.measures).toEqual(['suspend dropped', 'suspend proposed']);
  });

  it('the deadline fires late after downtime, and the log says when it was due', () => {
    const w = demanded();
    const dueAt = w.state.deadlines['answer-due']!;
    w.at = plus(dueAt, hours(9));
    w.does({ type: 'ReachDeadline', name: 'answer-due', dueAt, firedAt: w.at });
    expect(w.all('DemandUnanswered')[0]).toMatchObject({ dueAt, firedAt: w.at });
  });

  it('a deadline that was moved, cleared or reached before is no news', () => {
    const w = demanded();
    const old = w.state.deadlines['answer-due']!;
    const late = { type: 'ReachDeadline' as const, name: 'answer-due', dueAt: old, firedAt: old };
    w.decides({ decision: 'extend-deadline', until: plus(old, hours(1)) });
    expect(w.does(late)).toEqual([]);
    w.answers(['feedback', 'solution']);
    expect(w.does({ ...late, dueAt: plus(old, hours(1)) })).toEqual([]);
  });

  it('time in which the answer page was down is given back, once for each outage', () => {
    const w = demanded();
    const before = w.state.deadlines['answer-due']!;
    const outage = { type: 'ExtendForOutage' as const, outageId: 'o1', by: minutes(40) };
    expect(w.does(outage)).toEqual(['DeadlineSet']);
    expect(w.does(outage)).toEqual([]);
    expect(w.state.deadlines['answer-due']).toBe(plus(before, minutes(40)));
    expect(w.all('DeadlineSet').at(-1)).toMatchObject({ because: 'outage', extendedBy: minutes(40) });
  });
});

describe('Spotler: suspended until staff are convinced', () => {
  it('SP-82: takes feedback, solution and prevention, and goes on until a person is convinced', () => {
    const w = suspended();
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
    const w = suspended();
    w.answers(['feedback', 'solution', 'prevention']);
    w.decides({ decision: 'reject-answer' });
    expect(w.state.stage).toBe('suspended');
    expect(w.notices().at(-1)).toMatchObject({ kind: 'rejection', facts: { due: null } });
    w.answers(['feedback', 'solution', 'prevention']);
    expect(w.state.stage).toBe('remediating');
  });

  it('a further complaint is evidence, passed on, and no second suspension', () => {
    const w = suspended();
    expect(w.complains()).toEqual(['ComplaintJoined', 'DeadlineSet']);
    expect(w.all('ComplaintJoined').at(-1)!.as).toBe('evidence');
    w.passes(hours(30));
    expect(w.measures).toEqual(['suspend taken']);
    expect(w.all('AnswerDemanded')).toHaveLength(1);
  });

  it('an annulled suspension was never there', () => {
    const w = suspended();
    w.decides({ decision: 'annul' });
    expect(w.measures).toEqual(['suspend annulled']);
    expect(w.notices().at(-1)).toMatchObject({ kind: 'reinstatement', facts: { annulled: true } });
  });

  it('cannot be closed as a case while the account is held back', () =>
    expect(suspended().refuses({ decision: 'close' })).toBe('measures-stand'));
});

describe('Spotler: confirmed unwanted mail', () => {
  it('SP-84: suspends at once, at any state, and ends the demand with its cause', () => {
    const w = demanded();
    const dueAt = plus(w.at, hours(2));
    w.relay = 'away';
    expect(w.decides({ decision: 'confirm-unwanted' })).toEqual([
      'UnwantedMailConfirmed',
      'DeadlineCleared',
      'DemandCancelled',
      'MeasureTaken',
      'MeasureTaken',
      'StopOrdered',
      'DeadlineSet',
      'NoticeOrdered',
    ]);
    expect(w.measures).toEqual(['hold taken', 'stop taken']);
    expect(w.all('DemandCancelled')[0]!.because).toBe('unwanted-mail-confirmed');
    expect(w.all('MeasureTaken')[0]).toMatchObject({ by: { kind: 'person' }, automated: false });
    expect(w.state.deadlines).toEqual({ 'stop-due': dueAt });
  });

  it('SP-85: gives two hours to stop, said in one notice', () => {
    const w = stopping();
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'stop-order',
      facts: {
        due: { within: hours(2) },
        delivery: 'hold',
        measure: { why: { ground: 'unwanted-mail' }, automated: { detection: false, decision: false } },
      },
    });
  });

  it('the two hours run whether the notice arrives or not, and later when the relay takes it later', () => {
    const w = demanded();
    w.relay = 'away';
    w.decides({ decision: 'confirm-unwanted' });
    w.passes(hours(1));
    w.accepted(w.notices().at(-1)!.noticeId);
    expect(w.state.deadlines).toEqual({ 'stop-due': plus(w.at, hours(2)) });
  });

  it.each<[string, () => Walk]>([
    [
      'a new case',
      () => {
        const w = walk();
        w.complains();
        return w;
      },
    ],
    ['an overdue one', () => overdue()],
    [
      'an answered one',
      () => {
        const w = demanded();
        w.answers(['feedback', 'solution']);
        return w;
      },
    ],
    ['a suspended one', () => suspended()],
    [
      'a resolved one',
      () => {
        const w = demanded();
        w.answers(['feedback', 'solution']);
        w.decides({ decision: 'accept-answer' });
        return w;
      },
    ],
  ])('can be confirmed in %s', (_, given) => {
    const w = given();
    w.decides({ decision: 'confirm-unwanted' });
    expect(w.state.stage).toBe('stopping');
    expect(w.deadlines).toEqual(['stop-due']);
    expect(w.state.measures.filter((m) => m.status === 'proposed')).toEqual([]);
  });

  it('obeyed: no bulk mail after the two hours, suspended until staff are convinced', () => {
    const w = stopping();
    w.passes(hours(2));
    expect(w.measures).toEqual(['hold taken', 'stop taken']);
    w.passes(minutes(15));
    expect(w.all('StopObeyed')).toHaveLength(1);
    expect(w.measures).toEqual(['hold taken', 'stop taken', 'suspend taken']);
    expect(w.state.stage).toBe('suspended');
    w.answers(['feedback', 'solution', 'prevention']);
    w.decides({ decision: 'reinstate' });
    expect(w.measures).toEqual(['hold ended', 'stop ended', 'suspend ended']);
  });

  it('breached: what still waits is purged, credentials are revoked, two persons consider closing', () => {
    const w = stopping();
    w.passes(hours(2));
    w.at = plus(w.at, minutes(1));
    w.signals(injection(w));
    expect(w.measures).toEqual([
      'hold taken',
      'stop taken',
      'purge taken',
      'revoke-credentials taken',
      'suspend taken',
      'close proposed',
    ]);
    expect(w.state.stop?.status).toBe('breached');
    expect(w.deadlines).toEqual([`decide-due:${w.measure('close').measureId}`]);
  });

  it.each(['scheduled', 'held', 'refused'] as const)(
    'a campaign %s after the two hours is a breach',
    (state) => {
      const w = stopping();
      w.passes(hours(3));
      w.signals(injection(w, { state }));
      expect(w.state.stop?.status).toBe('breached');
    },
  );

  it('mail that the platform sent past a confirmed hold is no breach, nor are password resets, nor what was before', () => {
    const w = stopping();
    w.passes(hours(1));
    expect(w.signals(injection(w))).toEqual([]);
    w.passes(minutes(65));
    expect(w.signals(injection(w, { state: 'sent' }))).toEqual([]);
    expect(w.signals(injection(w, { stream: 'transactional' }))).toEqual([]);
    expect(w.signals(injection(w, { injectedAt: plus(w.at, -hours(1) as Duration) }))).toEqual([]);
  });

  it('with soft delivery nothing is held during the two hours', () => {
    const w = stopping({ stopDelivery: 'soft' });
    expect(w.measures).toEqual(['stop taken']);
    expect(w.notices().at(-1)!.facts.delivery).toBe('soft');
  });

  it('closing after a breach takes two different persons, the second a supervisor, and never lapses', () => {
    const w = stopping();
    w.passes(hours(3));
    w.signals(injection(w));
    const { measureId } = w.measure('close');
    w.passes(hours(24));
    expect(w.tasks).toContain('decide-measure');
    expect(w.measure('close').status).toBe('proposed');
    expect(w.decides({ decision: 'approve', measureId }, 'ann')).toEqual(['MeasureSeconded']);
    expect(w.decides({ decision: 'approve', measureId }, 'ann')).toEqual([]);
    expect(w.refuses({ decision: 'approve', measureId }, 'bob', 'agent')).toBe('supervisor-needed');
    w.decides({ decision: 'approve', measureId }, 'bob', 'supervisor');
    expect(w.state.stage).toBe('closed');
    expect(w.state.deadlines).toEqual({});
    expect(w.tasks).toEqual([]);
  });
});

describe('Spotler: after the end', () => {
  const resolved = () => {
    const w = demanded();
    w.answers(['feedback', 'solution']);
    w.decides({ decision: 'accept-answer' });
    return w;
  };

  it('a complaint about mail from before the accepted solution is evidence: passed on, no new clock', () => {
    const w = resolved();
    const sent = { at: plus(w.at, -minutes(30) as Duration), estimated: false };
    w.passes(hours(2));
    expect(w.complains({ sent })).toEqual(['ComplaintJoined', 'DeadlineSet']);
    w.passes(hours(25));
    expect(w.state).toMatchObject({ stage: 'resolved', deadlines: {} });
    expect(w.notices().map((n) => n.kind)).toEqual(['demand', 'forward']);
  });

  it('a complaint about later mail is the next case’s', () => {
    const w = resolved();
    w.passes(hours(2));
    expect(w.complains()).toEqual(['SignalPassedOn']);
    expect(w.refuses({ decision: 'reopen' })).toBe('has-follow-up');
  });

  it('can be reopened, and asks again at the next complaint', () => {
    const w = resolved();
    w.decides({ decision: 'reopen' });
    expect(w.state.stage).toBe('open');
    w.complains();
    w.passes(minutes(15));
    expect(w.state.stage).toBe('demanded');
  });

  it('while an answer is judged, complaints about mail from before it are evidence', () => {
    const w = demanded();
    w.answers(['feedback', 'solution']);
    w.complains();
    expect(w.all('ComplaintJoined').at(-1)!.as).toBe('evidence');
    expect(w.state.stage).toBe('answered');
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
    const w = demanded();
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

describe('Spotler: notices', () => {
  it('a permanent bounce ends the time that ran, and the next contact is asked', () => {
    const w = demanded();
    w.passes(hours(5));
    expect(w.bounces()).toEqual([
      'DeadlineCleared',
      'NoticeBounced',
      'NoticeOrdered',
      'NoticeAccepted',
      'AnswerDemanded',
      'DeadlineSet',
    ]);
    expect(w.notices().at(-1)).toMatchObject({ contactId: 'backup', contact: 1, retryOf: 'shop.1.n1' });
    expect(w.state.deadlines['answer-due']).toBe(plus(w.at, hours(24)));
  });

  it('a delay is noted once and changes nothing', () => {
    const w = walk();
    w.relay = 'away';
    w.complains();
    w.passes(minutes(15));
    expect(w.bounces(false)).toEqual(['NoticeBounced']);
    expect(w.bounces(false)).toEqual([]);
  });

  it('when every contact bounced a person has the task, and suspension is proposed for that reason only', () => {
    const w = demanded();
    w.bounces();
    w.bounces();
    expect(w.tasks).toContain('unreachable');
    expect(w.all('CustomerUnreachable')).toHaveLength(1);
    expect(w.all('MeasureProposed')[0]).toMatchObject({
      measure: 'suspend',
      because: 'trust',
      why: { ground: 'unreachable' },
    });
    w.passes(hours(100));
    expect(w.measures).toEqual(['suspend proposed']);
    expect(w.deadlines).toEqual([]);
  });

  it('an account without contacts cannot be asked: the same', () => {
    const w = walk();
    w.account = { ...w.account, contacts: [] };
    w.complains();
    w.passes(minutes(15));
    expect(w.tasks).toContain('unreachable');
    expect(w.measures).toEqual(['suspend proposed']);
  });

  it('a demand that bounces after its time was over was never left unanswered', () => {
    const w = overdue();
    w.bounces(true, 'shop.1.n1');
    expect(w.measures).toEqual(['suspend dropped']);
    expect(w.state.stage).toBe('demanded');
    const taken = suspended();
    taken.bounces(true, 'shop.1.n1');
    expect(taken.tasks).toContain('bounced-late');
  });

  it('a stop order that bounces goes to the next contact, and its time runs on', () => {
    const w = stopping();
    w.bounces();
    expect(w.notices().at(-1)).toMatchObject({ kind: 'stop-order', contactId: 'backup' });
    expect(w.deadlines).toEqual(['stop-due']);
  });

  it('is refused for a notice that the case never ordered', () => {
    const w = demanded();
    expect(w.tries({ type: 'RecordNoticeAccepted', noticeId: 'n99', acceptedAt: w.at })).toMatchObject({
      rejected: 'no-such-notice',
    });
  });
});

describe('Spotler: evidence of consent', () => {
  it('SP-36: can be asked of the sender for named complaints, by the platform’s own ids, due with the answer', () => {
    const w = demanded();
    w.complains({ discreet: true });
    w.decides({ decision: 'request-evidence' });
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'evidence-request',
      facts: { due: { at: w.state.deadlines['answer-due'] }, contacts: ['d1'] },
    });
    expect(w.state.deadlines['evidence-due']).toBe(w.state.deadlines['answer-due']);
    w.passes(hours(24));
    expect(w.tasks).toContain('evidence-due');
  });

  it.each([
    ['SP-37: asks for information', /./],
    ['SP-38: when and how the address was collected', /when and how was the address collected/i],
    ['SP-39: with date and time', /date and time/i],
    ['SP-40: through a third party', /third party \(co-registration, lottery, questionnaire\)/i],
    ['SP-41: by a newsletter sign-up', /newsletter sign-up/i],
    ['SP-42: from an existing customer relationship', /existing customer relationship/i],
    ['SP-43: or otherwise', /or otherwise/i],
    ['SP-44: if it was online', /if online/i],
    ['SP-45: at which URL', /which URL/i],
    ['SP-46: from which IP address', /which IP address of the address's owner/i],
    ['SP-47: by single or double opt-in', /single or double opt-in/i],
    ['SP-48: and when that was confirmed', /when was it confirmed/i],
    ['SP-49: whether there is an explicit statement of consent', /explicit statement of consent/i],
    ['SP-50: its text, and the co-registration partners', /its text, and the co-registration partners/i],
    ['SP-51: whether the recipient could consent explicitly', /could the recipient give consent explicitly/i],
    ['SP-52: without such a statement, about the customer relationship', /without such a statement/i],
    ['SP-53: of what nature it was', /what customer relationship/i],
    [
      'SP-54: how the customer was told, and could object',
      /told of the use for marketing, and of the right to object/i,
    ],
  ])('%s', (_, words) => {
    const w = demanded();
    w.decides({ decision: 'request-evidence' });
    expect(
      w
        .notices()
        .at(-1)!
        .facts.questions.some((question) => words.test(question)),
    ).toBe(true);
  });

  it('is refused for a complaint of another case', () =>
    expect(demanded().refuses({ decision: 'request-evidence', complaintIds: ['c99'] })).toBe(
      'no-such-complaint',
    ));
});
