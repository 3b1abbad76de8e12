import { accountId as asAccount, days, Instant, plus, recipientKey as asRecipient } from '@app/kernel';
import { isVouchedFor, mayMove, type Facts } from './standing';

type Report = Facts['reports'][number];
const MONDAY = Instant('2026-03-02T09:00:00.000Z');
const report: Report = {
  channel: 'feedback-loop',
  trust: 'A',
  source: 'yahoo',
  receivedAt: MONDAY,
  feedbackType: 'abuse',
  corroboration: ['token'],
};
const facts: Facts = {
  accountId: asAccount.parse('A-1'),
  outcome: 'traced',
  confidence: 1,
  deliveryId: 'd-1',
  recipientKey: asRecipient.parse('r-1'),
  reports: [report],
  verdict: null,
};
const may = (changed: Partial<Report>, of: Partial<Facts> = {}) =>
  mayMove({ ...facts, reports: [{ ...report, ...changed }], ...of }).may;
const everything = ['suppress', 'count', 'forward', 'propose', 'enforce', 'close'];

describe('what one report may set in motion', () => {
  it.each(['A', 'B'] as const)('trust %s, corroborated and traced: everything', (trust) =>
    expect(may({ trust })).toEqual(everything),
  );
  it('trust C is forwarded, and a measure by rule is only proposed', () =>
    expect(may({ trust: 'C', corroboration: ['send-log'] })).toEqual(['forward', 'propose']));
  it.each(['C', 'D', 'X'] as const)('trust %s suppresses only with a token of ours', (trust) => {
    expect(may({ trust, corroboration: ['token'] })).toContain('suppress');
    expect(may({ trust, corroboration: ['send-log', 'own-dkim'] })).not.toContain('suppress');
  });
  it.each(['D', 'X'] as const)('trust %s is for staff only', (trust) =>
    expect(mayMove({ ...facts, reports: [{ ...report, trust, corroboration: ['own-dkim'] }] })).toEqual({
      state: 'traced',
      may: [],
      lacks: ['trust'],
    }),
  );
  it('without proof that the message is ours, it only suppresses', () =>
    expect(may({ corroboration: [] })).toEqual(['suppress']));
  it('a trace below 0.9 sets nothing in motion but suppression', () => {
    expect(may({}, { confidence: 0.89 })).toEqual(['suppress']);
    expect(may({}, { confidence: 0.9 })).toEqual(everything);
  });
  it.each(['direct', 'regulator', 'blocklist', 'upstream'] as const)(
    'from channel %s never enters the rate',
    (channel) => expect(may({ channel })).toEqual(everything.filter((s) => s !== 'count')),
  );
  it.each([{ channel: 'trap' as const }, { discreet: true as const, channel: 'direct' as const }])(
    '%j suppresses everywhere and silently, and never enters the rate',
    (changed) =>
      expect(may(changed)).toEqual(['suppress-everywhere', 'forward', 'propose', 'enforce', 'close']),
  );
  it.each(['fraud', 'virus'] as const)('%s counts like abuse', (feedbackType) =>
    expect(may({ feedbackType })).toEqual(everything),
  );
  it.each(['other', 'opt-out'] as const)('%s only suppresses', (feedbackType) =>
    expect(may({ feedbackType })).toEqual(['suppress']),
  );
  it.each(['not-spam', 'auth-failure'] as const)('%s sets nothing in motion', (feedbackType) =>
    expect(may({ feedbackType })).toEqual([]),
  );
  it('about a message too old is shown, and only suppresses', () =>
    expect(may({ tooOld: true })).toEqual(['suppress']));
  it('of somebody who reports more in a day than people do suppresses, and no more', () =>
    expect(may({ capped: true })).toEqual(['suppress']));
  it('from an archive does nothing, or only suppresses when that was asked for', () => {
    expect(may({ archive: 'silent' })).toEqual([]);
    expect(may({ archive: 'suppress' })).toEqual(['suppress']);
  });
  it('suppresses nobody when nobody knows who', () =>
    expect(may({}, { deliveryId: null, recipientKey: null })).not.toContain('suppress'));
  it.each(['untraced', 'conflict'] as const)('does nothing while %s', (outcome) =>
    expect(mayMove({ ...facts, outcome, accountId: null })).toEqual({
      state: outcome,
      may: [],
      lacks: [outcome],
    }),
  );
});

describe('several reports of one message', () => {
  const unproven = { ...report, corroboration: [] };
  const forged = { ...report, trust: 'D' as const };
  it('do not add up: a genuine one without proof and an unvouched one with a token count nothing', () =>
    expect(mayMove({ ...facts, reports: [unproven, forged] }).may).toEqual(['suppress']));
  it('rise to what the strongest allows', () =>
    expect(mayMove({ ...facts, reports: [forged, report] })).toMatchObject({
      state: 'qualified',
      may: everything,
    }));
  it('of three recipients are a replay of our own message: no ladder, but suppression', () => {
    const replay = ['r-1', 'r-2', 'r-3'].map((key) => ({ ...report, recipientKey: asRecipient.parse(key) }));
    expect(mayMove({ ...facts, reports: replay })).toEqual({
      state: 'traced',
      may: ['suppress'],
      lacks: ['replay-suspected'],
    });
    expect(mayMove({ ...facts, reports: replay.slice(0, 2) }).may).toEqual(everything); // forwarded once
  });
});

describe("a person's word", () => {
  const weak = { ...report, trust: 'D' as const, corroboration: [] };
  const qualified = { ...facts, verdict: 'qualified' as const };
  it('lifts D for every step but closure by rule', () =>
    expect(mayMove({ ...qualified, reports: [weak] })).toMatchObject({
      state: 'qualified',
      may: ['suppress', 'count', 'forward', 'propose', 'enforce'],
    }));
  it('does not bring direct mail into the rate', () =>
    expect(mayMove({ ...qualified, reports: [{ ...weak, channel: 'direct' }] }).may).not.toContain('count'));
  it('does not make an archive start anything', () =>
    expect(mayMove({ ...qualified, reports: [{ ...weak, archive: 'silent' }] }).may).toEqual([]));
  it('says nothing about whose it is', () =>
    expect(mayMove({ ...qualified, outcome: 'untraced', accountId: null })).toMatchObject({
      state: 'untraced',
      may: [],
    }));
  it.each(['no-violation', 'insufficient', 'forged', 'not-ours'] as const)(
    '%s takes it out altogether',
    (verdict) =>
      expect(mayMove({ ...facts, verdict })).toEqual({ state: 'disqualified', may: [], lacks: ['verdict'] }),
  );
  it('opt-out-only still suppresses', () =>
    expect(mayMove({ ...facts, verdict: 'opt-out-only', reports: [weak] }).may).toEqual(['suppress']));
});

describe('whether a report is vouched for', () => {
  const weak = { ...report, trust: 'C' as const, feedbackType: 'fraud' as const };
  const both: Facts = { ...facts, reports: [report, weak] };
  it('is judged of it alone, whatever others allow the complaint', () => {
    expect(mayMove(both).may).toContain('enforce');
    expect(isVouchedFor(report, both)).toBe(true);
    expect(isVouchedFor(weak, both)).toBe(false);
  });
  it('is not asked of what a person qualified, unless it is an archived one', () => {
    const qualified = { ...both, verdict: 'qualified' as const };
    expect(isVouchedFor(weak, qualified)).toBe(true);
    expect(isVouchedFor({ ...weak, archive: 'silent' }, qualified)).toBe(false);
  });
});

describe('a complaint that the recipient takes back', () => {
  const notSpam = { ...report, feedbackType: 'not-spam' as const, receivedAt: plus(MONDAY, days(1)) };
  const standing = (...reports: Report[]) => mayMove({ ...facts, reports });

  it.each(['A', 'B'] as const)(
    'by the same source at trust %s counts no more, and stays suppressed',
    (trust) =>
      expect(standing(report, { ...notSpam, trust })).toEqual({
        state: 'traced',
        may: ['suppress'],
        lacks: ['withdrawn'],
      }),
  );
  it.each<[string, Partial<Report>]>([
    ['nobody registered vouches for (C)', { trust: 'C' }],
    ['nobody vouches for (D)', { trust: 'D' }],
    ['another source makes', { source: 'validity' }],
    ['no source makes', { source: null }],
    ['is about another recipient', { recipientKey: asRecipient.parse('r-2') }],
    ['comes after thirty days', { receivedAt: plus(MONDAY, days(31)) }],
    ['came before the complaint', { receivedAt: MONDAY }],
    ['is of an archive', { archive: 'silent' }],
  ])('is not by a report that %s', (_, changed) =>
    expect(standing(report, { ...notSpam, ...changed }).may).toEqual(everything),
  );
  it('is one again once they press spam once more', () =>
    expect(standing(report, notSpam, { ...report, receivedAt: plus(MONDAY, days(2)) }).may).toEqual(
      everything,
    ));
  it('leaves what others say of it', () => {
    const toRegulator = { ...report, source: 'spamklacht', channel: 'regulator' as const };
    expect(standing(report, toRegulator, notSpam).may).toEqual(everything.filter((step) => step !== 'count'));
    expect(isVouchedFor(report, { ...facts, reports: [report, toRegulator, notSpam] })).toBe(false);
  });
});

describe('a replay of our own message', () => {
  it('is none that nobody vouches for: a customer could make one up', () => {
    const madeUp = ['r-2', 'r-3', 'r-4'].map((key) => ({
      ...report,
      trust: 'C' as const,
      recipientKey: asRecipient.parse(key),
    }));
    expect(mayMove({ ...facts, reports: [report, ...madeUp] }).may).toEqual(everything);
  });
});
