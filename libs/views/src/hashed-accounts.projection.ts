import { accountEvents, hashedName } from '@app/accounts';
import { projection, sql, type AccountId, type Query } from '@app/kernel';

/** Accounts whose names are too long for the ids of their orders: what stands there instead, and whose it is. */
export const hashedAccounts = projection({
  name: 'hashed-accounts',
  version: 1,
  inputs: accountEvents.only('AccountRegistered'),
  tables: ['hashed_accounts'],

  create: (t) => [sql(`create table ${t.hashed_accounts} (hash text primary key, account_id text not null)`)],

  on({ data: { accountId } }, t) {
    const hash = hashedName(accountId);
    return hash === null ? [] : [sql(`insert into ${t.hashed_accounts} values ($1, $2)`, hash, accountId)];
  },
});

/** undefined: none has that hash. */
export const accountOfHash = (hash: string): Query<AccountId | undefined> => ({
  reads: [sql('select account_id from hashed_accounts where hash = $1', hash)],
  answer: ([rows]) => (rows as { account_id: AccountId }[])[0]?.account_id,
});
