import { accountEvents, type Profile } from '@app/accounts';
import { projection, sql, type Statement, type Tables } from '@app/kernel';
import { signingDomain } from './own-domains.projection';

const SHOWN = 10; // domains that a row of the list shows

/** The customers of the sending platform, for people who look for one: by brand, standing, id or domain. Names stay sealed
 *  in the log. */
export const accountList = projection({
  name: 'account-list',
  version: 1,
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
  ),
  tables: ['account_list', 'account_domains', 'account_warnings'],

  create: (t) => [
    sql(`create table ${t.account_list} (
      account_id text primary key, brand_id text not null, standing text not null, parent text,
      protected bigint not null, domains text not null, registered_at bigint not null, changed_at bigint not null)`),
    sql(`create index ${t.account_list}_brand on ${t.account_list}(brand_id, account_id)`),
    sql(`create index ${t.account_list}_standing on ${t.account_list}(standing, account_id)`),
    sql(`create table ${t.account_domains} (
      reversed text not null, account_id text not null, primary key(reversed, account_id))`),
    sql(`create index ${t.account_domains}_account on ${t.account_domains}(account_id)`),
    sql(`create table ${t.account_warnings} (
      account_id text not null, measure_id text not null, primary key(account_id, measure_id))`),
  ],

  on({ type, data }, t) {
    const { accountId, at } = data;
    switch (type) {
      case 'AccountRegistered':
        return [
          sql(
            `insert into ${t.account_list} values ($1, $2, $3, $4, $5, $6, $7, $7)`,
            accountId,
            data.profile.brandId,
            wasWarned(data.profile) ? 'warned' : 'good',
            ...shown(data.profile),
            at,
          ),
          ...named(accountId, data.profile, t),
        ];
      case 'AccountChanged':
        return [
          sql(
            `update ${t.account_list} set brand_id = $2, parent = $3, protected = $4, domains = $5, changed_at = $6,
               standing = case
                 when standing not in ('good', 'warned') then standing
                 when $7 = 1 or exists (select 1 from ${t.account_warnings} w where w.account_id = $1) then 'warned'
                 else 'good' end
             where account_id = $1`,
            accountId,
            data.profile.brandId,
            ...shown(data.profile),
            at,
            wasWarned(data.profile) ? 1 : 0,
          ),
          sql(`delete from ${t.account_domains} where account_id = $1`, accountId),
          ...named(accountId, data.profile, t),
        ];
      default:
        return [
          sql(
            `update ${t.account_list} set standing = $2, changed_at = $3 where account_id = $1`,
            accountId,
            data.standing,
            at,
          ),
          ...(type === 'AccountWarned'
            ? [
                sql(
                  `insert into ${t.account_warnings} values ($1, $2) on conflict do nothing`,
                  accountId,
                  data.measureId,
                ),
              ]
            : []),
          ...(type === 'AccountReinstated'
            ? data.ended
            : type === 'MeasureAnnulled' || type === 'WarningLapsed'
              ? [data.measureId]
              : []
          ).map((measureId) =>
            sql(
              `delete from ${t.account_warnings} where account_id = $1 and measure_id = $2`,
              accountId,
              measureId,
            ),
          ),
        ];
    }
  },
});

/** A warning from before the desk knew the account counts as one, whatever became of it. */
const wasWarned = ({ history }: Profile): boolean => history.some(({ what }) => what === 'warned');

const shown = ({ parent, protected: isProtected, domains }: Profile) =>
  [parent, isProtected ? 1 : 0, JSON.stringify(domains.slice(0, SHOWN))] as const;

/** All that it sends and signs as. */
const named = (accountId: string, { domains, dkim }: Profile, t: Tables<'account_domains'>): Statement[] =>
  [...new Set([...domains, ...dkim].map((name) => reversed(signingDomain(name))))].map((name) =>
    sql(`insert into ${t.account_domains} values ($1, $2)`, name, accountId),
  );

/** `mail.shop.example` as `example.shop.mail.`: all domains below one stand together, and none that only ends alike. */
export const reversed = (domain: string): string => `${domain.split('.').reverse().join('.')}.`;
