import { sql, type Instant, type Query, type ReportId } from '@app/kernel';
import type { ReportQueue } from '@app/reports';

export interface ReportFilter {
  readonly queue?: ReportQueue;
  /** Those that wait, unless told. */
  readonly handled?: boolean;
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
/** Holds no personal data but what staff wrote as a reason. */
export interface QueuedReport {
  readonly reportId: ReportId;
  readonly queue: ReportQueue;
  readonly priority: 1 | 2;
  readonly examinedAt: Instant;
  readonly kind: string;
  readonly incidentType: string | null;
  /** IP address or host name that an incident is about. */
  readonly subject: string | null;
  readonly format: string;
  readonly channel: string;
  readonly source: string | null;
  readonly trust: string;
  readonly why: string;
  readonly problems: readonly string[];
  readonly alarms: readonly string[];
  readonly handled: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}
interface Row {
  readonly report_id: ReportId;
  readonly queue: ReportQueue;
  readonly priority: number;
  readonly rank: number;
  readonly examined_at: number;
  readonly kind: string;
  readonly incident_type: string | null;
  readonly subject: string | null;
  readonly format: string;
  readonly channel: string;
  readonly source: string | null;
  readonly trust: string;
  readonly why: string;
  readonly problems: string;
  readonly alarms: string;
  readonly handled_at: number | null;
  readonly handled_by: string | null;
  readonly reason: string | null;
}

/** What is urgent comes first, and of that what somebody vouches for; then what waits longest. A cursor that is none of ours
 *  starts there. */
export const queuedReports = (
  filter: ReportFilter,
): Query<{ items: QueuedReport[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where = [filter.handled ? 'handled_at is not null' : 'handled_at is null'];
  if (filter.queue !== undefined) where.push(`queue = ${param(filter.queue)}`);
  const [, rank, at, id] = /^([123])\.(\d{1,16})\.(.{1,128})$/.exec(filter.cursor ?? '') ?? [];
  if (rank !== undefined && at !== undefined && id !== undefined) {
    const [first, examinedAt] = [param(Number(rank)), param(Number(at))];
    where.push(
      `(rank > ${first} or (rank = ${first} and (examined_at > ${examinedAt}
        or (examined_at = ${examinedAt} and report_id > ${param(id)}))))`,
    );
  }
  return {
    reads: [
      sql(
        `select * from report_queue where ${where.join(' and ')}
         order by rank, examined_at, report_id limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer([rows]) {
      const items = (rows as Row[]).map(queued);
      const last = (rows as Row[])[limit - 1];
      return {
        items: items.slice(0, limit),
        nextCursor:
          items.length > limit && last ? `${last.rank}.${last.examined_at}.${last.report_id}` : null,
      };
    },
  };
};

/** How much waits in each queue of reports, and for how long. */
export const waitingReports: Query<{ queue: ReportQueue; count: number; oldest: Instant }[]> = {
  reads: [
    sql(
      `select queue, count(*) as n, min(examined_at) as oldest from report_queue
       where handled_at is null group by queue order by queue`,
    ),
  ],
  answer: ([rows]) =>
    (rows as { queue: ReportQueue; n: number; oldest: number }[]).map(({ queue, n, oldest }) => ({
      queue,
      count: Number(n),
      oldest: Number(oldest) as Instant,
    })),
};

const queued = (row: Row): QueuedReport => ({
  reportId: row.report_id,
  queue: row.queue,
  priority: Number(row.priority) === 1 ? 1 : 2,
  examinedAt: Number(row.examined_at) as Instant,
  kind: row.kind,
  incidentType: row.incident_type,
  subject: row.subject,
  format: row.format,
  channel: row.channel,
  source: row.source,
  trust: row.trust,
  why: row.why,
  problems: JSON.parse(row.problems) as string[],
  alarms: row.alarms.split(' ').filter((alarm) => alarm !== ''),
  handled:
    row.handled_at === null
      ? null
      : { at: Number(row.handled_at) as Instant, by: row.handled_by ?? '', reason: row.reason ?? '' },
});
