import {
  accountId as asAccount,
  brandId as asBrand,
  campaignId as asCampaign,
  complaintId as asComplaint,
  Instant,
  reportId as asReport,
} from '@app/kernel';
import type { ComplaintEvent } from '@app/complaints';
import { ask, SqliteReadStore } from '@app/read-store';
import { complaintList } from './complaint-list.projection';
import {
  complaintById,
  complaintKnownAs,
  complaintsBy,
  complaintsOfReport,
  unmergedTwins,
  waitingComplaints,
  type ComplaintFilter,
} from './complaints/queries';

type Filed = Extract<ComplaintEvent, { type: 'ComplaintFiled' }>['data'];
const accountId = asAccount.parse('A-1');
const start = Instant('2026-03-01T10:00:00.000Z');
const tables = {
  complaint_list: 'complaint_list',
  complaint_reports: 'complaint_reports',
  complaint_aliases: 'complaint_aliases',
};
const id = (n: number | string) => asComplaint.parse(`c-${n}`);

let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  await store.commit(complaintList.create(tables));
});
afterEach(() => store.close());
const happened = async (...events: ComplaintEvent[]) => {
  for (const event of events) await store.commit(complaintList.on(event, tables));
};

const report = (n: number, changed: Partial<Filed['report']> = {}): Filed['report'] => ({
  reportId: asReport.parse(`rep-${n}`),
  channel: 'feedback-loop',
  trust: 'A',
  source: 'yahoo',
  feedbackType: 'abuse',
  provider: 'yahoo',
  receivedAt: start,
  reporter: `r-${n}`,
  corroboration: ['token'],
  ...changed,
});
const filed = (n: number, changed: Partial<Filed> = {}): ComplaintEvent => ({
  type: 'ComplaintFiled',
  data: {
    complaintId: id(n),
    at: (start + n * 1_000) as Instant,
    accountId,
    brandId: asBrand.parse('spotler'),
    identity: 'token',
    aliases: [],
    report: report(n),
    campaignId: asCampaign.parse('spring'),
    deliveryId: `d-${n}`,
    recipientKey: null,
    sent: { at: start, estimated: false },
    trace: {
      outcome: 'traced',
      strategy: 'token',
      confidence: 1,
      attempts: [{ strategy: 'token', accountId, confidence: 1 }],
    },
    violations: [],
    state: 'qualified',
    may: ['suppress', 'count'],
    lacks: [],
    reported: { erased: true },
    ...changed,
  },
});
const untraced = (n: number, state: 'untraced' | 'conflict' = 'untraced') =>
  filed(n, {
    accountId: null,
    state,
    may: [],
    lacks: [state],
    trace: { outcome: state, strategy: null, confidence: 0, attempts: [] },
  });
const of = (n: number) => ({ complaintId: id(n), at: start, accountId, brandId: asBrand.parse('spotler') });
const later = (n: number) => ({ ...of(n), sentAt: start });
const standing = { state: 'qualified' as const, may: [], gained: [], lost: [], lacks: [] };
const ids = async (filter: ComplaintFilter) =>
  (await ask(store, complaintsBy(filter))).items.map((c) => c.complaintId);

describe('the list of complaints', () => {
  it('shows each with its reports and how it was traced', async () => {
    await happened(filed(1), {
      type: 'ReportCorroborated',
      data: {
        ...later(1),
        campaignId: null,
        report: report(2, { channel: 'direct', trust: 'C' }),
        aliases: [],
        ...standing,
      },
    });
    expect(await ask(store, complaintById('c-1'))).toEqual({
      complaintId: 'c-1',
      accountId: 'A-1',
      brandId: 'spotler',
      campaignId: 'spring',
      state: 'qualified',
      may: [],
      lacks: [],
      filedAt: start + 1_000,
      sentAt: start,
      sentEstimated: false,
      violations: [],
      verdict: null,
      mergedInto: null,
      replay: null,
      suppression: 'none',
      trace: {
        strategy: 'token',
        confidence: 1,
        attempts: [{ strategy: 'token', accountId: 'A-1', confidence: 1 }],
      },
      reports: [
        expect.objectContaining({ reportId: 'rep-1', trust: 'A', corroboration: ['token'] }),
        expect.objectContaining({ reportId: 'rep-2', trust: 'C', channel: 'direct' }),
      ],
    });
    expect(await ask(store, complaintById('c-9'))).toBeUndefined();
  });

  it('is the newest first, filtered by account, state and source', async () => {
    await happened(
      filed(1),
      filed(2, { accountId: asAccount.parse('A-2') }),
      filed(3, { report: report(3, { source: 'microsoft' }) }),
      untraced(4),
    );
    expect(await ids({})).toEqual(['c-4', 'c-3', 'c-2', 'c-1']);
    expect(await ids({ account: 'A-1' })).toEqual(['c-3', 'c-1']);
    expect(await ids({ state: 'untraced' })).toEqual(['c-4']);
    expect(await ids({ source: 'microsoft' })).toEqual(['c-3']);
    expect(await ids({ account: 'A-1', state: 'qualified', source: 'yahoo' })).toEqual(['c-1']);
  });

  it('pages without a gap or a repeat, whatever comes in between', async () => {
    const all = Array.from({ length: 23 }, (_, i) => filed(i + 10, { at: (start + (i >> 2)) as Instant }));
    await happened(...all);
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const page: { items: { complaintId: string }[]; nextCursor: string | null } = await ask(
        store,
        complaintsBy({ cursor, limit: 5 }),
      );
      seen.push(...page.items.map((c) => c.complaintId));
      cursor = page.nextCursor;
      await happened(filed(100 + seen.length)); // newer than all
    } while (cursor !== null);
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
  });

  it('takes a cursor that is none for the beginning', async () => {
    await happened(filed(1));
    expect(await ids({ cursor: "'; drop table" })).toEqual(['c-1']);
  });

  it('knows which complaints a report made', async () => {
    await happened(filed(1), filed(2, { report: report(1) }), filed(3));
    const made = await ask(store, complaintsOfReport(asReport.parse('rep-1')));
    expect(made.map((c) => c.complaintId)).toEqual(['c-1', 'c-2']);
  });

  it('follows what becomes of a complaint', async () => {
    const by = { kind: 'person' as const, keyId: 'k' };
    await happened(
      filed(1),
      {
        type: 'ComplaintQualified',
        data: {
          ...later(1),
          campaignId: null,
          verdict: 'forged',
          by,
          reason: 'r',
          ...standing,
          state: 'disqualified',
        },
      },
      { type: 'RecipientSuppressed', data: { ...of(1), recipientKey: null } },
    );
    expect(await ask(store, complaintById('c-1'))).toMatchObject({
      state: 'disqualified',
      verdict: 'forged',
      suppression: 'confirmed',
    });
  });
});

describe('what waits for a person', () => {
  const waiting = async () =>
    Object.fromEntries((await ask(store, waitingComplaints)).map(({ queue, ...rest }) => [queue, rest]));
  const none = { count: 0, oldest: null };
  const weak = (n: number, ...lacks: Filed['lacks']) => filed(n, { state: 'traced', may: [], lacks });

  it('is what nobody could trace, and what points at two accounts', async () => {
    expect(await waiting()).toEqual({ untraced: none, unqualified: none, urgent: none, 'dkim-replay': none });
    await happened(filed(1), untraced(2), untraced(3, 'conflict'));
    expect((await waiting())['untraced']).toEqual({ count: 2, oldest: start + 2_000 });
    expect(await ids({ queue: 'untraced' })).toEqual(['c-3', 'c-2']);
  });
  it('is left when a person says whose it is', async () => {
    await happened(untraced(2), {
      type: 'ComplaintTraced',
      data: {
        ...later(2),
        campaignId: null,
        deliveryId: null,
        strategy: 'person',
        confidence: 1,
        by: { kind: 'person', keyId: 'k' },
        reason: 'r',
        ...standing,
      },
    });
    expect(await waiting()).toEqual({ untraced: none, unqualified: none, urgent: none, 'dkim-replay': none });
    expect(await ids({ account: 'A-1' })).toEqual(['c-2']);
  });
  it('is what nobody vouches for or what proves nothing, and not what needs no judgement', async () => {
    await happened(
      weak(1, 'trust'),
      weak(2, 'not-corroborated'),
      weak(3, 'trust', 'archive'),
      weak(4, 'feedback-type'),
      weak(5, 'too-old'),
    );
    expect((await waiting())['unqualified']).toEqual({ count: 2, oldest: start + 1_000 });
    expect(await ids({ queue: 'unqualified' })).toEqual(['c-2', 'c-1']);
  });
});

describe('one complaint under several ids', () => {
  const known = (n: number) => ask(store, complaintKnownAs(id(n)));
  it('is found by what a later report knows of it', async () => {
    await happened(filed(1, { aliases: [id(2)] }));
    expect(await known(2)).toBe('c-1');
    expect(await known(1)).toBeUndefined();
    expect(await known(9)).toBeUndefined();
  });
  it('is found by what a later report told of it', async () => {
    await happened(filed(1), {
      type: 'ReportCorroborated',
      data: { ...later(1), campaignId: null, report: report(2), aliases: [id(7)], ...standing },
    });
    expect(await known(7)).toBe('c-1');
  });
  it('is found under its own id before all others', async () => {
    await happened(filed(1, { aliases: [id(2)] }), filed(2, { identity: 'message' }));
    expect(await known(2)).toBeUndefined(); // until they are merged, and then it is passed on
  });
  it('is to be merged when reports overtook each other, whichever came first', async () => {
    const merge = { complaintId: 'c-2', into: 'c-1', intoIdentity: 'token' };
    await happened(filed(2, { identity: 'message' }), filed(1, { aliases: [id(2)] }), filed(3));
    expect(await ask(store, unmergedTwins(start))).toEqual([merge]);
    expect(await ask(store, unmergedTwins((start + 1_500) as Instant))).toEqual([merge]); // c-2 is the later
    expect(await ask(store, unmergedTwins((start + 9_000) as Instant))).toEqual([]);
    await happened({
      type: 'ComplaintMerged',
      data: {
        ...later(2),
        into: id(1),
        because: 'same',
        reports: [report(2)],
        campaignId: null,
        confidence: 1,
        verdict: null,
        lost: [],
      },
    });
    expect(await ask(store, unmergedTwins(start))).toEqual([]);
    expect(await ask(store, complaintById('c-2'))).toMatchObject({ state: 'merged', mergedInto: 'c-1' });
  });
});
