import { complaintDecider, type ComplaintState, type FileComplaint, type ReportRef } from '@app/complaints';
import {
  accountId as asAccount,
  complaintId as asComplaint,
  days,
  Instant,
  isRejected,
  minus,
  reportId as asReport,
} from '@app/kernel';
import { complaintFacts } from './complaint-facts';

const at = Instant('2026-03-01T10:00:00.000Z');
const complaintId = asComplaint.parse('c-1');

let made = 0;
const report = (more: Partial<ReportRef> = {}): ReportRef => ({
  reportId: asReport.parse(`rep-${++made}`),
  channel: 'feedback-loop',
  trust: 'A',
  source: 'yahoo',
  feedbackType: 'abuse',
  provider: 'yahoo',
  receivedAt: at,
  reporter: 'jan',
  corroboration: ['token'],
  ...more,
});
const file = (one: ReportRef, sentAt = minus(one.receivedAt, days(1))): FileComplaint => ({
  type: 'FileComplaint',
  complaintId,
  at,
  identity: 'token',
  aliases: [],
  accountId: asAccount.parse('A-1'),
  brandId: null,
  campaignId: null,
  deliveryId: 'd-1',
  recipientKey: null,
  sent: { at: sentAt, estimated: false },
  trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
  violations: [],
  maxMessageAge: days(90),
  reported: { erased: true },
  report: one,
});
/** What the reports come to, in the order in which they came. */
const of = (...reports: ReportRef[]) => {
  const state = reports.reduce<ComplaintState>((before, one) => {
    const decision = complaintDecider.decide(file(one), before);
    if (isRejected(decision)) throw new Error(decision.because);
    return decision.reduce<ComplaintState>((s, e) => complaintDecider.evolve(s, e), before);
  }, complaintDecider.initial);
  return complaintFacts(state);
};

describe('what a rule may ask of a complaint', () => {
  it('says of which types only those speak that are not vouched for', () => {
    const fraud = { feedbackType: 'fraud' as const };
    const unvouched = (...reports: ReportRef[]) => of(...reports)?.unvouched;
    expect(unvouched(report(), report({ ...fraud, trust: 'C' }))).toEqual(['fraud']);
    expect(unvouched(report(), report({ ...fraud, trust: 'C' }), report({ ...fraud, trust: 'B' }))).toEqual(
      [],
    );
    expect(unvouched(report(fraud), report({ trust: 'C' }))).toEqual(['abuse']);
  });
  it('is that of the best of its reports, with the channels and types of all', () =>
    expect(
      of(
        report({
          trust: 'C',
          source: null,
          channel: 'direct',
          provider: null,
          receivedAt: minus(at, days(1)),
        }),
        report({ feedbackType: 'fraud', reporter: 'delivery' }),
      ),
    ).toMatchObject({
      trust: 'A',
      source: 'yahoo',
      provider: 'yahoo',
      reporter: 'delivery',
      channels: ['direct', 'feedback-loop'],
      feedbackTypes: ['abuse', 'fraud'],
      receivedAt: minus(at, days(1)),
      may: ['suppress', 'count', 'forward', 'propose', 'enforce', 'close'],
    }));

  it('is not that of a report from an archive, however well that is vouched for', () =>
    expect(
      of(
        report({
          archive: 'silent',
          channel: 'regulator',
          feedbackType: 'fraud',
          source: 'acm',
          receivedAt: minus(at, days(1)),
        }),
        report({ trust: 'C', source: null, corroboration: ['send-log'] }),
      ),
    ).toMatchObject({
      trust: 'C',
      source: null,
      channels: ['feedback-loop'],
      feedbackTypes: ['abuse'],
      receivedAt: at,
      may: ['forward', 'propose'],
    }));

  it.each([
    ['that nobody vouches for', { trust: 'D' as const, source: null }],
    ['without proof that the message was ours', { trust: 'C' as const, source: null, corroboration: [] }],
  ])('is not that of a report %s: it would lend its channel, or call a complaint phishing', (_, weak) => {
    const facts = of(report(), report({ ...weak, channel: 'direct', feedbackType: 'fraud' }));
    expect(facts).toMatchObject({ trust: 'A', channels: ['feedback-loop'], feedbackTypes: ['abuse'] });
  });

  it('is that of a report nobody vouches for where there is no other, and a person may have qualified it', () =>
    expect(of(report({ trust: 'D', source: null, feedbackType: 'fraud' }))).toMatchObject({
      feedbackTypes: ['fraud'],
    }));

  it('is nothing that moves a rule where there is only an archive', () =>
    expect(of(report({ archive: 'silent' }))).toMatchObject({ may: [], channels: ['feedback-loop'] }));

  it('keeps unknown who must stay unknown, also by a report from an archive', () =>
    expect(of(report({ archive: 'silent', discreet: true }), report())).toMatchObject({ discreet: true }));

  it('is nothing of a complaint that was never filed', () => expect(of()).toBeUndefined());
});
