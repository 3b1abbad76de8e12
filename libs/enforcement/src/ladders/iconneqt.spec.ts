import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { hours, minutes, plus, type Duration, type Instant } from '@app/kernel';
import { parsePolicy } from '../policy/parse';
import { Walk } from './walk';

type Content = { settings: Record<string, { value: unknown }> };
const iconneqt = (settings: Record<string, unknown> = {}) => {
  const content = parse(readFileSync('config/policies/iconneqt.yaml', 'utf8')) as Content;
  for (const [name, value] of Object.entries(settings)) content.settings[name]!.value = value;
  return { ...parsePolicy(content), version: 'v1' };
};
const walk = (settings?: Record<string, unknown>) => new Walk(iconneqt(settings));

const direct = { channels: ['direct' as const], source: null };
/** A person wrote, from a domain that signs but that nobody registered. */
const unregistered = { ...direct, trust: 'C' as const, may: ['forward' as const, 'propose' as const] };
const warned = (settings?: Record<string, unknown>, first: object = direct): Walk => {
  const w = walk(settings);
  w.complains(first);
  w.passes(hours(3));
  return w;
};
const auto = { closure: 'auto', closureNeedsTwo: false };

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
    const w = warned();
    expect(w.notices().map((n) => [n.kind, n.contactId, n.facts.next])).toEqual([
      ['warning', 'owner', 'closure'],
    ]);
    expect(w.notices()[0]!.facts.campaigns[0]!.complaints).toBe(1);
  });

  it('follows from a feedback loop too, and from level C', () => {
    expect(warned({}, {}).measures).toEqual(['warn taken']);
    expect(warned({}, unregistered).measures).toEqual(['warn taken']);
  });

  it('never follows from a complaint that was not traced, or that nobody vouches for', () => {
    const w = walk();
    expect(w.complains({ ...direct, trust: 'D', may: [] })).toEqual([]);
    expect(w.complains({ ...direct, accountId: null })).toEqual([]);
    expect(w.isOpen).toBe(false);
  });

  it('is given once: complaints about mail from before it belong to it', () => {
    const w = warned();
    const before = { at: plus(w.at, -hours(4) as Duration), estimated: false };
    expect(w.complains({ ...direct, sent: before })).toEqual(['ComplaintJoined']);
    expect(w.measures).toEqual(['warn taken']);
  });

  it('that comes back from every contact is a task, and what follows from it is only proposed', () => {
    const w = warned();
    w.bounces();
    w.bounces();
    expect(w.tasks).toEqual(['warning-undeliverable']);
    w.passes(hours(2));
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    expect(w.all('MeasureProposed').map((m) => m.why.rule)).toEqual(['close-unwarned', 'close-unwarned']);
  });

  it('does not expire, unless the policy says when', () => {
    expect(warned().deadlines).toEqual([]);
    const w = warned({ warningExpires: '365d' });
    w.passes(hours(24 * 365));
    expect(w.all('WarningExpired')).toHaveLength(1);
    expect(w.state).toMatchObject({ stage: 'resolved', warning: null });
    expect(w.complains(direct)).toEqual(['SignalPassedOn']);
  });

  it('from an earlier case, or from before the desk, counts', () => {
    const w = walk();
    w.account = { ...w.account, standing: 'warned', warnedAt: plus(w.at, -hours(48) as Duration) };
    w.complains(direct);
    expect(w.measures).toEqual(['hold proposed', 'close proposed']);
  });

  it('annulled was never given: the next complaint warns', () => {
    const w = warned();
    const { measureId } = w.measure('warn');
    w.decides({ decision: 'annul', measureId }, 'ann');
    expect(w.state.warning).not.toBeNull(); // one person proposes
    w.decides({ decision: 'annul', measureId }, 'bob');
    expect(w.state.warning).toBeNull();
    w.complains(direct);
    expect(w.measures).toEqual(['warn annulled', 'annul taken', 'warn taken']);
  });
});

describe('iConneqt: the next new complaint', () => {
  it('IE-20: holds at once, and closure waits for two persons', () => {
    const w = warned();
    expect(w.complains(direct)).toEqual([
      'ComplaintJoined',
      'MeasureTaken',
      'NoticeOrdered',
      'MeasureProposed',
      'DeadlineSet',
      'TaskRaised',
      'NoticeAccepted',
    ]);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
    expect(w.all('MeasureTaken')[1]).toMatchObject({ measure: 'hold', scope: 'bulk', automated: true });
    expect(w.state.stage).toBe('held');
    expect(w.notices().at(-1)!.kind).toBe('hold');
  });

  it('IE-20: is closed by two different persons, immediately and with no answer awaited', () => {
    const w = warned();
    w.complains(direct);
    const { measureId } = w.measure('close');
    expect(w.decides({ decision: 'approve', measureId }, 'ann')).toEqual(['MeasureSeconded']);
    expect(w.state.stage).toBe('held');
    w.decides({ decision: 'approve', measureId }, 'bob');
    expect(w.state).toMatchObject({ stage: 'closed', deadlines: {}, tasks: [] });
    expect(w.all('CaseClosed')).toHaveLength(1);
  });

  it('IE-21: the subscription is not refunded, and the notice says so with its sentence', () => {
    const w = warned();
    w.complains(direct);
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'ann');
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'bob');
    const closure = w.notices().at(-1)!;
    expect(closure).toMatchObject({ kind: 'closure', facts: { refund: false, damageClaim: true } });
    expect(closure.facts.measure!.why.cites).toEqual(['IE-20', 'IE-21', 'IE-22']);
  });

  it('IE-22: a damage claim is opened', () => {
    const w = warned();
    w.complains(direct);
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'ann');
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'bob');
    expect(w.all('DamageClaimOpened')).toMatchObject([{ cites: ['IE-21', 'IE-22'], refund: false }]);
  });

  it('IE-24: phishing, for which providers list a whole platform, waits for no warning', () => {
    const w = walk();
    w.complains({ feedbackTypes: ['fraud'] });
    expect(w.measures).toEqual(['hold proposed']);
  });

  it('nobody decides in a day: a supervisor is alarmed, the hold stays, time does not close', () => {
    const w = warned();
    w.complains(direct);
    w.passes(hours(24));
    expect(w.all('TaskRaised').at(-1)).toMatchObject({ task: 'decide-measure', for: 'supervisor' });
    w.passes(hours(24 * 30));
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('is about mail sent an hour or more after the warning', () => {
    const w = walk();
    w.complains(direct);
    w.passes(minutes(59));
    w.complains({ ...direct, sent: { at: w.at, estimated: false } });
    expect(w.measures).toEqual(['warn taken']);
    w.passes(minutes(2));
    w.complains({ ...direct, sent: { at: w.at, estimated: false } });
    expect(w.measures).toContain('hold taken');
  });

  it('literally new is what we received after the warning', () => {
    const w = warned({ newMeans: 'received-after' });
    w.complains({ ...direct, sent: { at: plus(w.at, -hours(40) as Duration), estimated: false } });
    expect(w.measures).toContain('hold taken');
  });

  it('before the relay took the warning there is no next one', () => {
    const w = walk();
    w.relay = 'away';
    w.complains(direct);
    w.passes(hours(3));
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken']);
  });

  it('over a feedback loop closes only when the rate of 30 days is breached', () => {
    const w = warned();
    w.complains();
    expect(w.measures).toEqual(['warn taken']);
    w.facts = { ...w.facts, rates: { '30d': 'breached' } };
    w.complains();
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('the rate that is breached afterwards makes the earlier ones count', () => {
    const w = warned();
    w.complains();
    w.signals({ kind: 'rate-breached', window: '30d', grade: 'breached', complaints: 12, delivered: 10_000 });
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    w.signals({
      kind: 'rate-breached',
      window: '30d',
      grade: 'actionable',
      complaints: 40,
      delivered: 10_000,
    });
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('literally any complaint closes', () => {
    const any = ['feedback-loop', 'direct', 'regulator', 'blocklist', 'trap', 'upstream'];
    const w = warned({ closeOn: any });
    w.complains();
    expect(w.measures).toContain('hold taken');
  });

  it('IE-06: about a single mail is no spam: only bulk is', () => {
    const w = warned();
    w.facts = { ...w.facts, campaignRecipients: 1 };
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken']);
    w.facts = { ...w.facts, campaignRecipients: 2_000 };
    w.complains(direct);
    expect(w.measures).toContain('hold taken');
  });

  it('at level C only proposes; a person’s word about the complaint lifts that', () => {
    const w = warned({}, unregistered);
    const second = w.complaint(unregistered);
    w.tells(second);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    const [first] = w.all('ComplaintJoined');
    w.tells({ ...first!.complaint, may: ['forward', 'propose', 'enforce'] });
    w.tells({ ...second, may: ['forward', 'propose', 'enforce'] });
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('two complaints of one person hold nothing: two independent ones do', () => {
    const w = warned({}, { ...direct, reporter: 'jan' });
    w.complains({ ...direct, reporter: 'jan' });
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
  });
});

describe('iConneqt: closed automatically, as the text literally says', () => {
  it('on two complaints of independent complainants from different sources', () => {
    const w = warned(auto);
    w.facts = { ...w.facts, campaignRecipients: 500 };
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close taken']);
    expect(w.state.stage).toBe('closed');
  });

  it('never when nobody knows how many got the mail', () => {
    const w = warned(auto);
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
    expect(w.all('MeasureProposed').map((m) => m.because)).toEqual(['uncertain']);
  });

  it.each([
    [
      'a natural person’s account',
      (w: Walk) => (w.account = { ...w.account, legalForm: 'natural-person' }),
      'natural-person',
    ],
    ['a protected account', (w: Walk) => (w.account = { ...w.account, protected: true }), 'protected'],
    [
      'while automation is off',
      (w: Walk) => (w.facts = { ...w.facts, automation: { auto: false } }),
      'halted',
    ],
  ] as const)('never %s', (_, change, because) => {
    const w = warned(auto);
    w.facts = { ...w.facts, campaignRecipients: 500 };
    change(w);
    w.complains(direct);
    expect(w.measure('close').status).toBe('proposed');
    expect(w.all('MeasureProposed').at(-1)!.because).toBe(because);
  });

  it('never on the word of one source, however many it names', () => {
    const w = warned(auto, { channels: ['direct'], source: 'regulator' });
    w.facts = { ...w.facts, campaignRecipients: 500 };
    w.complains({ channels: ['direct'], source: 'regulator' });
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('never on complaints that only a person’s word lifted', () => {
    const lifted = { ...direct, trust: 'C' as const, may: ['forward', 'propose', 'enforce'] as never };
    const w = warned(auto, lifted);
    w.facts = { ...w.facts, campaignRecipients: 500 };
    w.complains(lifted);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });
});

describe('iConneqt: the way back', () => {
  const held = () => {
    const w = warned();
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
    expect(w.state).toMatchObject({ stage: 'warned', baseline: w.at, deadlines: {}, tasks: [] });
  });

  it('a closure is final, but two persons can annul it', () => {
    const w = held();
    const { measureId } = w.measure('close');
    for (const person of ['ann', 'bob']) w.decides({ decision: 'approve', measureId }, person);
    expect(w.refuses({ decision: 'reinstate' })).toBe('account-closed');
    w.account = { ...w.account, standing: 'closed' };
    for (const person of ['ann', 'bob']) w.decides({ decision: 'annul', measureId }, person);
    expect(w.state.stage).toBe('held');
  });

  it('a person may hold, suspend or warn without a rule; closing takes two', () => {
    const w = warned();
    w.decides({ decision: 'impose', measure: 'suspend' });
    expect(w.measure('suspend')).toMatchObject({ status: 'taken', why: { rule: 'person' } });
    w.decides({ decision: 'impose', measure: 'close' }, 'ann');
    expect(w.measure('close').status).toBe('proposed');
    w.decides({ decision: 'impose', measure: 'close' }, 'bob');
    expect(w.measure('close').status).toBe('taken');
  });
});

describe('a brand in shadow', () => {
  it('notes what it would have done, and does nothing', () => {
    const w = walk(auto);
    w.facts = { ...w.facts, enforcement: 'shadow', campaignRecipients: 500 };
    w.complains(direct);
    w.passes(hours(3));
    w.complains(direct);
    w.complains(direct);
    expect(w.all('MeasureShadowed').map((m) => [m.measure, m.would])).toEqual([
      ['warn', 'take'],
      ['hold', 'take'],
      ['close', 'take'],
    ]);
    for (const type of ['MeasureTaken', 'MeasureProposed', 'NoticeOrdered'] as const)
      expect(w.all(type)).toEqual([]);
  });

  it('that goes live holds nobody to a warning they never got', () => {
    const w = walk();
    w.facts = { ...w.facts, enforcement: 'shadow' };
    w.complains(direct);
    w.facts = { ...w.facts, enforcement: 'live' };
    w.passes(hours(3));
    w.complains(direct);
    expect(w.measures).toEqual(['warn shadowed', 'warn taken']);
  });
});

describe('a case', () => {
  it('is decided by the policy version it was opened under, and by no other', () => {
    const w = warned();
    w.facts = { ...w.facts, policy: { ...w.facts.policy, version: 'v2' } };
    expect(w.tries({ type: 'ExtendForOutage', outageId: 'o', by: hours(1) })).toMatchObject({
      rejected: 'other-policy-version',
    });
  });

  it('does not exist before a signal opens it', () =>
    expect(walk().refuses({ decision: 'close' })).toBe('no-such-case'));

  it('is not decided on facts of another complaint', () => {
    const w = walk();
    expect(
      w.tries({ type: 'RaiseSignal', signal: { kind: 'complaint', complaintId: 'c9' } }, w.complaint()),
    ).toMatchObject({
      rejected: 'facts-missing',
    });
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

  it('remembers a bounded number of complaints, and passes every one on', () => {
    const w = walk();
    for (let i = 0; i < 400; i++) w.complains({ sent: { at: 0 as Instant, estimated: false } });
    expect(w.state.complaints).toHaveLength(256);
    expect(w.state.total).toBe(400);
  });
});
