import { accountId, caseId, hours, Instant, plus } from '@app/kernel';
import type { CaseEvent } from '@app/enforcement';
import { ask, SqliteReadStore } from '@app/read-store';
import { caseList } from './case-list.projection';
import { customerClocks } from './cases/customer-clocks';

const down = Instant('2026-03-01T10:00:00.000Z');
const tables = { case_list: 'case_list', case_tasks: 'case_tasks', case_deadlines: 'case_deadlines' };

let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  await store.commit(caseList.create(tables));
});
afterEach(() => store.close());

/** What the projection does not look at, is left out. */
const happened = async (account: string, type: CaseEvent['type'], more: object, at = down) => {
  const of = { caseId: `${account}.1`, accountId: account, brandId: 'spotler', at, stage: 'open' };
  const event = { type, data: { ...of, ...more } } as unknown as CaseEvent;
  await store.commit(caseList.on(event, tables));
};
const opened = (account: string) =>
  happened(account, 'CaseOpened', { policy: { id: 'spotler', version: 'v1' }, because: 'complaint' });
const clock = (account: string) => ({
  caseId: caseId.parse(`${account}.1`),
  accountId: accountId.parse(account),
});

describe('whose time an outage took', () => {
  it('is whose time runs, and whose may have run out since', async () => {
    for (const account of ['asked', 'evidence', 'gathering', 'late', 'long-late', 'held'])
      await opened(account);
    const dueAt = plus(down, hours(2));
    await happened('asked', 'DeadlineSet', { name: 'answer-due', dueAt });
    await happened('evidence', 'DeadlineSet', { name: 'evidence-due', dueAt });
    await happened('gathering', 'DeadlineSet', { name: 'digest-due', dueAt });
    await happened('late', 'DemandUnanswered', { stage: 'overdue' }, dueAt);
    await happened('long-late', 'MeasureTaken', { stage: 'suspended' }, (down - 1) as Instant);
    await happened('held', 'MeasureTaken', { stage: 'held' }, dueAt);
    expect(await ask(store, customerClocks(down))).toEqual(['asked', 'evidence', 'late'].map(clock));
    expect(await ask(store, customerClocks(down, 'asked.1'))).toEqual(['evidence', 'late'].map(clock));
  });
});
