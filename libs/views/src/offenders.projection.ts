import { accountEvents } from '@app/accounts';
import { projection, sql, type Instant, type Statement, type Tables } from '@app/kernel';
import { signsOf } from './offenders/signs';

const TABLES = [
  'offender_accounts',
  'offender_signs',
  'offender_closed_signs',
  'offender_pairs',
  'offender_handled',
] as const;

/** Accounts that, since another was closed, came to share with it what a customer is known by: a domain, an address, a number
 *  in the trade register. Whether that says anything is told by the query: how many share it changes every day. */
export const offenders = projection({
  name: 'offenders',
  version: 2,
  inputs: accountEvents.only(
    'AccountRegistered',
    'AccountChanged',
    'AccountWarned',
    'AccountPutUnderReview',
    'AccountHeld',
    'AccountToldToStop',
    'AccountSuspended',
    'AccountClosed',
    'MeasureAnnulled',
    'AccountReinstated',
    'WarningLapsed',
    'ResemblanceHandled',
  ),
  tables: TABLES,

  create: (t) => [
    sql(`create table ${t.offender_accounts} (
      account_id text primary key, family text not null, closed_at bigint)`),
    sql(`create table ${t.offender_signs} (
      account_id text not null, kind text not null, value text not null, class text not null, lo text not null,
      hi text not null, floor text not null, held bigint not null, added_at bigint not null,
      primary key(account_id, kind, value))`),
    sql(`create index ${t.offender_signs}_of on ${t.offender_signs}(class, lo)`),
    // What a closed account had: whoever empties its profile afterwards does not make it unknown.
    sql(`create table ${t.offender_closed_signs} (
      account_id text not null, kind text not null, value text not null, class text not null, lo text not null,
      hi text not null, floor text not null, primary key(account_id, kind, value))`),
    sql(`create index ${t.offender_closed_signs}_of on ${t.offender_closed_signs}(class, lo)`),
    // What they share, as the newer one has it; the range is where both meet.
    sql(`create table ${t.offender_pairs} (
      account_id text not null, closed_id text not null, kind text not null, value text not null, class text not null,
      lo text not null, hi text not null, floor text not null, raised_at bigint not null,
      primary key(account_id, closed_id, kind, value))`),
    sql(`create table ${t.offender_handled} (
      account_id text not null, closed_id text not null, at bigint not null, handled_by text not null,
      reason text not null, primary key(account_id, closed_id))`),
  ],

  on({ type, data }, t) {
    const { accountId, at } = data;
    switch (type) {
      case 'AccountRegistered':
      case 'AccountChanged':
        return [
          sql(
            `insert into ${t.offender_accounts} values ($1, $2, null)
             on conflict (account_id) do update set family = excluded.family`,
            accountId,
            data.profile.parent ?? accountId,
          ),
          sql(`update ${t.offender_signs} set held = 0 where account_id = $1`, accountId),
          ...signsOf(data.profile).map(({ kind, value, of, lo, hi, floor }) =>
            sql(
              `insert into ${t.offender_signs} values ($1, $2, $3, $4, $5, $6, $7, 1, $8)
               on conflict (account_id, kind, value) do update set held = 1, lo = excluded.lo, hi = excluded.hi,
                 floor = excluded.floor,
                 added_at = case when ${t.offender_signs}.lo = excluded.lo then ${t.offender_signs}.added_at
                   else excluded.added_at end`,
              accountId,
              kind,
              value,
              of,
              lo,
              hi,
              floor,
              at,
            ),
          ),
          sql(`delete from ${t.offender_signs} where account_id = $1 and held = 0`, accountId),
          keptOfClosed(accountId, t),
          comparedToClosed(accountId, at, t),
        ];
      case 'ResemblanceHandled':
        return [
          sql(
            `insert into ${t.offender_handled} values ($1, $2, $3, $4, $5) on conflict do nothing`,
            accountId,
            data.closed,
            at,
            data.by.kind === 'person' ? data.by.keyId : data.by.rule,
            data.reason,
          ),
        ];
      default:
        return data.standing === 'closed'
          ? [
              sql(
                `update ${t.offender_accounts} set closed_at = coalesce(closed_at, $2) where account_id = $1`,
                accountId,
                at,
              ),
              keptOfClosed(accountId, t),
            ]
          : [
              sql(`update ${t.offender_accounts} set closed_at = null where account_id = $1`, accountId),
              sql(`delete from ${t.offender_closed_signs} where account_id = $1`, accountId),
            ];
    }
  },
});

type Named = Tables<(typeof TABLES)[number]>;

const keptOfClosed = (accountId: string, t: Named): Statement =>
  sql(
    `insert into ${t.offender_closed_signs}
     select s.account_id, s.kind, s.value, s.class, s.lo, s.hi, s.floor from ${t.offender_signs} s
     where s.account_id = $1 and exists (
       select 1 from ${t.offender_accounts} a where a.account_id = $1 and a.closed_at is not null)
     on conflict do nothing`,
    accountId,
  );

/** Only what the account did not have before: what two shared while both were open makes neither of them a new one. */
const comparedToClosed = (accountId: string, at: Instant, t: Named): Statement =>
  sql(
    `insert into ${t.offender_pairs}
     select s.account_id, c.account_id, s.kind, s.value, s.class,
       case when s.lo > c.lo then s.lo else c.lo end, case when s.hi < c.hi then s.hi else c.hi end,
       case when s.lo > c.lo then s.floor else c.floor end, $2
     from ${t.offender_signs} s
     join ${t.offender_closed_signs} c on c.class = s.class and c.lo >= s.floor and c.lo <= s.hi and c.hi >= s.lo
     where s.account_id = $1 and s.added_at = $2 and c.account_id <> $1
     order by c.lo, c.hi, c.kind
     on conflict do nothing`,
    accountId,
    at,
  );
