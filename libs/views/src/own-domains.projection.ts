import { accountEvents } from '@app/accounts';
import { projection, sql, type AccountId, type Query } from '@app/kernel';

/** Which domains sign mail for our accounts (DKIM's d=): a good signature of one on a reported message says that it went
 *  out through us, whoever says otherwise. */
export const ownDomains = projection({
  name: 'own-domains',
  version: 1,
  inputs: accountEvents.only('AccountRegistered', 'AccountChanged'),
  tables: ['own_domains'],

  create: (t) => [
    sql(`create table ${t.own_domains} (
      domain text not null, account_id text not null, primary key(domain, account_id))`),
    sql(`create index ${t.own_domains}_account on ${t.own_domains}(account_id)`),
  ],

  on({ data: { accountId, profile } }, t) {
    const domains = [...new Set(profile.dkim.map(signingDomain))].filter((domain) => domain !== '');
    return [
      sql(`delete from ${t.own_domains} where account_id = $1`, accountId),
      ...domains.map((domain) => sql(`insert into ${t.own_domains} values ($1, $2)`, domain, accountId)),
    ];
  },
});

/** Of those asked, the ones that sign for an account, and for which. Lower case; at most 100 are looked for. */
export const signersAmong = (
  domains: readonly string[],
): Query<{ domain: string; accountId: AccountId }[]> => {
  const asked = domains.slice(0, 100);
  const places = asked.map((_, i) => `$${i + 1}`).join(', ');
  return {
    reads: [
      sql(
        `select domain, account_id from own_domains where domain in (${places || 'null'}) order by domain, account_id`,
        ...asked,
      ),
    ],
    answer: ([rows]) =>
      (rows as { domain: string; account_id: AccountId }[]).map(({ domain, account_id: accountId }) => ({
        domain,
        accountId,
      })),
  };
};

/** A platform may know its keys as `selector._domainkey.domain`: the record's name, RFC 6376 section 3.6.2.1. */
export const signingDomain = (given: string): string =>
  given
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^[^@]*\._domainkey\./, '');
