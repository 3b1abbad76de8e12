import { projection, sql } from '@app/kernel';
import { priorityOf, queueOf, reportEvents } from '@app/reports';

/** Reports that a person has to read, and who read them. Those that became complaints wait as complaints, and have no row
 *  here: of a million a day few need anybody's eyes. */
export const reportQueues = projection({
  name: 'report-queues',
  version: 2,
  inputs: reportEvents.only('ReportExamined', 'ReportHandled'),
  tables: ['report_queue'],

  create: (t) => [
    sql(`create table ${t.report_queue} (
      report_id text primary key, queue text not null, priority bigint not null, examined_at bigint not null,
      kind text not null, incident_type text, subject text, format text not null, channel text not null,
      source text, trust text not null, why text not null, problems text not null, alarms text not null,
      handled_at bigint, handled_by text, reason text)`),
    sql(
      `create index ${t.report_queue}_waiting on ${t.report_queue}(queue, handled_at, priority, examined_at)`,
    ),
    sql(`create index ${t.report_queue}_examined on ${t.report_queue}(handled_at, priority, examined_at)`),
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
        `insert into ${t.report_queue} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, null, null, null)`,
        data.reportId,
        queue,
        priorityOf(data),
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
