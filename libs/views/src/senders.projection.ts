import { accountEvents } from '@app/accounts';
import { projection, sql, type AccountId, type Query } from '@app/kernel';

/** Which addresses, networks and domains our accounts send as. */
export const senders = projection({
  name: 'senders',
  version: 1,
  inputs: accountEvents.only('AccountRegistered', 'AccountChanged'),
  tables: ['senders'],

  create: (t) => [
    sql(`create table ${t.senders} (
      account_id text not null, kind text not null, value text not null, primary key(account_id, kind, value))`),
  ],

  on({ data: { accountId, profile } }, t) {
    const add = (kind: Kind, values: readonly string[]) =>
      [...new Set(values)].map((value) =>
        sql(`insert into ${t.senders} values ($1, $2, $3)`, accountId, kind, value),
      );
    return [
      sql(`delete from ${t.senders} where account_id = $1`, accountId),
      ...add('ip', profile.ips),
      ...add('domain', profile.domains),
    ];
  },
});

type Kind = 'ip' | 'domain';
export interface SenderRow {
  readonly accountId: AccountId;
  readonly of: Kind;
  readonly value: string;
}

/** A page of them, of accounts that are not closed: in the order of accounts, after the one given. */
export const sendersAfter = (after: SenderRow | null, limit: number): Query<SenderRow[]> => ({
  reads: [
    sql(
      `select s.account_id, s.kind, s.value from senders s join account_list a on a.account_id = s.account_id
       where a.standing <> 'closed' and (s.account_id, s.kind, s.value) > ($1, $2, $3)
       order by s.account_id, s.kind, s.value limit ${limit}`,
      after?.accountId ?? '',
      after?.of ?? '',
      after?.value ?? '',
    ),
  ],
  answer: ([rows]) =>
    (rows as { account_id: AccountId; kind: Kind; value: string }[]).map(
      ({ account_id: accountId, kind: of, value }) => ({ accountId, of, value }),
    ),
});
