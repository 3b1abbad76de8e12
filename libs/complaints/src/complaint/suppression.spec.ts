import {
  accountId as asAccount,
  brandId as asBrand,
  complaintId as asComplaint,
  hours,
  Instant,
  minutes,
  plus,
  recipientKey as asRecipient,
  reportId as asReport,
  type AccountId,
  type Duration,
} from '@app/kernel';
import { decides } from '@app/testing';
import { complaintDecider } from './complaint';
import { complaintEvents, type ComplaintEvent } from './events';
import type { Step } from './shapes';
import { SUPPRESSION_REPEATS } from './suppression';
import { complaintOfSuppression, suppressionAsked } from './suppression-order';

const given = decides(complaintDecider, complaintEvents);
const complaintId = asComplaint.parse('c-1');
const [shop, other] = [asAccount.parse('shop'), asAccount.parse('other')];
const brandId = asBrand.parse('spotler');
const recipientKey = asRecipient.parse('r-1');
const at = Instant('2026-03-01T10:00:00.000Z');
const by = { kind: 'person' as const, keyId: 'k-ann' };
const within = minutes(15);
const of = { complaintId, at, accountId: shop, brandId };
const sentAt = at;
const report = {
  reportId: asReport.parse('rep-1'),
  channel: 'feedback-loop' as const,
  trust: 'A' as const,
  source: 'yahoo',
  feedbackType: 'abuse' as const,
  provider: 'yahoo',
  receivedAt: at,
  reporter: 'r-1',
  corroboration: ['token' as const],
};

type Data<T extends ComplaintEvent['type']> = Extract<ComplaintEvent, { type: T }>['data'];
type Filed = Extract<ComplaintEvent, { type: 'ComplaintFiled' }>;
type Traced = Extract<ComplaintEvent, { type: 'ComplaintTraced' }>;
const filed = (may: Step[] = ['suppress'], accountId: AccountId | null = shop): Filed => ({
  type: 'ComplaintFiled',
  data: {
    ...of,
    accountId,
    identity: 'token',
    aliases: [],
    report,
    campaignId: null,
    deliveryId: 'd-1',
    recipientKey,
    sent: { at: sentAt, estimated: false },
    trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
    violations: [],
    state: 'qualified',
    may,
    lacks: [],
    reported: { erased: true },
  },
});
const withdrawn: ComplaintEvent = {
  type: 'AttributionWithdrawn',
  data: { ...of, sentAt, leaves: 'untraced', reason: 'not theirs', lost: ['suppress'] },
};
const traced: Traced = {
  type: 'ComplaintTraced',
  data: {
    ...of,
    accountId: other,
    sentAt,
    campaignId: null,
    deliveryId: 'd-1',
    strategy: 'person',
    confidence: 1,
    by,
    reason: 'theirs',
    state: 'qualified',
    may: ['suppress'],
    gained: ['suppress'],
    lost: [],
    lacks: [],
  },
};
const disqualified: ComplaintEvent = {
  type: 'ComplaintQualified',
  data: {
    ...of,
    sentAt,
    campaignId: null,
    verdict: 'not-ours',
    by,
    reason: 'of another platform',
    state: 'disqualified',
    may: [],
    gained: [],
    lost: ['suppress'],
    lacks: ['verdict'],
  },
};

const { orderId } = suppressionAsked(filed())!;
const newer = suppressionAsked(traced)!.orderId;
const accepted = (data: Partial<Data<'SuppressionAccepted'>> = {}): ComplaintEvent => ({
  type: 'SuppressionAccepted',
  data: { ...of, orderId, platformWide: false, confirmWithin: within, confirmBy: plus(at, within), ...data },
});
const suppressed: ComplaintEvent = { type: 'RecipientSuppressed', data: { ...of, recipientKey } };
const failed: ComplaintEvent = { type: 'SuppressionFailed', data: { ...of, detail: 'no' } };
const record = { type: 'RecordSuppression' as const, complaintId, at, orderId };
const accepts = { ...record, result: 'accepted' as const, platformWide: false, confirmWithin: within };

/** The limits as they pass, each fired on time: 15 minutes after the acceptance, then 30, 60, 120. */
const limits = [15, 45, 105, 225].map((n) => plus(at, minutes(n)));
const reach = (n: number, confirmBy = limits[n]!) => ({
  type: 'ReachSuppressionLimit' as const,
  complaintId,
  at: confirmBy,
  orderId,
  dueAt: confirmBy,
  firedAt: confirmBy,
});
const overdue = (n: number): ComplaintEvent => ({
  type: 'SuppressionOverdue',
  data: {
    ...of,
    at: limits[n]!,
    orderId,
    platformWide: false,
    times: n + 1,
    dueAt: limits[n]!,
    firedAt: limits[n]!,
    confirmBy: limits[n + 1] ?? null,
  },
});

describe('a suppression that the platform accepted', () => {
  it('has the time of the policy to be confirmed', () => given(filed()).when(accepts).then(accepted()));
  it('is accepted once: a repeat is accepted too, and what was said after it may arrive before it', () => {
    given(filed(), accepted()).when(accepts).then();
    given(filed(), suppressed).when(accepts).then();
    given(filed(), accepted(), failed).when(accepts).then();
  });
  it.each([0, 1, 2])('goes out again as a limit passes, with twice as long until the next: %d', (n) =>
    given(filed(), accepted(), ...[0, 1, 2].slice(0, n).map(overdue))
      .when(reach(n))
      .then(overdue(n)),
  );
  it('waits for a person after the last limit, and reaches no other', () => {
    expect(SUPPRESSION_REPEATS).toBe(3);
    const asked = [accepted(), ...[0, 1, 2].map(overdue)];
    given(filed(), ...asked)
      .when(reach(3))
      .then(overdue(3));
    expect((overdue(3) as { data: Data<'SuppressionOverdue'> }).data.confirmBy).toBeNull();
    given(filed(), ...asked, overdue(3))
      .when(reach(3))
      .then();
  });
  it('is never left alone for longer than a day, unless the policy gives that long', () => {
    const waits = (confirmWithin: Duration): number => {
      const confirmBy = plus(at, confirmWithin);
      const events = given(filed(), accepted({ confirmWithin, confirmBy })).when(reach(0, confirmBy));
      const wait = Math.max(hours(24), confirmWithin) as Duration;
      const data = { ...(overdue(0).data as Data<'SuppressionOverdue'>), at: confirmBy, dueAt: confirmBy };
      events.then({
        type: 'SuppressionOverdue',
        data: { ...data, firedAt: confirmBy, confirmBy: plus(confirmBy, wait) },
      });
      return wait;
    };
    expect(waits(hours(20))).toBe(hours(24));
    expect(waits(hours(30))).toBe(hours(30));
  });
  it('is confirmed late all the same', () =>
    given(filed(), accepted(), ...[0, 1, 2, 3].map(overdue))
      .when({ ...record, result: 'confirmed' })
      .then(suppressed));
  it.each<[string, ComplaintEvent]>([
    ['was confirmed', suppressed],
    ['failed', failed],
    ['is not wanted any more', disqualified],
  ])('reaches no limit once it %s', (_, over) => given(filed(), accepted(), over).when(reach(0)).then());
  it('reaches no limit that was moved since', () =>
    given(filed(), accepted(), overdue(0)).when(reach(0)).then());
});

describe('an order that another took the place of', () => {
  const moved = [filed(), accepted(), withdrawn, traced];
  const told = { ...of, accountId: other };
  it.each(['confirmed', 'failed'] as const)('says nothing of the newer one by being %s', (result) =>
    given(...moved)
      .when({ ...record, result })
      .then(),
  );
  it('reaches no limit', () =>
    given(...moved)
      .when(reach(0))
      .then());
  it('leaves the newer one to be accepted and confirmed for itself', () => {
    given(...moved)
      .when({ ...accepts, orderId: newer })
      .then(accepted({ ...told, orderId: newer }));
    given(...moved)
      .when({ ...record, orderId: newer, result: 'confirmed' })
      .then({ type: 'RecipientSuppressed', data: { ...told, recipientKey } });
  });
  it('is taken for the newest where it has no id of its own', () =>
    given(...moved)
      .when({ type: 'RecordSuppression', complaintId, at, result: 'confirmed' })
      .then({ type: 'RecipientSuppressed', data: { ...told, recipientKey } }));
});

describe('the id of an order to suppress', () => {
  it('is the same for whoever follows the log, and fits into a header', () => {
    expect(suppressionAsked(filed())!.orderId).toBe(orderId);
    expect(orderId).toMatch(/^[\x21-\x7e]{1,128}$/);
  });
  it('tells for whom: another account, and everybody, are other orders', () => {
    const everywhere = suppressionAsked(filed(['suppress-everywhere']))!.orderId;
    expect(new Set([orderId, newer, everywhere]).size).toBe(3);
  });
  it('names the complaint', () => {
    expect(complaintOfSuppression(orderId)).toBe('c-1');
    for (const id of [
      'shop.1',
      'suppress:c-1',
      '7f1c2c1e-2f0b-5f5e-9a51-0d8d2e5f7a11',
      `suppress:${'0'.repeat(32)}`,
    ])
      expect(complaintOfSuppression(id)).toBeNull();
  });
  it.each<[string, Filed]>([
    ['may not', filed(['forward'])],
    ['is nobody’s', filed(['suppress'], null)],
  ])('is there for no complaint that %s', (_, event) => expect(suppressionAsked(event)).toBeNull());
});
