import { sql, type AccountId, type Instant, type Query } from '@app/kernel';
import type { LargeBecause, ListOrigin, RejectionCode } from '@app/lists';

export const listStatus = ['sendable', 'pending', 'rejected'] as const;
export type ListStatus = (typeof listStatus)[number];

export interface ImportedListFilter {
  readonly account?: string;
  readonly state?: ListStatus;
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
export interface ImportedList {
  readonly id: string;
  readonly account: AccountId;
  readonly state: ListStatus;
  /** Why it waits; none when it does not. */
  readonly because: readonly LargeBecause[];
  /** Why it was rejected; null: it is not. */
  readonly code: RejectionCode | null;
  readonly contacts: number;
  /** Of the last import. */
  readonly newContacts: number;
  readonly origin: ListOrigin;
  readonly since: Instant;
  readonly importedAt: Instant;
}
interface Row {
  readonly list_id: string;
  readonly account_id: AccountId;
  readonly state: ListStatus;
  readonly because: string;
  readonly code: RejectionCode | null;
  readonly contacts: number;
  readonly new_contacts: number;
  readonly origin: ListOrigin;
  readonly since: number;
  readonly imported_at: number;
}

/** Those that are as they are the longest first, as staff work them off. A cursor that is none of ours starts there. */
export const importedListsBy = (
  filter: ImportedListFilter,
): Query<{ items: ImportedList[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where = ['1 = 1'];
  if (filter.account !== undefined) where.push(`account_id = ${param(filter.account)}`);
  if (filter.state !== undefined) where.push(`state = ${param(filter.state)}`);
  const [, since, id] = /^(\d{1,15})\.(.{1,128})$/s.exec(filter.cursor ?? '') ?? [];
  if (since !== undefined && id !== undefined)
    where.push(`(since, list_id) > (${param(Number(since))}, ${param(id)})`);
  return {
    reads: [
      sql(
        `select * from lists where ${where.join(' and ')} order by since, list_id limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer([rows]) {
      const items = (rows as Row[]).map(listIn);
      const last = items[limit - 1];
      return {
        items: items.slice(0, limit),
        nextCursor: items.length > limit && last ? `${last.since}.${last.id}` : null,
      };
    },
  };
};

/** Lists that wait for approval, for the queues. */
export const waitingLists: Query<{ count: number; oldest: Instant | null }> = {
  reads: [sql("select count(*) as n, min(since) as oldest from lists where state = 'pending'")],
  answer: ([rows]) => {
    const [{ n, oldest }] = rows as [{ n: number; oldest: number | null }];
    return { count: Number(n), oldest: oldest === null ? null : (Number(oldest) as Instant) };
  },
};

const listIn = (row: Row): ImportedList => ({
  id: row.list_id,
  account: row.account_id,
  state: row.state,
  because: JSON.parse(row.because) as LargeBecause[],
  code: row.code,
  contacts: Number(row.contacts),
  newContacts: Number(row.new_contacts),
  origin: row.origin,
  since: Number(row.since) as Instant,
  importedAt: Number(row.imported_at) as Instant,
});
