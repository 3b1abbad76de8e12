import { sql, type AccountId, type CaseId, type Instant, type Query } from '@app/kernel';

export interface CustomerClock {
  readonly caseId: CaseId;
  readonly accountId: AccountId;
}

const PAGE = 500;

/** Cases in which a customer's time to answer runs, or may have run out since `from`: those to tell of an outage that began
 *  then. A page of them, in the order of their ids; the next one comes after the last of this. */
export const customerClocks = (from: Instant, after = ''): Query<CustomerClock[]> => ({
  reads: [
    sql(
      `select case_id, account_id from case_list c
       where case_id > $1 and (
         exists (select 1 from case_deadlines d
                 where d.case_id = c.case_id and d.name in ('answer-due', 'evidence-due'))
         or (stage in ('overdue', 'suspended') and changed_at >= $2))
       order by case_id limit ${PAGE}`,
      after,
      from,
    ),
  ],
  answer: ([rows]) =>
    (rows as { case_id: CaseId; account_id: AccountId }[]).map((row) => ({
      caseId: row.case_id,
      accountId: row.account_id,
    })),
});
