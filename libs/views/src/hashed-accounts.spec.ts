import { hashedName, type AccountEvent } from '@app/accounts';
import { accountId } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { accountOfHash, hashedAccounts } from './hashed-accounts.projection';

const tables = { hashed_accounts: 'hashed_accounts' };
type Registered = Extract<AccountEvent, { type: 'AccountRegistered' }>;
const [short, long] = [accountId.parse('shop'), accountId.parse('é'.repeat(128))];

it('knows whose hash stands in the ids of orders, and stores nothing of others', async () => {
  const store = SqliteReadStore.inMemory();
  await store.commit(hashedAccounts.create(tables));
  for (const id of [short, long]) {
    // The profile is not looked at.
    const event = { type: 'AccountRegistered', data: { accountId: id } } as unknown as Registered;
    await store.commit(hashedAccounts.on(event, tables));
  }
  expect(await ask(store, accountOfHash(hashedName(long)!))).toBe(long);
  expect(await ask(store, accountOfHash(':0'))).toBeUndefined();
  expect(await store.all('select count(*) as n from hashed_accounts')).toEqual([{ n: 1 }]);
  await store.close();
});
