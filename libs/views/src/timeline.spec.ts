import type { AccountEvent } from '@app/accounts';
import type { ComplaintEvent } from '@app/complaints';
import type { CaseEvent } from '@app/enforcement';
import { accountId, brandId, caseId, complaintId, Instant, type EventIn } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { grownAndRebuilt, oneOfEach } from '@app/testing';
import { streamsOf } from './cases/queries';
import { timeline } from './timeline.projection';

type Told = EventIn<typeof timeline.inputs>;
const start = Instant('2026-03-01T10:00:00.000Z');
const at = (second: number) => (start + second * 1_000) as Instant;
const asAccount = (text: string) => accountId.parse(text);
const brand = brandId.parse('spotler');
const theCase = caseId.parse('A-1.1');

const changed = (account: string, second: number): Told =>
  ({
    type: 'BaselineMoved',
    data: { accountId: asAccount(account), at: at(second), brandId: brand, caseId: theCase, baseline: start },
  }) satisfies AccountEvent;
const complaint = (n: number, second: number) => ({
  complaintId: complaintId.parse(`c-${n}`),
  at: at(second),
  sentAt: start,
  brandId: brand,
});
const standing = { state: 'qualified' as const, may: [], gained: [], lost: [], lacks: [] };
const traced = (n: number, account: string, second: number): Told =>
  ({
    type: 'ComplaintTraced',
    data: {
      ...complaint(n, second),
      accountId: asAccount(account),
      campaignId: null,
      deliveryId: null,
      strategy: 'person',
      confidence: 1,
      by: { kind: 'person', keyId: 'k1' },
      reason: 'seen in the headers',
      ...standing,
    },
  }) satisfies ComplaintEvent;
const withdrawn = (n: number, account: string, second: number): Told =>
  ({
    type: 'AttributionWithdrawn',
    data: {
      ...complaint(n, second),
      accountId: asAccount(account),
      leaves: 'untraced',
      reason: 'another customer',
      lost: [],
    },
  }) satisfies ComplaintEvent;
const ofCase = (second: number) => ({
  caseId: theCase,
  accountId: asAccount('A-1'),
  brandId: brand,
  at: at(second),
  stage: 'open' as const,
});
const opened = (second: number): Told =>
  ({
    type: 'CaseOpened',
    data: { ...ofCase(second), policy: { id: 'p', version: 'v' }, because: 'complaint', warnedAt: null },
  }) satisfies CaseEvent;
const joined = (n: number, second: number): Told =>
  ({
    type: 'ComplaintJoined',
    data: {
      ...ofCase(second),
      complaint: {
        complaintId: `c-${n}`,
        campaignId: null,
        deliveryId: null,
        provider: null,
        trust: 'A',
        source: null,
        reporter: `r-${n}`,
        sentAt: start,
        receivedAt: start,
        may: [],
      },
      as: 'signal',
      forwards: true,
    },
  }) satisfies CaseEvent;

const tables = { timeline_streams: 'timeline_streams' };
let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  await store.commit(timeline.create(tables));
});
afterEach(() => store.close());
const happened = async (...events: Told[]) =>
  store.commit(events.flatMap((event) => [...timeline.on(event, tables)]));
const ofAccount = (account: string) => ask(store, streamsOf({ account }));

describe('the timeline', () => {
  it('names the streams that tell an account, each once, and those of its case', async () => {
    await happened(changed('A-1', 0), traced(1, 'A-1', 1), opened(2), joined(1, 3), changed('A-1', 4));
    expect((await ofAccount('A-1')).sort()).toEqual(['account-A-1', 'case-A-1.1', 'complaint-c-1']);
    expect((await ask(store, streamsOf({ case: theCase }))).sort()).toEqual(['case-A-1.1', 'complaint-c-1']);
    expect(await ofAccount('A-2')).toEqual([]);
  });

  it('forgets a complaint that is not theirs, and shows it to whose it is', async () => {
    await happened(traced(1, 'A-1', 0), opened(1), joined(1, 2), withdrawn(1, 'A-1', 3), traced(1, 'A-2', 4));
    expect(await ofAccount('A-1')).toEqual(['case-A-1.1']);
    expect(await ask(store, streamsOf({ case: theCase }))).toEqual(['case-A-1.1']);
    expect(await ofAccount('A-2')).toEqual(['complaint-c-1']);
  });

  it('leaves out old complaints where there are too many, and never the case itself nor the account', async () => {
    await happened(changed('A-1', 0), opened(1));
    await happened(...Array.from({ length: 9 }, (_, n) => joined(n, 2 + n)));
    expect(await ask(store, streamsOf({ case: theCase }, 3))).toEqual([
      'case-A-1.1',
      'complaint-c-8',
      'complaint-c-7',
    ]);
    expect(await ask(store, streamsOf({ account: 'A-1' }, 4))).toEqual([
      'case-A-1.1',
      'account-A-1',
      'complaint-c-8',
      'complaint-c-7',
    ]);
  });

  it('keeps the latest time of a stream, whatever comes after it', async () => {
    await happened(traced(1, 'A-1', 5), traced(2, 'A-1', 6), traced(1, 'A-1', 7), traced(2, 'A-1', 1));
    expect(await ofAccount('A-1')).toEqual(['complaint-c-1', 'complaint-c-2']);
  });

  it('is the same after two rebuilds as when it grew', async () => {
    const [grown, rebuilt, again] = await grownAndRebuilt(timeline, [
      changed('A-1', 0),
      traced(1, 'A-1', 1),
      opened(2),
      joined(1, 3),
      joined(2, 4),
      withdrawn(1, 'A-1', 5),
      traced(1, 'A-2', 6),
      changed('A-1', 7),
    ]);
    expect(grown.timeline_streams).toHaveLength(4);
    expect(rebuilt).toEqual(grown);
    expect(again).toEqual(grown);
  });

  it('takes every event that it is told, and holds nothing that is sealed', async () => {
    const [rows] = await grownAndRebuilt(timeline, oneOfEach(timeline));
    expect(rows.timeline_streams!.length).toBeGreaterThan(2);
    expect(JSON.stringify(rows)).not.toMatch(/subject-7|3q2\+7w/);
  });
});
