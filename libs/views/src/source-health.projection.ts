import { complaintEvents } from '@app/complaints';
import { projection, sql } from '@app/kernel';
import { reportEvents } from '@app/reports';
import { utcDay } from './sources/health';

/** How each feedback source does, a day of UTC at a time: how many reports in which format, and of how many complaints it
 *  could be told whose they are, and proven that they are ours. */
export const sourceHealth = projection({
  name: 'source-health',
  version: 2,
  inputs: reportEvents.only('ReportExamined').union(complaintEvents.only('ComplaintFiled')),
  tables: ['source_formats', 'source_traces'],

  create: (t) => [
    sql(`create table ${t.source_formats} (
      source text not null, day bigint not null, format text not null,
      reports bigint not null, last_at bigint not null, primary key(source, day, format))`),
    sql(`create table ${t.source_traces} (
      source text not null, day bigint not null,
      filed bigint not null, traced bigint not null, proven bigint not null, primary key(source, day))`),
  ],

  on({ type, data }, t) {
    const day = utcDay(data.at);
    if (type === 'ReportExamined')
      return data.source === null
        ? []
        : [
            sql(
              `insert into ${t.source_formats} values ($1, $2, $3, 1, $4) on conflict (source, day, format)
               do update set reports = ${t.source_formats}.reports + 1, last_at = excluded.last_at`,
              data.source,
              day,
              data.format,
              data.at,
            ),
          ];
    const { source } = data.report;
    return source === null
      ? []
      : [
          sql(
            `insert into ${t.source_traces} values ($1, $2, 1, $3, $4) on conflict (source, day)
             do update set filed = ${t.source_traces}.filed + 1,
               traced = ${t.source_traces}.traced + excluded.traced,
               proven = ${t.source_traces}.proven + excluded.proven`,
            source,
            day,
            data.trace.outcome === 'traced' ? 1 : 0,
            data.trace.outcome === 'traced' && data.report.corroboration.length > 0 ? 1 : 0,
          ),
        ];
  },
});
