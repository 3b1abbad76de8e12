import { Instant, reportId as asReport } from '@app/kernel';
import type { ReportEvent } from '@app/reports';
import { ask, SqliteReadStore } from '@app/read-store';
import { reportQueues } from './report-queues.projection';
import { queuedReports, waitingReports, type ReportFilter } from './reports/queries';

type Examined = Extract<ReportEvent, { type: 'ReportExamined' }>['data'];
const tables = { report_queue: 'report_queue' };
const start = Instant('2026-03-01T10:00:00.000Z');
const id = (n: number) => asReport.parse(`${n}`.padStart(16, '0'));

const examined = (n: number, changed: Partial<Examined> = {}): ReportEvent => ({
  type: 'ReportExamined',
  data: {
    reportId: id(n),
    at: (start + n * 1_000) as Instant,
    kind: 'unreadable',
    incidentType: null,
    format: 'failed',
    feedbackType: null,
    disposition: 'person',
    complaints: 0,
    channel: 'direct',
    source: null,
    trust: 'D',
    why: 'nobody vouches for it',
    authentication: { dkim: 'none', spf: 'none', dmarc: 'none', arc: 'none' },
    problems: ['it is empty'],
    alarms: [],
    fields: { erased: true },
    ...changed,
  },
});
const handled = (n: number): Parameters<typeof reportQueues.on>[0] => ({
  type: 'ReportHandled',
  data: {
    reportId: id(n),
    at: (start + 60_000) as Instant,
    by: { kind: 'person', keyId: 'k-jan' },
    reason: 'a question about a bill',
  },
});

describe('the queues of reports', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(reportQueues.create(tables));
  });
  afterEach(() => store.close());
  const happened = async (...events: ReportEvent[]) => {
    for (const event of events) await store.commit(reportQueues.on(event as never, tables));
  };
  const shown = async (filter: ReportFilter = {}) => ask(store, queuedReports(filter));
  const ids = async (filter: ReportFilter = {}) => (await shown(filter)).items.map((r) => Number(r.reportId));

  it('hold what a person has to read, and nothing that became a complaint', async () => {
    await happened(examined(1), examined(2, { disposition: 'complaints', kind: 'complaint' }));
    expect((await shown()).items).toEqual([
      {
        reportId: id(1),
        queue: 'reports',
        priority: 2,
        examinedAt: start + 1_000,
        kind: 'unreadable',
        incidentType: null,
        subject: null,
        format: 'failed',
        channel: 'direct',
        source: null,
        trust: 'D',
        why: 'nobody vouches for it',
        problems: ['it is empty'],
        alarms: [],
        handled: null,
      },
    ]);
  });

  it('are counted, each with what waits longest', async () => {
    await happened(
      examined(1),
      examined(2, { alarms: ['forgery', 'dns-unanswered'] }),
      examined(3),
      examined(4, { disposition: 'incident', kind: 'incident', incidentType: 'phishing' }),
      handled(1),
    );
    expect(await ask(store, waitingReports)).toEqual([
      { queue: 'incidents', count: 1, oldest: start + 4_000 },
      { queue: 'reports', count: 1, oldest: start + 3_000 },
      { queue: 'security', count: 1, oldest: start + 2_000 },
    ]);
    expect(await ids({ queue: 'security' })).toEqual([2]);
    expect((await shown({ handled: true })).items).toMatchObject([
      { reportId: id(1), handled: { by: 'k-jan', reason: 'a question about a bill' } },
    ]);
  });

  it('have what is urgent first, on whatever page', async () => {
    const phishing = { disposition: 'incident', kind: 'incident', incidentType: 'phishing' } as const;
    await happened(examined(1), examined(2), examined(3, phishing), examined(4, phishing));
    const first = await shown({ limit: 3 });
    expect(first.items.map((r) => [Number(r.reportId), r.priority])).toEqual([
      [3, 1],
      [4, 1],
      [1, 2],
    ]);
    expect(await ids({ cursor: first.nextCursor! })).toEqual([2]);
  });

  it('are read page by page, the oldest first', async () => {
    await happened(...[3, 1, 2].map((n) => examined(n)));
    const first = await shown({ limit: 2 });
    expect(first.items.map((r) => Number(r.reportId))).toEqual([1, 2]);
    expect(await ids({ limit: 2, cursor: first.nextCursor! })).toEqual([3]);
    expect(await ids({ cursor: 'nobody’s' })).toEqual([1, 2, 3]);
  });
});
