import { accountId, Instant, minutes, plus } from '@app/kernel';
import type { ListEvent } from '@app/lists';
import { ask, SqliteReadStore } from '@app/read-store';
import { lists } from './lists.projection';
import { importedListsBy, waitingLists } from './lists/queries';

const start = Instant('2026-03-03T09:00:00.000Z');
const by = { kind: 'person' as const, keyId: 'k-ann' };
const of = (listId: string, minute: number, account = 'shop') => ({
  listId,
  accountId: accountId.parse(account),
  at: plus(start, minutes(minute)),
  generation: 1,
});
const imported = (listId: string, minute: number, contacts = 10, account = 'shop'): ListEvent => {
  const told = { importId: `i${minute}`, contacts, newContacts: 10, origin: 'opt-in' as const };
  const span = { since: start, added: 10, before: 0 };
  return { type: 'ListImported', data: { ...of(listId, minute, account), ...told, span } };
};
const waits = (listId: string, minute: number): ListEvent => ({
  type: 'ListApprovalRequested',
  data: { ...of(listId, minute), because: ['growth'] },
});
const approved = (listId: string, minute: number): ListEvent => ({
  type: 'ListApproved',
  data: { ...of(listId, minute), by, reason: '' },
});
const rejected = (listId: string, minute: number): ListEvent => ({
  type: 'ListRejected',
  data: { ...of(listId, minute), by, reason: '', code: 'rented' },
});

describe('the view of lists', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(lists.create({ lists: 'lists' }));
  });
  afterEach(() => store.close());
  const happened = async (...events: ListEvent[]) => {
    for (const event of events)
      if (event.type !== 'SendBlockedUnapprovedList') await store.commit(lists.on(event, { lists: 'lists' }));
  };

  it('counts those that wait, since they began to, however often more is added', async () => {
    expect(await ask(store, waitingLists)).toEqual({ count: 0, oldest: null });
    await happened(imported('a', 1), waits('a', 1), imported('a', 5, 20), waits('a', 5), imported('b', 3));
    expect(await ask(store, waitingLists)).toEqual({ count: 1, oldest: plus(start, minutes(1)) });
    expect((await ask(store, importedListsBy({ state: 'pending' }))).items).toEqual([
      {
        id: 'a',
        account: 'shop',
        state: 'pending',
        because: ['growth'],
        code: null,
        contacts: 20,
        newContacts: 10,
        origin: 'opt-in',
        since: plus(start, minutes(1)),
        importedAt: plus(start, minutes(5)),
      },
    ]);
  });

  it('tells what became of one, and that it waits again later', async () => {
    await happened(imported('a', 1), waits('a', 1), rejected('a', 2));
    const [first] = (await ask(store, importedListsBy({}))).items;
    expect(first).toMatchObject({ state: 'rejected', code: 'rented', since: plus(start, minutes(2)) });
    await happened(approved('a', 3), imported('a', 9), waits('a', 9));
    const [again] = (await ask(store, importedListsBy({}))).items;
    expect(again).toMatchObject({ state: 'pending', code: null, since: plus(start, minutes(9)) });
  });

  it('is read in pages, each list once, by account and state', async () => {
    await happened(...['a', 'b', 'c', 'd', 'e'].map((id, n) => imported(id, n % 2)));
    await happened(imported('of-another', 0, 10, 'club'));
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await ask(
        store,
        importedListsBy({ account: 'shop', limit: 2, ...(cursor !== null && { cursor }) }),
      );
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(['a', 'c', 'e', 'b', 'd']);
    expect((await ask(store, importedListsBy({ state: 'pending' }))).items).toEqual([]);
  });
});
