import { projection, sql } from '@app/kernel';
import { priorityOf, queueOf, reportEvents, type ReportEvent } from '@app/reports';

/** Reports that a person has to read, and who read them. Those that became complaints wait as complaints, and have no row
 *  here: of a million a day few need anybody's eyes. */
export const reportQueues = projection({
  name: 'report-queues',
  version: 3,
  inputs: reportEvents.only('ReportExamined', 'ReportHandled'),
  tables: ['report_queue'],

  create: (t) => [
    sql(`create table ${t.report_queue} (
      report_id text primary key, queue text not null, priority bigint not null,
      rank bigint not null,            -- by which they are seen to: lowest first
      examined_at bigint not null,
      kind text not null, incident_type text, subject text, format text not null, channel text not null,
      source text, trust text not null, why text not null, problems text not null, alarms text not null,
      handled_at bigint, handled_by text, reason text)`),
    sql(`create index ${t.report_queue}_waiting on ${t.report_queue}(queue, handled_at, rank, examined_at)`),
    sql(`create index ${t.report_queue}_examined on ${t.report_queue}(handled_at, rank, examined_at)`),
  ],

  on({ type, data }, t) {
    if (type === 'ReportHandled')
      return [
        sql(
          `update ${t.report_queue} set handled_at = $2, handled_by = $3, reason = $4 where report_id = $1`,
          data.reportId,
          data.at,
          data.by.kind === 'person' ? data.by.keyId : data.by.rule,
          data.reason,
        ),
      ];
    const queue = queueOf(data);
    if (queue === null) return [];
    return [
      sql(
        `insert into ${t.report_queue} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, null, null, null)`,
        data.reportId,
        queue,
        priorityOf(data),
        rankOf(data),
        data.at,
        data.kind,
        data.incidentType,
        data.subject ?? null,
        data.format,
        data.channel,
        data.source,
        data.trust,
        data.why,
        JSON.stringify(data.problems),
        data.alarms.join(' '),
      ),
    ];
  },
});

type Examined = Extract<ReportEvent, { type: 'ReportExamined' }>['data'];
/** What is urgent comes before what can wait, whoever reports it; and of that first what somebody answers for with their
 *  name, or a flood of made-up phishing would hide the real one. */
const rankOf = (examined: Examined): number =>
  priorityOf(examined) === 2 ? 3 : examined.trust === 'D' || examined.trust === 'X' ? 2 : 1;
