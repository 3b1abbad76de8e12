import { hours, minutes, minus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, unregistered, walking, warned } from './scenes';

const walk = walking(policyFile('iconneqt'));

describe('iConneqt: the next new complaint', () => {
  it('IE-20: holds at once, and closure waits for two persons', () => {
    const w = warned(walk());
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
    const w = warned(walk());
    w.complains(direct);
    const { measureId } = w.measure('close');
    expect(w.decides({ decision: 'approve', measureId }, 'ann')).toEqual(['MeasureSeconded']);
    expect(w.state.stage).toBe('held');
    w.decides({ decision: 'approve', measureId }, 'bob');
    expect(w.state).toMatchObject({ stage: 'closed', deadlines: {}, tasks: [] });
    expect(w.all('CaseClosed')).toHaveLength(1);
  });

  it('IE-21: the subscription is not refunded, and the notice says so with its sentence', () => {
    const w = warned(walk());
    w.complains(direct);
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'ann');
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'bob');
    const closure = w.notices().at(-1)!;
    expect(closure).toMatchObject({ kind: 'closure', facts: { refund: false, damageClaim: true } });
    expect(closure.facts.measure!.why.cites).toEqual(['IE-20', 'IE-21', 'IE-22']);
  });

  it('IE-22: a damage claim is opened', () => {
    const w = warned(walk());
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
    const w = warned(walk());
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
    const w = warned(walk({ newMeans: 'received-after' }));
    w.complains({ ...direct, sent: { at: minus(w.at, hours(40)), estimated: false } });
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

  it('over a feedback loop closes only when the rate of 30 days is too high beyond chance', () => {
    const w = warned(walk());
    w.complains();
    w.facts = { ...w.facts, rates: { '30d': 'breached' } };
    w.complains();
    expect(w.measures).toEqual(['warn taken']);
    w.facts = { ...w.facts, rates: { '30d': 'actionable' } };
    w.complains();
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('with closeOnRate breached it closes when that rate is breached', () => {
    const w = warned(walk({ closeOnRate: ['breached', 'actionable'] }));
    w.complains();
    expect(w.measures).toEqual(['warn taken']);
    w.facts = { ...w.facts, rates: { '30d': 'breached' } };
    w.complains();
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('the rate that is breached afterwards makes the earlier ones count', () => {
    const w = warned(walk({ closeOnRate: ['breached', 'actionable'] }));
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
    const w = warned(walk({ closeOn: any }));
    w.complains();
    expect(w.measures).toContain('hold taken');
  });

  it('IE-06: about a single mail is no spam: only bulk is', () => {
    const w = warned(walk());
    const sent = { at: w.at, estimated: false };
    w.passes(hours(48)); // by now it is known how many there were
    w.facts = { ...w.facts, campaignRecipients: 1 };
    w.complains({ ...direct, sent });
    expect(w.measures).toEqual(['warn taken']);
    w.facts = { ...w.facts, campaignRecipients: 2_000 };
    w.complains(direct);
    expect(w.measures).toContain('hold taken');
  });

  it('at level C only proposes; a person’s word about the complaint lifts that', () => {
    const w = walk();
    const first = w.complaint(unregistered);
    w.tells(first);
    w.passes(hours(3));
    const second = w.complaint(unregistered);
    w.tells(second);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    w.tells({ ...first, may: ['forward', 'propose', 'enforce'] });
    w.tells({ ...second, may: ['forward', 'propose', 'enforce'] });
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('two complaints of one person hold nothing: two independent ones do', () => {
    const w = warned(walk(), { ...direct, reporter: 'jan' });
    w.complains({ ...direct, reporter: 'jan' });
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
  });
});
