import { sql, type AccountId, type Day, type Instant, type Query } from '@app/kernel';
import type { ListedSubject, ListingSeverity } from '@app/reputation';

export interface ListingFilter {
  readonly account?: string;
  readonly list?: string;
  /** Those that stand there, unless told. */
  readonly ended?: boolean;
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
export interface Listing {
  readonly id: string;
  /** Null: ours, or of several accounts. */
  readonly account: AccountId | null;
  readonly list: string;
  readonly subject: ListedSubject;
  readonly severity: ListingSeverity;
  readonly codes: readonly string[];
  readonly delisting: string | null;
  readonly beganAt: Instant;
  /** The last sweep did not find it, and the next tells whether it is gone. */
  readonly absentIn: Day | null;
  readonly ended: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}
interface Row {
  readonly listing_id: string;
  readonly began_at: number;
  readonly account_id: AccountId | null;
  readonly list: string;
  readonly kind: ListedSubject['of'];
  readonly value: string;
  readonly severity: ListingSeverity;
  readonly codes: string;
  readonly delisting: string | null;
  readonly absent_in: Day | null;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
  readonly reason: string | null;
}

/** Newest first. A cursor that is none of ours starts there. */
export const listingsBy = (filter: ListingFilter): Query<{ items: Listing[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where = [filter.ended ? 'ended_at is not null' : 'ended_at is null'];
  if (filter.account !== undefined) where.push(`account_id = ${param(filter.account)}`);
  if (filter.list !== undefined) where.push(`list = ${param(filter.list)}`);
  const [, began, id] = /^(\d{1,15})\.(.{1,64})$/.exec(filter.cursor ?? '') ?? [];
  if (began !== undefined && id !== undefined)
    where.push(`(began_at, listing_id) < (${param(Number(began))}, ${param(id)})`);
  return {
    reads: [
      sql(
        `select * from listings where ${where.join(' and ')}
         order by began_at desc, listing_id desc limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer([rows]) {
      const items = (rows as Row[]).map(listingIn);
      const last = items[limit - 1];
      return {
        items: items.slice(0, limit),
        nextCursor: items.length > limit && last ? `${last.beganAt}.${last.id}` : null,
      };
    },
  };
};

/** That one, as it stands or as it last stood. */
export const listingOf = (id: string): Query<Listing | undefined> => ({
  reads: [sql('select * from listings where listing_id = $1 order by began_at desc limit 1', id)],
  answer: ([rows]) => (rows as Row[]).map(listingIn)[0],
});

/** All that stand on this list at present. */
export const listedOn = (list: string): Query<Listing[]> => ({
  reads: [sql('select * from listings where ended_at is null and list = $1 order by listing_id', list)],
  answer: ([rows]) => (rows as Row[]).map(listingIn),
});

/** Those that stand on a blocklist, for the queues: accounts' and ours. */
export const waitingListings: Query<{ count: number; oldest: Instant | null }> = {
  reads: [sql('select count(*) as n, min(began_at) as oldest from listings where ended_at is null')],
  answer: ([rows]) => {
    const [{ n, oldest }] = rows as [{ n: number; oldest: number | null }];
    return { count: Number(n), oldest: oldest === null ? null : (Number(oldest) as Instant) };
  },
};

const listingIn = (row: Row): Listing => ({
  id: row.listing_id,
  account: row.account_id,
  list: row.list,
  subject: { of: row.kind, value: row.value },
  severity: row.severity,
  codes: JSON.parse(row.codes) as string[],
  delisting: row.delisting,
  beganAt: Number(row.began_at) as Instant,
  absentIn: row.absent_in,
  ended:
    row.ended_at === null
      ? null
      : { at: Number(row.ended_at) as Instant, by: row.ended_by ?? '', reason: row.reason ?? '' },
});
