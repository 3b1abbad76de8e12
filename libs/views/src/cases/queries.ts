import { sql, type AccountId, type CaseId, type Day, type Instant, type Query } from '@app/kernel';

export interface CaseFilter {
  readonly account?: string;
  readonly state?: string;
  /** Only cases in which this kind of task waits. */
  readonly queue?: string;
  /** A key's id; null: those that are nobody's. */
  readonly assignee?: string | null;
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
export interface ListedCase {
  readonly id: CaseId;
  readonly account: string;
  readonly brand: string;
  readonly state: string;
  readonly policy: { readonly id: string; readonly version: string };
  readonly because: string;
  readonly complaints: number;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  /** A key's id. */
  readonly assignee: string | null;
  /** The nearest of its deadlines, ours or the customer's. */
  readonly nextDueAt: Instant | null;
}
interface Row {
  readonly case_id: CaseId;
  readonly account_id: string;
  readonly brand_id: string;
  readonly stage: string;
  readonly policy_id: string;
  readonly policy_version: string;
  readonly because: string;
  readonly complaints: number;
  readonly opened_at: number;
  readonly changed_at: number;
  readonly assignee: string | null;
  readonly next_due: number | null;
}

/** Newest first. A cursor that is none of ours starts at the newest. */
export const casesBy = (filter: CaseFilter): Query<{ items: ListedCase[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where: string[] = [];
  if (filter.account !== undefined) where.push(`account_id = ${param(filter.account)}`);
  if (filter.state !== undefined) where.push(`stage = ${param(filter.state)}`);
  if (filter.queue !== undefined)
    where.push(
      `exists (select 1 from case_tasks k where k.case_id = case_list.case_id and k.task = ${param(filter.queue)})`,
    );
  if (filter.assignee === null) where.push('assignee is null');
  else if (filter.assignee !== undefined) where.push(`assignee = ${param(filter.assignee)}`);
  const [, at, id] = /^(\d{1,16})\.(.{1,160})$/s.exec(filter.cursor ?? '') ?? [];
  if (at !== undefined && id !== undefined) {
    const openedAt = param(Number(at));
    where.push(`(opened_at < ${openedAt} or (opened_at = ${openedAt} and case_id < ${param(id)}))`);
  }
  return {
    reads: [
      sql(
        `select case_list.*, (select min(d.due_at) from case_deadlines d where d.case_id = case_list.case_id) as next_due
         from case_list ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
         order by opened_at desc, case_id desc limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer([rows]) {
      const items = (rows as Row[]).map(listed);
      const last = items[limit - 1];
      return {
        items: items.slice(0, limit),
        nextCursor: items.length > limit && last ? `${last.openedAt}.${last.id}` : null,
      };
    },
  };
};

/** Cases that have not ended, of which a customer's time may run. */
export const runningCases: Query<{ caseId: CaseId; accountId: AccountId }[]> = {
  reads: [
    sql(
      "select case_id, account_id from case_list where stage not in ('resolved', 'closed') order by case_id",
    ),
  ],
  answer: ([rows]) =>
    (rows as { case_id: CaseId; account_id: AccountId }[]).map(
      ({ case_id: caseId, account_id: accountId }) => ({
        caseId,
        accountId,
      }),
    ),
};

/** Days (UTC) on which reports came in that open cases rest on. */
export const daysInUse: Query<ReadonlySet<Day>> = {
  reads: [
    sql(
      `select distinct r.received_at / 86400000 as day from case_list c
       join timeline_streams s on s.case_id = c.case_id
       join complaint_reports r on s.stream = 'complaint-' || r.complaint_id
       where c.stage not in ('resolved', 'closed')`,
    ),
  ],
  answer: ([rows]) =>
    new Set(
      (rows as { day: number }[]).map(
        ({ day }) => new Date(Number(day) * 86_400_000).toISOString().slice(0, 10) as Day,
      ),
    ),
};

/** How many of an account's cases have not ended. */
export const openCasesOf = (account: string): Query<number> => ({
  reads: [
    sql(
      "select count(*) as n from case_list where account_id = $1 and stage not in ('resolved', 'closed')",
      account,
    ),
  ],
  answer: ([rows]) => Number((rows as [{ n: number }])[0].n),
});

export interface WaitingTasks {
  readonly task: string;
  readonly count: number;
  readonly oldest: Instant;
  /** The nearest deadline among them; null when none has one. */
  readonly nearest: Instant | null;
}

/** What waits for a person, by kind: phishing and malware before all else. */
export const waitingTasks: Query<WaitingTasks[]> = {
  reads: [
    sql(
      `select task, count(*) as n, min(raised_at) as oldest, min(due_at) as nearest
       from case_tasks group by task order by case task when 'compromise' then 1 else 2 end, task`,
    ),
  ],
  answer([rows]) {
    return (rows as { task: string; n: number; oldest: number; nearest: number | null }[]).map((row) => ({
      task: row.task,
      count: Number(row.n),
      oldest: Number(row.oldest) as Instant,
      nearest: row.nearest === null ? null : (Number(row.nearest) as Instant),
    }));
  },
};

/** Tasks of ours whose time is over by then. */
export const tasksDueBy = (
  by: Instant,
): Query<{ count: number; oldest: Instant | null; nearest: Instant | null }> => ({
  reads: [
    sql(
      'select count(*) as n, min(raised_at) as oldest, min(due_at) as nearest from case_tasks where due_at <= $1',
      by,
    ),
  ],
  answer([rows]) {
    const [{ n, oldest, nearest }] = rows as [{ n: number; oldest: number | null; nearest: number | null }];
    const instant = (at: number | null) => (at === null ? null : (Number(at) as Instant));
    return { count: Number(n), oldest: instant(oldest), nearest: instant(nearest) };
  },
});

/** The streams that tell a story, the latest to change first. Complaints come after all others: where there are too many of
 *  them, it is the oldest that are left out, and never the case or the account itself. */
export const streamsOf = (
  of: { readonly account: string } | { readonly case: string },
  limit = 500,
): Query<string[]> => ({
  reads: [
    sql(
      `select stream, max(last_at) as last from timeline_streams
       where ${'account' in of ? 'account_id' : 'case_id'} = $1
       group by stream
       order by case when stream like 'complaint-%' then 1 else 0 end, max(last_at) desc limit $2`,
      'account' in of ? of.account : of.case,
      limit,
    ),
  ],
  answer: ([rows]) => (rows as { stream: string }[]).map(({ stream }) => stream),
});

const listed = (row: Row): ListedCase => ({
  id: row.case_id,
  account: row.account_id,
  brand: row.brand_id,
  state: row.stage,
  policy: { id: row.policy_id, version: row.policy_version },
  because: row.because,
  complaints: Number(row.complaints),
  openedAt: Number(row.opened_at) as Instant,
  changedAt: Number(row.changed_at) as Instant,
  assignee: row.assignee,
  nextDueAt: row.next_due === null ? null : (Number(row.next_due) as Instant),
});
