import type { ComplaintEvent } from '@app/complaints';
import { accountId, complaintId, Instant, minutes, plus, reportId } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { complaintList } from './complaint-list.projection';
import { complaintsBy } from './complaints/queries';
import {
  failedSuppressions,
  SUPPRESSION_FAILED,
  waitingSuppressions,
} from './failed-suppressions.projection';

type Filed = Extract<ComplaintEvent, { type: 'ComplaintFiled' }>['data'];
const start = Instant('2026-03-01T10:00:00.000Z');
const shop = accountId.parse('shop');
const of = (id: string, minute = 0) => ({
  complaintId: complaintId.parse(id),
  at: plus(start, minutes(minute)),
  accountId: shop,
  brandId: null,
});
const report = (id: string): Filed['report'] => ({
  reportId: reportId.parse(`rep-${id}`),
  channel: 'feedback-loop',
  trust: 'A',
  source: 'yahoo',
  feedbackType: 'abuse',
  provider: 'yahoo',
  receivedAt: start,
  reporter: 'r-1',
  corroboration: [],
});
const filed = (id: string, minute = 0): ComplaintEvent => ({
  type: 'ComplaintFiled',
  data: {
    ...of(id, minute),
    identity: 'report',
    aliases: [],
    report: report(id),
    campaignId: null,
    deliveryId: null,
    recipientKey: null,
    sent: { at: start, estimated: true },
    trace: { outcome: 'traced', strategy: 'feedback-id', confidence: 0.9, attempts: [] },
    violations: [],
    state: 'qualified',
    may: ['suppress'],
    lacks: [],
    reported: { erased: true },
  },
});
const failed = (id: string, minute: number, detail = 'no such recipient'): ComplaintEvent => ({
  type: 'SuppressionFailed',
  data: { ...of(id, minute), detail },
});
const by = { kind: 'person' as const, keyId: 'k-jan' };
const standing = { state: 'qualified' as const, gained: [], lost: [], lacks: [] };
const judged = (
  id: string,
  verdict: 'not-ours' | 'opt-out-only',
  may: Filed['may'] = [],
): ComplaintEvent => ({
  type: 'ComplaintQualified',
  data: { ...of(id, 50), sentAt: start, campaignId: null, verdict, by, reason: 'looked', ...standing, may },
});
const withdrawn = (id: string): ComplaintEvent => ({
  type: 'AttributionWithdrawn',
  data: { ...of(id, 60), sentAt: start, leaves: 'untraced', reason: 'another’s', lost: ['suppress'] },
});
const traced = (id: string, may: Filed['may']): ComplaintEvent => ({
  type: 'ComplaintTraced',
  data: {
    ...of(id, 61),
    sentAt: start,
    campaignId: null,
    deliveryId: null,
    strategy: 'person',
    confidence: 1,
    by,
    reason: 'theirs',
    ...standing,
    may,
  },
});

const merged = (id: string, into: string): ComplaintEvent => ({
  type: 'ComplaintMerged',
  data: {
    ...of(id, 70),
    sentAt: start,
    into: complaintId.parse(into),
    because: 'one delivery',
    reports: [report(id)],
    campaignId: null,
    confidence: 0.9,
    verdict: null,
    lost: ['suppress'],
  },
});

describe('suppressions that failed', () => {
  let store: SqliteReadStore;
  const named = (view: { tables: readonly string[] }) =>
    Object.fromEntries(view.tables.map((name) => [name, name])) as never;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    for (const view of [complaintList, failedSuppressions]) await store.commit(view.create(named(view)));
  });
  afterEach(() => store.close());
  const happened = async (...events: ComplaintEvent[]) => {
    for (const event of events) {
      await store.commit(complaintList.on(event, named(complaintList)));
      if (failedSuppressions.inputs.types.includes(event.type))
        await store.commit(failedSuppressions.on(event as never, named(failedSuppressions)));
    }
  };
  const listed = async () =>
    (await ask(store, complaintsBy({ queue: SUPPRESSION_FAILED }))).items.map((c) => c.complaintId);

  it('wait for a person since they first failed, newest complaint first', async () => {
    expect(await ask(store, waitingSuppressions)).toEqual({
      queue: 'suppression-failed',
      count: 0,
      oldest: null,
    });
    await happened(
      filed('a'),
      filed('b', 1),
      filed('c', 2),
      failed('a', 5),
      failed('b', 7),
      failed('a', 9, 'x'),
    );
    expect(await ask(store, waitingSuppressions)).toMatchObject({ count: 2, oldest: start + minutes(5) });
    expect(await listed()).toEqual(['b', 'a']);
  });

  it.each<[string, ComplaintEvent]>([
    [
      'the platform confirms after all',
      { type: 'RecipientSuppressed', data: { ...of('a', 9), recipientKey: null } },
    ],
    ['the brand only watches by now', { type: 'SuppressionWithheld', data: of('a', 9) }],
    ['a person finds it not ours', judged('a', 'not-ours')],
    ['it is nobody’s complaint', withdrawn('a')],
    ['another complaint took it over', merged('a', 'b')],
  ])('wait no longer once %s', async (_what, event) => {
    await happened(filed('a'), failed('a', 5), event);
    expect(await listed()).toEqual([]);
    expect((await ask(store, waitingSuppressions)).count).toBe(0);
  });

  it('wait on when the verdict leaves the recipient to be suppressed', async () => {
    await happened(filed('a'), failed('a', 5), judged('a', 'opt-out-only', ['suppress']));
    expect(await listed()).toEqual(['a']);
  });

  it('wait again for the next account it is traced to: the same failure is not told twice', async () => {
    await happened(filed('a'), failed('a', 5), withdrawn('a'), traced('a', ['suppress-everywhere']));
    expect(await listed()).toEqual(['a']);
  });

  const overdue = (id: string, times: number, confirmBy: Instant | null): ComplaintEvent => ({
    type: 'SuppressionOverdue',
    data: {
      ...of(id, 15 * times),
      orderId: `suppress:${id}:1`,
      platformWide: false,
      times,
      dueAt: start,
      firedAt: start,
      confirmBy,
    },
  });
  const accepted = (id: string): ComplaintEvent => ({
    type: 'SuppressionAccepted',
    data: {
      ...of(id, 1),
      orderId: `suppress:${id}:1`,
      platformWide: false,
      confirmWithin: minutes(15),
      confirmBy: plus(start, minutes(16)),
    },
  });

  it('wait too when the platform accepted them and never confirmed, once it is asked no more', async () => {
    await happened(filed('a'), accepted('a'), overdue('a', 1, plus(start, minutes(45))));
    expect(await listed()).toEqual([]);
    await happened(overdue('a', 2, null));
    expect(await listed()).toEqual(['a']);
    expect(await ask(store, waitingSuppressions)).toMatchObject({ count: 1, oldest: start + minutes(30) });
    await happened({ type: 'RecipientSuppressed', data: { ...of('a', 99), recipientKey: null } });
    expect(await listed()).toEqual([]);
  });

  it('say in the list of complaints how far they are', async () => {
    const said = async (...events: ComplaintEvent[]) => {
      await happened(...events);
      return (await ask(store, complaintsBy({}))).items.map(({ suppression }) => suppression);
    };
    expect(await said(filed('a'), accepted('a'))).toEqual(['accepted']);
    expect(await said(overdue('a', 1, start))).toEqual(['accepted']);
    expect(await said(overdue('a', 2, null))).toEqual(['unconfirmed']);
    expect(await said(withdrawn('a'))).toEqual(['none']);
  });
});
