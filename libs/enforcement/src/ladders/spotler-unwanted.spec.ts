import { hours, minutes, plus, minus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, injection, overdue, stopping, suspended, walking } from './scenes';
import type { Walk } from './walk';

const walk = walking(policyFile('spotler'));

describe('Spotler: confirmed unwanted mail', () => {
  it('SP-84: suspends at once, at any state, and ends the demand with its cause', () => {
    const w = demanded(walk());
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
    const w = stopping(walk());
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
    const w = demanded(walk());
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
    ['an overdue one', () => overdue(walk())],
    [
      'an answered one',
      () => {
        const w = demanded(walk());
        w.answers(['feedback', 'solution']);
        return w;
      },
    ],
    ['a suspended one', () => suspended(walk())],
    [
      'a resolved one',
      () => {
        const w = demanded(walk());
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

  it('can be confirmed again once the measure that was taken on it is annulled, and only then', () => {
    const w = stopping(walk());
    expect(w.decides({ decision: 'confirm-unwanted' })).toEqual([]);
    for (const kind of ['hold', 'stop'] as const)
      w.decides({ decision: 'annul', measureId: w.measure(kind).measureId });
    expect(w.state.stage).toBe('open');
    w.decides({ decision: 'confirm-unwanted' });
    expect(w.measures).toEqual(['hold annulled', 'stop annulled', 'hold taken', 'stop taken']);
    expect(w.state.stage).toBe('stopping');
  });

  it('is settled no more by annulling a measure on another ground', () => {
    const w = demanded(walk());
    w.decides({ decision: 'impose', measure: 'under-review' });
    w.decides({ decision: 'confirm-unwanted' });
    w.decides({ decision: 'annul', measureId: w.measure('under-review').measureId });
    expect(w.decides({ decision: 'confirm-unwanted' })).toEqual([]);
  });

  it('obeyed: no bulk mail after the two hours, suspended until staff are convinced', () => {
    const w = stopping(walk());
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
    const w = stopping(walk());
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
      const w = stopping(walk());
      w.passes(hours(3));
      w.signals(injection(w, { state }));
      expect(w.state.stop?.status).toBe('breached');
    },
  );

  it('a breach says how much was seen of it at once', () => {
    const w = stopping(walk());
    w.passes(minutes(121));
    w.signals(injection(w, { seen: 40 }));
    expect(w.all('StopBreached')[0]).toMatchObject({ seen: 40 });
  });

  it('mail that the platform sent past a confirmed hold is no breach, nor are password resets, nor what was before', () => {
    const w = stopping(walk());
    w.passes(hours(1));
    expect(w.signals(injection(w))).toEqual([]);
    w.passes(minutes(65));
    expect(w.signals(injection(w, { state: 'sent' }))).toEqual([]);
    expect(w.signals(injection(w, { stream: 'transactional' }))).toEqual([]);
    expect(w.signals(injection(w, { injectedAt: minus(w.at, hours(1)) }))).toEqual([]);
  });

  it('with soft delivery nothing is held during the two hours', () => {
    const w = stopping(walk({ stopDelivery: 'soft' }));
    expect(w.measures).toEqual(['stop taken']);
    expect(w.notices().at(-1)!.facts.delivery).toBe('soft');
  });

  it('closing after a breach takes two different persons, the second a supervisor, and never lapses', () => {
    const w = stopping(walk());
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
