import fc from 'fast-check';
import type { CaseEvent, CaseEventOf } from '@app/enforcement';
import { accountId, brandId, caseId, Instant, type CaseId } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { grownAndRebuilt, oneOfEach } from '@app/testing';
import { caseList } from './case-list.projection';
import { casesBy, openCasesOf, runningCases, waitingTasks, type CaseFilter } from './cases/queries';

const start = Instant('2026-03-01T10:00:00.000Z');
const at = (second: number) => (start + second * 1_000) as Instant;
const id = (text: string) => caseId.parse(text);
type Stage = CaseEventOf<'CaseOpened'>['stage'];
const of = (of: CaseId, second: number, stage: Stage = 'open', account = 'A-1') => ({
  caseId: of,
  accountId: accountId.parse(account),
  brandId: brandId.parse('spotler'),
  at: at(second),
  stage,
});
const opened = (c: CaseId, second = 0, account = 'A-1'): CaseEvent => ({
  type: 'CaseOpened',
  data: {
    ...of(c, second, 'open', account),
    policy: { id: 'spotler', version: 'v1' },
    because: 'complaint',
    warnedAt: null,
  },
});
const joined = (c: CaseId, second: number, n: number): CaseEvent => ({
  type: 'ComplaintJoined',
  data: {
    ...of(c, second, 'demanded'),
    complaint: {
      complaintId: `c-${n}`,
      campaignId: null,
      deliveryId: null,
      provider: 'yahoo',
      trust: 'A',
      source: 'yahoo',
      reporter: `r-${n}`,
      sentAt: start,
      receivedAt: start,
      may: ['forward'],
    },
    as: 'signal',
    forwards: true,
  },
});
const left = (c: CaseId, second: number, n: number): CaseEvent => ({
  type: 'ComplaintLeft',
  data: { ...of(c, second, 'demanded'), complaintId: `c-${n}` },
});
type Task = CaseEventOf<'TaskRaised'>['task'];
const raised = (
  c: CaseId,
  second: number,
  task: Task,
  about: string | null,
  due: number | null,
): CaseEvent => ({
  type: 'TaskRaised',
  data: { ...of(c, second), task, about, for: 'staff', dueAt: due === null ? null : at(due) },
});
const done = (c: CaseId, second: number, task: Task, about: string | null): CaseEvent => ({
  type: 'TaskDone',
  data: { ...of(c, second), task, about },
});
const deadline = (c: CaseId, second: number, name: string, due: number): CaseEvent => ({
  type: 'DeadlineSet',
  data: {
    ...of(c, second),
    name,
    dueAt: at(due),
    because: 'begun',
    by: null,
    extendedBy: null,
    outageId: null,
    reason: null,
  },
});
const cleared = (c: CaseId, second: number, name: string): CaseEvent => ({
  type: 'DeadlineCleared',
  data: { ...of(c, second), name, because: 'answered' },
});
const reached = (c: CaseId, second: number, name: string): CaseEvent => ({
  type: 'DeadlineReached',
  data: { ...of(c, second), name, dueAt: at(second), firedAt: at(second) },
});
const resolved = (c: CaseId, second: number, account = 'A-1'): CaseEvent => ({
  type: 'CaseResolved',
  data: {
    ...of(c, second, 'resolved', account),
    by: { kind: 'person', keyId: 'k1' },
    reason: 'it is solved',
    baseline: at(second),
  },
});

const tables = { case_list: 'case_list', case_tasks: 'case_tasks', case_deadlines: 'case_deadlines' };
let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  await store.commit(caseList.create(tables));
});
afterEach(() => store.close());
const happened = async (...events: CaseEvent[]) => {
  for (const event of events) await store.commit(caseList.on(event, tables));
};
const found = (filter: CaseFilter = {}) => ask(store, casesBy(filter));
const ids = async (filter?: CaseFilter) => (await found(filter)).items.map((c) => c.id);
const [one, two, three] = [id('A-1.1'), id('A-2.1'), id('A-1.2')];

describe('the list of cases', () => {
  it('shows where each stands, and how many complaints it is about', async () => {
    await happened(opened(one), joined(one, 1, 1), joined(one, 2, 2), left(one, 3, 1));
    expect((await found()).items).toEqual([
      {
        id: 'A-1.1',
        account: 'A-1',
        brand: 'spotler',
        state: 'demanded',
        policy: { id: 'spotler', version: 'v1' },
        because: 'complaint',
        complaints: 1,
        openedAt: start,
        changedAt: at(3),
        assignee: null,
        nextDueAt: null,
      },
    ]);
  });

  it('finds those that are somebody’s, and those that are nobody’s, with the nearest of their deadlines', async () => {
    const due = { because: 'begun' as const, by: null, extendedBy: null, outageId: null, reason: null };
    await happened(
      opened(one),
      opened(two, 1, 'A-2'),
      {
        type: 'CaseAssigned',
        data: { ...of(one, 2), by: { kind: 'person', keyId: 'k' }, reason: '', to: 'k-1' },
      },
      { type: 'DeadlineSet', data: { ...of(one, 3), name: 'a', dueAt: at(90), ...due } },
      { type: 'DeadlineSet', data: { ...of(one, 3), name: 'b', dueAt: at(60), ...due } },
    );
    expect(await ids({ assignee: 'k-1' })).toEqual([one]);
    expect(await ids({ assignee: null })).toEqual([two]);
    expect(await ids({ assignee: 'k-2' })).toEqual([]);
    expect((await found({ assignee: 'k-1' })).items[0]!.nextDueAt).toBe(at(60));
  });

  it('finds by account, state and what waits for a person, alone and together', async () => {
    await happened(
      opened(one),
      opened(two, 1, 'A-2'),
      opened(three, 2),
      resolved(one, 3),
      raised(two, 4, 'assess-answer', null, 10),
    );
    expect(await ids()).toEqual([three, two, one]);
    expect(await ids({ account: 'A-1' })).toEqual([three, one]);
    expect(await ids({ state: 'resolved' })).toEqual([one]);
    expect(await ids({ queue: 'assess-answer' })).toEqual([two]);
    expect(await ids({ account: 'A-1', queue: 'assess-answer' })).toEqual([]);
    expect(await ask(store, runningCases)).toEqual(
      [
        { caseId: three, accountId: 'A-1' },
        { caseId: two, accountId: 'A-2' },
      ].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)),
    );
    expect(await ask(store, openCasesOf('A-1'))).toBe(1);
  });

  it('counts what waits by kind, with the oldest and the nearest end; what is done waits no more', async () => {
    await happened(
      opened(one),
      opened(two, 0, 'A-2'),
      raised(one, 1, 'approve-measure', 'm1', null),
      raised(one, 2, 'approve-measure', 'm2', 30),
      raised(two, 3, 'approve-measure', 'm1', 20),
      raised(two, 4, 'assess-answer', null, 40),
    );
    expect(await ask(store, waitingTasks)).toEqual([
      { task: 'approve-measure', count: 3, oldest: at(1), nearest: at(20) },
      { task: 'assess-answer', count: 1, oldest: at(4), nearest: at(40) },
    ]);
    await happened(
      raised(two, 5, 'assess-answer', null, 35), // raised again: still one, with its new end
      done(two, 6, 'approve-measure', 'm1'),
      done(one, 7, 'approve-measure', 'm1'),
    );
    expect(await ask(store, waitingTasks)).toEqual([
      { task: 'approve-measure', count: 1, oldest: at(2), nearest: at(30) },
      { task: 'assess-answer', count: 1, oldest: at(4), nearest: at(35) },
    ]);
  });

  it('puts phishing and malware before everything else that waits', async () => {
    await happened(
      opened(one),
      raised(one, 1, 'approve-measure', 'm1', 2),
      raised(one, 3, 'compromise', null, 3),
    );
    expect((await ask(store, waitingTasks)).map(({ task }) => task)).toEqual([
      'compromise',
      'approve-measure',
    ]);
  });

  it('keeps of its deadlines those that run, at their last time', async () => {
    await happened(
      opened(one),
      deadline(one, 1, 'answer-due', 10),
      deadline(one, 2, 'answer-due', 20),
      deadline(one, 3, 'digest-due', 30),
      deadline(one, 4, 'evidence-due', 40),
      cleared(one, 5, 'digest-due'),
      reached(one, 6, 'evidence-due'),
    );
    expect(await store.all('select name, due_at from case_deadlines')).toEqual([
      { name: 'answer-due', due_at: at(20) },
    ]);
  });

  it.each([
    ['short', 4],
    ['the longest there are', 160],
  ])('turns its pages without a gap or a double, where ids are %s', async (_, length) => {
    const all = Array.from({ length: 7 }, (_, n) => id(`${n}`.padStart(length, 'a')));
    await happened(...all.map((c, n) => opened(c, Math.floor(n / 3)))); // three at the same instant
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < all.length; page++) {
      const { items, nextCursor } = await found({ limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...items.map((c) => c.id));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    expect(seen).toEqual([...all].reverse());
  });

  it('starts at the newest for a cursor that is none of ours', async () => {
    await happened(opened(one), opened(two, 1, 'A-2'));
    for (const cursor of ['', 'x', '1', '.', `${'9'.repeat(17)}.a`])
      expect(await ids({ cursor })).toEqual([two, one]);
  });

  it('is the same after two rebuilds as when it grew', () => {
    const cases = fc.constantFrom(one, two, three);
    const second = fc.nat(100);
    const n = fc.nat(3);
    const names = fc.constantFrom('answer-due', 'digest-due');
    const tasks = fc.constantFrom<Task>('assess-answer', 'approve-measure');
    const about = fc.constantFrom(null, 'm1', 'm2');
    const anything = fc.oneof(
      fc.tuple(cases, second, n).map((of) => joined(...of)),
      fc.tuple(cases, second, n).map((of) => left(...of)),
      fc.tuple(cases, second, tasks, about, fc.option(second)).map((of) => raised(...of)),
      fc.tuple(cases, second, tasks, about).map((of) => done(...of)),
      fc.tuple(cases, second, names, second).map((of) => deadline(...of)),
      fc.tuple(cases, second, names).map((of) => cleared(...of)),
      fc.tuple(cases, second).map((of) => resolved(...of)),
    );
    return fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 30 }), async (events) => {
        const [grown, rebuilt, again] = await grownAndRebuilt(caseList, [
          ...[one, two, three].map((c) => opened(c)),
          ...events,
        ]);
        expect(grown.case_list).toHaveLength(3);
        expect(rebuilt).toEqual(grown);
        expect(again).toEqual(grown);
      }),
      { numRuns: 25 },
    );
  });

  it('takes every event of a case, and holds nothing that is sealed', async () => {
    const [rows] = await grownAndRebuilt(caseList, oneOfEach(caseList));
    expect(rows.case_list).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/subject-7|3q2\+7w/);
  });
});
