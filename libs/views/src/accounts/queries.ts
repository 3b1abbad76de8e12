import {
  sql,
  type AccountId,
  type BrandId,
  type CaseId,
  type Instant,
  type Query,
  type Standing,
} from '@app/kernel';
import { reversed } from '../account-list.projection';

export interface AccountFilter {
  readonly brand?: string;
  readonly standing?: Standing;
  /** How the id begins. */
  readonly idPrefix?: string;
  /** As an A-label, lower case: accounts that send or sign as it, as one below it, or as one that it is below of. */
  readonly domain?: string;
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
/** One row of the list; no personal data. */
export interface ListedAccount {
  readonly id: AccountId;
  readonly brand: BrandId;
  readonly standing: Standing;
  readonly parent: AccountId | null;
  readonly protected: boolean;
  /** The first ten. */
  readonly domains: readonly string[];
  readonly openCases: number;
  readonly registeredAt: Instant;
  /** When its profile or its standing last changed. */
  readonly changedAt: Instant;
}
interface Row {
  readonly account_id: AccountId;
  readonly brand_id: BrandId;
  readonly standing: Standing;
  readonly parent: AccountId | null;
  readonly protected: number;
  readonly domains: string;
  readonly open_cases: number;
  readonly registered_at: number;
  readonly changed_at: number;
}

const AFTER_ALL = '\u{10ffff}'; // text compares bytewise
const ENDED = "('resolved', 'closed')";

/** By id. A cursor that is none of ours starts at the first: it says where to go on, not what may be seen. */
export const accountsBy = (
  filter: AccountFilter,
): Query<{ items: ListedAccount[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where: string[] = [];
  if (filter.brand !== undefined) where.push(`brand_id = ${param(filter.brand)}`);
  if (filter.standing !== undefined) where.push(`standing = ${param(filter.standing)}`);
  if (filter.idPrefix !== undefined)
    where.push(
      `account_id >= ${param(filter.idPrefix)} and account_id < ${param(filter.idPrefix + AFTER_ALL)}`,
    );
  if (filter.domain !== undefined) {
    const name = reversed(filter.domain);
    const above = domainsAbove(name).map(param).join(', ');
    where.push(
      `account_id in (select account_id from account_domains where reversed in (${above || 'null'})
         or (reversed >= ${param(name)} and reversed < ${param(name + AFTER_ALL)}))`,
    );
  }
  const [, after] = /^id:(.{1,128})$/s.exec(filter.cursor ?? '') ?? [];
  if (after !== undefined) where.push(`account_id > ${param(after)}`);
  return {
    reads: [
      sql(
        `select *, (select count(*) from case_list c where c.account_id = account_list.account_id
           and c.stage not in ${ENDED}) as open_cases
         from account_list ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
         order by account_id limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer([rows]) {
      const items = (rows as Row[]).map(listed);
      const last = items[limit - 1];
      return {
        items: items.slice(0, limit),
        nextCursor: items.length > limit && last ? `id:${last.id}` : null,
      };
    },
  };
};

/** The oldest of an account's cases that have not ended; null: none runs. */
export const openCaseOf = (account: AccountId): Query<CaseId | null> => ({
  reads: [
    sql(
      `select case_id from case_list where account_id = $1 and stage not in ${ENDED}
       order by opened_at, case_id limit 1`,
      account,
    ),
  ],
  answer: ([rows]) => (rows as { case_id: CaseId }[])[0]?.case_id ?? null,
});

/** Of `example.shop.mail.` all domains above it that have two labels at least: those above are others' too. */
const domainsAbove = (name: string): string[] => {
  const labels = name.split('.').slice(0, -1);
  return labels.slice(2).map((_, i) => `${labels.slice(0, i + 2).join('.')}.`);
};

const listed = (row: Row): ListedAccount => ({
  id: row.account_id,
  brand: row.brand_id,
  standing: row.standing,
  parent: row.parent,
  protected: Number(row.protected) === 1,
  domains: JSON.parse(row.domains) as string[],
  openCases: Number(row.open_cases),
  registeredAt: Number(row.registered_at) as Instant,
  changedAt: Number(row.changed_at) as Instant,
});
