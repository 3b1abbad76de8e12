import { sql, type AccountId, type Instant, type Query, type RecipientKey, type SqlValue } from '@app/kernel';
import type { Range } from '../offenders/signs';

/** By what something was found; `complaint`: by way of a complaint that was. */
export const foundBy = ['recipient', 'messageId', 'domain', 'ip', 'subject', 'id', 'complaint'] as const;
export type FoundBy = (typeof foundBy)[number];
export const foundKind = ['complaint', 'report', 'case', 'account'] as const;
export type FoundKind = (typeof foundKind)[number];

/** One thing that is known of what is looked for; it is found when any of what stands in here is so. */
export interface Criterion {
  readonly by: Exclude<FoundBy, 'complaint'>;
  readonly person?: RecipientKey;
  /** All terms of any of these. */
  readonly terms?: readonly (readonly string[])[];
  /** Of whatever kind. */
  readonly id?: string;
  /** What an account sends or signs as. */
  readonly sends?: Range;
}

export interface Found {
  readonly kind: FoundKind;
  readonly id: string;
  /** Null: nobody's, or of several. */
  readonly account: AccountId | null;
  readonly at: Instant;
  readonly by: readonly FoundBy[];
}

/** Of each kind: more are not found at once, and the newest are. */
export const MOST_FOUND = 1_000;

interface Row {
  readonly id: string;
  readonly account_id: AccountId | null;
  readonly at: number;
}

/** What meets all criteria, in no order; `complete` is false when more of a kind do than are given. A report of several
 *  messages is found by each, and so are its complaints. */
export const searched = (criteria: readonly Criterion[]): Query<{ found: Found[]; complete: boolean }> => {
  const by = [...new Set(criteria.map((criterion) => criterion.by))];
  const read = (write: (param: (value: SqlValue) => string) => string) => {
    const params: SqlValue[] = [];
    return sql(`${write((value) => `$${params.push(value)}`)} limit ${MOST_FOUND + 1}`, ...params);
  };
  const reads: { kind: FoundKind; by: readonly FoundBy[]; read: ReturnType<typeof read> }[] = [
    {
      kind: 'report',
      by,
      read: read(
        (param) => `select s.report_id as id, s.examined_at as at,
            (select case when min(l.account_id) = max(l.account_id) then min(l.account_id) end
             from complaint_reports r join complaint_list l on l.complaint_id = r.complaint_id
             where r.report_id = s.report_id) as account_id
          from search_reports s where ${all(criteria, 's.report_id', (c) => reportsBy(c, param))}
          order by s.examined_at desc, s.report_id`,
      ),
    },
    {
      kind: 'complaint',
      by,
      read: read(
        (param) => `select complaint_id as id, account_id, filed_at as at from complaint_list
          where ${all(criteria, 'complaint_id', (c) => complaintsBy(c, param))} order by filed_at desc, complaint_id`,
      ),
    },
    {
      kind: 'case',
      by: ['complaint'],
      read: read(
        (param) => `select case_id as id, account_id, opened_at as at from case_list where case_id in (
            select case_id from search_cases
            where ${all(criteria, 'complaint_id', (c) => complaintsBy(c, param))})
          order by opened_at desc, case_id`,
      ),
    },
    {
      kind: 'account',
      by: ['complaint'],
      read: read(
        (param) => `select account_id as id, account_id, registered_at as at from account_list
          where account_id in (select account_id from complaint_list
            where ${all(criteria, 'complaint_id', (c) => complaintsBy(c, param))})
          order by registered_at desc, account_id`,
      ),
    },
    {
      kind: 'case',
      by,
      read: read(
        (param) => `select case_id as id, account_id, opened_at as at from case_list
          where ${criteria.map(({ id }) => (id === undefined ? '1 = 0' : `case_id = ${param(id)}`)).join(' and ')}`,
      ),
    },
    {
      kind: 'account',
      by,
      read: read(
        (param) => `select account_id as id, account_id, registered_at as at from account_list
          where ${all(criteria, 'account_id', (c) => accountsBy(c, param))}
          order by registered_at desc, account_id`,
      ),
    },
  ];
  return {
    reads: reads.map(({ read: one }) => one),
    answer: (answers) => ({
      found: reads.flatMap(({ kind, by: how }, n) =>
        (answers[n] as Row[]).slice(0, MOST_FOUND).map(({ id, account_id: account, at }) => ({
          kind,
          id,
          account,
          at: Number(at) as Instant,
          by: how,
        })),
      ),
      complete: answers.every((rows) => rows.length <= MOST_FOUND),
    }),
  };
};

type Param = (value: SqlValue) => string;

const NONE = 'select null where 1 = 0';
const all = (criteria: readonly Criterion[], column: string, ids: (criterion: Criterion) => string): string =>
  criteria.map((criterion) => `${column} in (${ids(criterion)})`).join(' and ');

const reportsBy = ({ person, terms = [], id }: Criterion, param: Param): string =>
  union([
    ...(person === undefined ? [] : [`select report_id from search_people where person = ${param(person)}`]),
    ...withTerms(terms, param),
    ...(id === undefined ? [] : [`select report_id from search_reports where report_id = ${param(id)}`]),
  ]);

/** A report of several recipients says of each complaint only that its own was among them: what each names itself decides. */
const complaintsBy = ({ person, terms = [], id }: Criterion, param: Param): string =>
  union([
    ...(person === undefined
      ? []
      : [
          `select complaint_id from search_recipients where person = ${param(person)}`,
          `select r.complaint_id from complaint_reports r
           join search_people p on p.report_id = r.report_id
           join search_reports s on s.report_id = r.report_id and s.complaints = 1
           where p.person = ${param(person)}`,
        ]),
    ...withTerms(terms, param).map(
      (reports) => `select complaint_id from complaint_reports where report_id in (${reports})`,
    ),
    ...(id === undefined
      ? []
      : [`select complaint_id from complaint_list where complaint_id = ${param(id)}`]),
  ]);

const accountsBy = ({ sends, id }: Criterion, param: Param): string =>
  union([
    ...(sends === undefined
      ? []
      : [
          `select account_id from offender_signs where class = ${param(sends.of)} and lo >= ${param(sends.floor)}
             and lo <= ${param(sends.hi)} and hi >= ${param(sends.lo)}`,
        ]),
    ...(id === undefined ? [] : [`select account_id from account_list where account_id = ${param(id)}`]),
  ]);

const withTerms = (any: readonly (readonly string[])[], param: Param): string[] =>
  any
    .filter((terms) => terms.length > 0)
    .map((terms) =>
      terms
        .map((term) => `select report_id from search_terms where term = ${param(term)}`)
        .join(' intersect '),
    );

/** Each in a bracket of its own: `intersect` binds no tighter than `union` in SQLite, and does in PostgreSQL. */
const union = (selects: readonly string[]): string =>
  selects.length === 0 ? NONE : selects.map((one, n) => `select * from (${one}) u${n}`).join(' union ');
