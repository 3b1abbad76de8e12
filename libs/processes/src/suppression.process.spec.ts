import {
  accountId as asAccount,
  complaintId as asComplaint,
  Instant,
  reportId as asReport,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { suppression } from './suppression.process';

const given = reacts(suppression);
const complaintId = asComplaint.parse('c-1');
const accountId = asAccount.parse('A-1');
const at = Instant('2026-03-01T10:00:00.000Z');
type Event = EventIn<typeof suppression.inputs>;
type Filed = Extract<Event, { type: 'ComplaintFiled' }>['data'];
type Corroborated = Extract<Event, { type: 'ReportCorroborated' }>['data'];
const seen = (event: Event) => ({ kind: 'event' as const, id: 'e', event });
const of = { complaintId, at, accountId, brandId: null };
const report: Filed['report'] = {
  reportId: asReport.parse('rep-1'),
  channel: 'feedback-loop',
  trust: 'A',
  source: 'yahoo',
  feedbackType: 'abuse',
  provider: 'yahoo',
  receivedAt: at,
  reporter: 'r-1',
  corroboration: ['token'],
};
const filed = (may: Filed['may']) =>
  seen({
    type: 'ComplaintFiled',
    data: {
      ...of,
      identity: 'token',
      aliases: [],
      report,
      campaignId: null,
      deliveryId: 'd-1',
      recipientKey: null,
      sent: { at, estimated: false },
      trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
      violations: [],
      state: 'traced',
      may,
      lacks: [],
      reported: { erased: true },
    },
  });
const corroborated = (may: Corroborated['may'], gained: Corroborated['gained']) =>
  seen({
    type: 'ReportCorroborated',
    data: {
      ...of,
      sentAt: at,
      campaignId: null,
      report,
      aliases: [],
      state: 'traced',
      may,
      gained,
      lost: [],
      lacks: [],
    },
  });
const order = (platformWide = false) => ({
  commands: [
    {
      type: 'SuppressRecipient' as const,
      orderId: expect.stringMatching(/^suppress:c-1:[0-9a-f]{32}$/) as string,
      complaintId,
      accountId,
      platformWide,
      at,
    },
  ],
});

describe('suppression', () => {
  it('is asked for with the first report that may', () =>
    given()
      .when(filed(['suppress', 'count']))
      .then({ done: true, ...order() }));
  it('is asked for when a later report may and the first might not', () =>
    given(filed([]))
      .when(corroborated(['suppress'], ['suppress']))
      .then({ done: true, ...order() }));
  it('is platform-wide and silent for a trap', () =>
    given()
      .when(filed(['suppress-everywhere']))
      .then({ done: true, ...order(true) }));
  it('concerns no event that newly allows none: once a complaint', () => {
    const concerns = (stimulus: ReturnType<typeof seen>) => suppression.instanceOf(stimulus.event);
    expect(concerns(filed(['suppress']))).toBe('A-1');
    expect(concerns(filed(['forward']))).toBeNull();
    expect(concerns(corroborated(['suppress'], []))).toBeNull();
    expect(concerns(corroborated(['suppress-everywhere'], ['suppress-everywhere']))).toBe('A-1');
  });
});
