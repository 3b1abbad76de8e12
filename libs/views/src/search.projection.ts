import { complaintEvents, personEvents } from '@app/complaints';
import { caseEvents } from '@app/enforcement';
import { projection, sql, type SqlValue, type Statement, type Tables } from '@app/kernel';
import { reportEvents } from '@app/reports';

const TABLES = [
  'search_reports',
  'search_terms',
  'search_people',
  'search_recipients',
  'search_cases',
] as const;

/** By what a report, a complaint and the cases it joined are found again: keyed hashes, as the events bring them. Of who is
 *  erased nothing stays, and a rebuild comes to the same: that they were is an event too. */
export const search = projection({
  name: 'search',
  version: 2,
  inputs: reportEvents
    .only('ReportExamined')
    .union(complaintEvents.only('ComplaintFiled', 'ReportCorroborated'))
    .union(caseEvents.only('ComplaintJoined', 'ComplaintLeft'))
    .union(personEvents),
  tables: TABLES,

  create: (t) => [
    sql(`create table ${t.search_reports} (
      report_id text primary key, examined_at bigint not null, complaints bigint not null)`),
    sql(`create index ${t.search_reports}_at on ${t.search_reports}(examined_at)`),
    // Some twenty rows a report: each has one index, and no key. An erasure reads the whole table instead, for the few people
    // who ask.
    sql(`create table ${t.search_terms} (term text not null, report_id text not null)`),
    sql(`create index ${t.search_terms}_term on ${t.search_terms}(term, report_id)`),
    sql(`create table ${t.search_people} (person text not null, report_id text not null)`),
    sql(`create index ${t.search_people}_person on ${t.search_people}(person, report_id)`),
    sql(`create table ${t.search_recipients} (complaint_id text primary key, person text not null)`),
    sql(`create index ${t.search_recipients}_person on ${t.search_recipients}(person)`),
    sql(`create table ${t.search_cases} (
      complaint_id text not null, case_id text not null, primary key(complaint_id, case_id))`),
  ],

  on({ type, data }, t) {
    switch (type) {
      case 'ReportExamined': {
        const { reportId, at, complaints, search: { terms, people } = { terms: [], people: [] } } = data;
        return [
          sql(
            `insert into ${t.search_reports} values ($1, $2, $3) on conflict do nothing`,
            reportId,
            at,
            complaints,
          ),
          ...rows(
            t.search_terms,
            terms.map((term) => [term, reportId]),
          ),
          ...rows(
            t.search_people,
            people.map((person) => [person, reportId]),
          ),
        ];
      }
      case 'ComplaintFiled':
        return data.recipientKey === null
          ? []
          : [
              ...rows(t.search_recipients, [[data.complaintId, data.recipientKey]]),
              ...rows(t.search_people, [[data.recipientKey, data.report.reportId]]), // it may name nobody
            ];
      case 'ReportCorroborated':
        return [
          sql(
            `insert into ${t.search_people}
             select person, $2 from ${t.search_recipients} where complaint_id = $1`,
            data.complaintId,
            data.report.reportId,
          ),
        ];
      case 'ComplaintJoined':
        return rows(t.search_cases, [[data.complaint.complaintId, data.caseId]]);
      case 'ComplaintLeft':
        return [
          sql(
            `delete from ${t.search_cases} where complaint_id = $1 and case_id = $2`,
            data.complaintId,
            data.caseId,
          ),
        ];
      case 'PersonErased':
        return erased(data.person, t);
    }
  },
});

/** One statement, however many: a report has some twenty. */
const rows = (table: string, all: readonly (readonly SqlValue[])[]): Statement[] => {
  const [first] = all;
  if (!first) return [];
  const places = all.map((_, n) => `(${first.map((__, i) => `$${n * first.length + i + 1}`).join(', ')})`);
  return [sql(`insert into ${table} values ${places.join(', ')} on conflict do nothing`, ...all.flat())];
};

/** What their mail was about goes with them: a subject may hold a name. So do the others whom the same reports name, as the
 *  key of a report goes with each person in it. */
const erased = (person: string, t: Tables<(typeof TABLES)[number]>): Statement[] => {
  const theirs = `select report_id from ${t.search_people} where person = $1`;
  return [
    sql(`delete from ${t.search_terms} where report_id in (${theirs})`, person),
    sql(`delete from ${t.search_people} where person <> $1 and report_id in (${theirs})`, person),
    sql(`delete from ${t.search_people} where person = $1`, person),
    sql(`delete from ${t.search_recipients} where person = $1`, person),
  ];
};
