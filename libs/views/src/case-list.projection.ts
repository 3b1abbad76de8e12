import { caseEvents, type CaseEvent } from '@app/enforcement';
import { projection, sql, type Statement, type Tables } from '@app/kernel';

/** The desk's worklist: cases, what waits for a person in them, and their running deadlines. */
export const caseList = projection({
  name: 'case-list',
  version: 2,
  inputs: caseEvents,
  tables: ['case_list', 'case_tasks', 'case_deadlines'],

  create: (t) => [
    sql(`create table ${t.case_list} (
      case_id text primary key, account_id text not null, brand_id text not null, stage text not null,
      policy_id text not null, policy_version text not null, because text not null,
      complaints bigint not null, opened_at bigint not null, changed_at bigint not null, assignee text)`),
    sql(`create index ${t.case_list}_account on ${t.case_list}(account_id, opened_at)`),
    sql(`create index ${t.case_list}_stage on ${t.case_list}(stage, opened_at)`),
    sql(`create index ${t.case_list}_opened on ${t.case_list}(opened_at)`),
    sql(
      `create index ${t.case_list}_assignee on ${t.case_list}(assignee, opened_at) where assignee is not null`,
    ),
    sql(`create table ${t.case_tasks} (
      case_id text not null, task text not null, about text not null, for_whom text not null,
      due_at bigint, raised_at bigint not null, primary key(case_id, task, about))`),
    sql(`create index ${t.case_tasks}_task on ${t.case_tasks}(task, raised_at)`),
    sql(`create index ${t.case_tasks}_due on ${t.case_tasks}(due_at) where due_at is not null`),
    sql(`create table ${t.case_deadlines} (
      case_id text not null, name text not null, due_at bigint not null, primary key(case_id, name))`),
  ],

  on(event, t) {
    const { type, data } = event;
    if (type === 'CaseOpened')
      return [
        sql(
          `insert into ${t.case_list} values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8, null)`,
          data.caseId,
          data.accountId,
          data.brandId,
          data.stage,
          data.policy.id,
          data.policy.version,
          data.because,
          data.at,
        ),
      ];
    return [
      sql(
        `update ${t.case_list} set stage = $2, changed_at = $3, complaints = complaints + $4 where case_id = $1`,
        data.caseId,
        data.stage,
        data.at,
        type === 'ComplaintJoined' ? 1 : type === 'ComplaintLeft' ? -1 : 0,
      ),
      ...changed(event, t),
    ];
  },
});

const changed = (
  { type, data }: CaseEvent,
  t: Tables<'case_list' | 'case_tasks' | 'case_deadlines'>,
): Statement[] => {
  switch (type) {
    case 'CaseAssigned':
      return [sql(`update ${t.case_list} set assignee = $2 where case_id = $1`, data.caseId, data.to)];
    case 'TaskRaised':
      return [
        sql(
          `insert into ${t.case_tasks} values ($1, $2, $3, $4, $5, $6) on conflict (case_id, task, about)
           do update set for_whom = excluded.for_whom, due_at = excluded.due_at`,
          data.caseId,
          data.task,
          data.about ?? '',
          data.for,
          data.dueAt,
          data.at,
        ),
      ];
    case 'TaskDone':
      return [
        sql(
          `delete from ${t.case_tasks} where case_id = $1 and task = $2 and about = $3`,
          data.caseId,
          data.task,
          data.about ?? '',
        ),
      ];
    case 'DeadlineSet':
      return [
        sql(
          `insert into ${t.case_deadlines} values ($1, $2, $3)
           on conflict (case_id, name) do update set due_at = excluded.due_at`,
          data.caseId,
          data.name,
          data.dueAt,
        ),
      ];
    case 'DeadlineCleared':
    case 'DeadlineReached':
      return [
        sql(`delete from ${t.case_deadlines} where case_id = $1 and name = $2`, data.caseId, data.name),
      ];
    default:
      return [];
  }
};
