import type { ComplaintStatus, IdentityKind } from '@app/complaints';
import { sql, type ComplaintId, type Instant, type Query, type ReportId } from '@app/kernel';
import { SUPPRESSION_FAILED } from '../failed-suppressions.projection';
import { listed, reportsOf, type ListedComplaint, type ReportRow, type Row } from './listed';

export interface ComplaintFilter {
  readonly account?: string;
  readonly state?: ComplaintStatus;
  readonly source?: string;
  /** Only those that wait there for a person. */
  readonly queue?: ComplaintQueue | typeof SUPPRESSION_FAILED;
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}

/** Newest first. A cursor that is none of ours starts at the newest: it says where to go on, not what may be seen. */
export const complaintsBy = (
  filter: ComplaintFilter,
): Query<{ items: ListedComplaint[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where: string[] = [];
  if (filter.account !== undefined) where.push(`account_id = ${param(filter.account)}`);
  if (filter.state !== undefined) where.push(`state = ${param(filter.state)}`);
  if (filter.queue !== undefined) where.push(WAITS[filter.queue]);
  if (filter.source !== undefined)
    where.push(
      `exists (select 1 from complaint_reports r where r.complaint_id = complaint_list.complaint_id and r.source = ${param(filter.source)})`,
    );
  const [, at, id] = /^(\d{1,16})\.(.{1,128})$/.exec(filter.cursor ?? '') ?? [];
  if (at !== undefined && id !== undefined) {
    const filedAt = param(Number(at));
    where.push(`(filed_at < ${filedAt} or (filed_at = ${filedAt} and complaint_id < ${param(id)}))`);
  }
  const chosen = `select * from complaint_list ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
    order by filed_at desc, complaint_id desc limit ${param(limit + 1)}`;
  return {
    reads: [sql(chosen, ...params), reportsOf(`select complaint_id from (${chosen}) c`, params)],
    answer([rows, reports]) {
      const items = listed(rows as Row[], reports as ReportRow[]);
      const last = items[limit - 1];
      return {
        items: items.slice(0, limit),
        nextCursor: items.length > limit && last ? `${last.filedAt}.${last.complaintId}` : null,
      };
    },
  };
};

export const complaintById = (complaintId: string): Query<ListedComplaint | undefined> => ({
  reads: [
    sql('select * from complaint_list where complaint_id = $1', complaintId),
    reportsOf('$1', [complaintId]),
  ],
  answer: ([rows, reports]) => listed(rows as Row[], reports as ReportRow[])[0],
});

/** The complaints a report made, or was added to. */
export const complaintsOfReport = (reportId: ReportId): Query<ListedComplaint[]> => {
  const mine = 'select complaint_id from complaint_reports where report_id = $1';
  return {
    reads: [
      sql(`select * from complaint_list where complaint_id in (${mine}) order by filed_at`, reportId),
      reportsOf(mine, [reportId]),
    ],
    answer: ([rows, reports]) => listed(rows as Row[], reports as ReportRow[]),
  };
};

/** Complaints that wait for a person: to say whose they are, or what they are worth. What was imported as an archive, is
 *  about old mail, was taken back, or is no complaint (not-spam, opt-out) waits for nobody. Two kinds are incidents, and
 *  stand in a queue of their own as well: `urgent` are those of them about phishing or malware, which no case has taken up;
 *  `dkim-replay` a message of ours that is being replayed, which goes on until its key is rotated. */
export const complaintQueue = ['untraced', 'unqualified', 'urgent', 'dkim-replay'] as const;
export type ComplaintQueue = (typeof complaintQueue)[number];
const PHISHING = `exists (select 1 from complaint_reports r
  where r.complaint_id = complaint_list.complaint_id and r.feedback_type in ('fraud', 'virus'))`;
const WAITS: Readonly<Record<ComplaintQueue | typeof SUPPRESSION_FAILED, string>> = {
  untraced: "state in ('untraced', 'conflict')",
  unqualified: `state = 'traced' and verdict is null and lacks not like '%archive%'
    and lacks not like '%too-old%' and lacks not like '%feedback-type%' and lacks not like '%withdrawn%'`,
  urgent: `state in ('untraced', 'conflict', 'traced') and verdict is null and lacks not like '%archive%'
    and lacks not like '%too-old%' and lacks not like '%withdrawn%' and ${PHISHING}`,
  'dkim-replay': "state = 'traced' and verdict is null and lacks like '%replay-suspected%'",
  [SUPPRESSION_FAILED]: 'complaint_id in (select complaint_id from failed_suppressions where waits = 1)',
};

/** How many wait in each queue, and since when. */
export const waitingComplaints: Query<{ queue: ComplaintQueue; count: number; oldest: Instant | null }[]> = {
  reads: complaintQueue.map((queue) =>
    sql(`select count(*) as n, min(filed_at) as oldest from complaint_list where ${WAITS[queue]}`),
  ),
  answer: (answers) =>
    complaintQueue.map((queue, i) => {
      const [{ n, oldest }] = answers[i] as [{ n: number; oldest: number | null }];
      return { queue, count: Number(n), oldest: oldest === null ? null : (Number(oldest) as Instant) };
    }),
};

/** Under which complaint a report belongs that arrives at this id, its strongest: a complaint filed on better evidence has
 *  it as an alias. undefined: it is that complaint's own id, known or not. Weaker ids are not looked for: what was filed on
 *  less evidence is merged into this one, and not the reverse. */
export const complaintKnownAs = (id: ComplaintId): Query<ComplaintId | undefined> => ({
  reads: [
    sql(
      `select complaint_id from complaint_aliases where alias = $1
        and not exists (select 1 from complaint_list where complaint_id = $1) order by complaint_id limit 1`,
      id,
    ),
  ],
  answer: ([rows]) => (rows as { complaint_id: ComplaintId }[])[0]?.complaint_id,
});

/** Complaints that prove to be one, of which either was filed at `since` or later: one on weak evidence, while another was,
 *  or had been, filed on better evidence that names it. The weak is to be merged into the other. Asked now and then, with
 *  some overlap, it catches reports that overtook each other. */
export const unmergedTwins = (
  since: Instant,
): Query<{ complaintId: ComplaintId; into: ComplaintId; intoIdentity: IdentityKind }[]> => {
  const twins = (recent: 'weak' | 'strong', joined: string) =>
    sql(
      `select a.alias, a.complaint_id, strong.identity from complaint_list ${recent} ${joined}
        where ${recent}.filed_at >= $1 and weak.state <> 'merged' order by ${recent}.filed_at limit 500`,
      since,
    );
  return {
    reads: [
      twins(
        'weak',
        `join complaint_aliases a on a.alias = weak.complaint_id
         join complaint_list strong on strong.complaint_id = a.complaint_id`,
      ),
      twins(
        'strong',
        `join complaint_aliases a on a.complaint_id = strong.complaint_id
         join complaint_list weak on weak.complaint_id = a.alias`,
      ),
    ],
    answer(found) {
      const rows = found.flat() as {
        alias: ComplaintId;
        complaint_id: ComplaintId;
        identity: IdentityKind;
      }[];
      const once = new Map(rows.map((r) => [`${r.alias} ${r.complaint_id}`, r]));
      return [...once.values()].map((r) => ({
        complaintId: r.alias,
        into: r.complaint_id,
        intoIdentity: r.identity,
      }));
    },
  };
};
