import { projection, sql } from '@app/kernel';
import { listingEvents } from '@app/reputation';

/** What stands on blocklists, and what stood there. A subject that is listed anew has a row of its own. */
export const listings = projection({
  name: 'listings',
  version: 1,
  inputs: listingEvents,
  tables: ['listings'],

  create: (t) => [
    sql(`create table ${t.listings} (
      listing_id text not null, began_at bigint not null, account_id text, list text not null, kind text not null,
      value text not null, severity text not null, codes text not null, delisting text, absent_in text,
      ended_at bigint, ended_by text, reason text, primary key(listing_id, began_at))`),
    sql(`create index ${t.listings}_account on ${t.listings}(account_id, began_at)`),
    sql(`create index ${t.listings}_began on ${t.listings}(began_at, listing_id)`),
    sql(`create index ${t.listings}_current on ${t.listings}(began_at) where ended_at is null`),
  ],

  on({ type, data }, t) {
    const { listingId, at } = data;
    const current = `update ${t.listings} set`;
    const where = 'where listing_id = $1 and ended_at is null';
    switch (type) {
      case 'ListingBegan':
        return [
          sql(
            `insert into ${t.listings} (listing_id, began_at, account_id, list, kind, value, severity, codes, delisting)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
            listingId,
            at,
            data.accountId,
            data.list,
            data.subject.of,
            data.subject.value,
            data.severity,
            JSON.stringify(data.codes),
            data.delisting,
          ),
        ];
      case 'ListingChanged':
        return [
          sql(
            `${current} severity = $2, codes = $3 ${where}`,
            listingId,
            data.severity,
            JSON.stringify(data.codes),
          ),
        ];
      case 'ListingNotFound':
        return [sql(`${current} absent_in = $2 ${where}`, listingId, data.sweep)];
      case 'ListingFoundAgain':
        return [sql(`${current} absent_in = null ${where}`, listingId)];
      case 'ListingEnded':
        return [
          sql(
            `${current} ended_at = $2, ended_by = $3, reason = $4 ${where}`,
            listingId,
            at,
            data.by.kind === 'person' ? data.by.keyId : data.by.rule,
            data.reason,
          ),
        ];
    }
  },
});
