import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import { caseEvents } from '@app/enforcement';
import { projection, sql, type AccountId, type CaseId, type Instant, type Statement } from '@app/kernel';
import { listingEvents, reputationEvents } from '@app/reputation';

/** Which streams tell an account's story, and a case's. The events themselves are read from the log when they are shown:
 *  a copy of them here would be a second log. */
export const timeline = projection({
  name: 'timeline',
  version: 2,
  inputs: accountEvents
    .union(
      complaintEvents.only('ComplaintFiled', 'ComplaintTraced', 'AttributionWithdrawn', 'ReportCorroborated'),
    )
    .union(caseEvents.only('CaseOpened', 'ComplaintJoined', 'CaseResolved', 'CaseClosed'))
    .union(reputationEvents.only('RateBreached', 'RateRecovered'))
    .union(listingEvents.only('ListingBegan', 'ListingEnded')),
  tables: ['timeline_streams'],

  create: (t) => [
    sql(`create table ${t.timeline_streams} (
      account_id text not null, case_id text not null, stream text not null, last_at bigint not null,
      primary key(account_id, case_id, stream))`),
    sql(`create index ${t.timeline_streams}_case on ${t.timeline_streams}(case_id, last_at)`),
    sql(`create index ${t.timeline_streams}_account on ${t.timeline_streams}(account_id, last_at)`),
  ],

  on({ type, data }, t) {
    const tells = (accountId: AccountId, stream: string, at: Instant, caseId: CaseId | '' = ''): Statement =>
      sql(
        `insert into ${t.timeline_streams} values ($1, $2, $3, $4) on conflict (account_id, case_id, stream)
         do update set last_at = excluded.last_at where excluded.last_at > ${t.timeline_streams}.last_at`,
        accountId,
        caseId,
        stream,
        at,
      );
    switch (type) {
      case 'ComplaintFiled':
      case 'ComplaintTraced':
      case 'ReportCorroborated':
        return data.accountId === null
          ? []
          : [tells(data.accountId, `complaint-${data.complaintId}`, data.at)];
      case 'AttributionWithdrawn':
        return [
          sql(
            `delete from ${t.timeline_streams} where account_id = $1 and stream = $2`,
            data.accountId,
            `complaint-${data.complaintId}`,
          ),
        ];
      case 'CaseOpened':
      case 'CaseResolved':
      case 'CaseClosed':
        return [tells(data.accountId, `case-${data.caseId}`, data.at, data.caseId)];
      case 'ComplaintJoined':
        return [tells(data.accountId, `complaint-${data.complaint.complaintId}`, data.at, data.caseId)];
      case 'ListingBegan':
      case 'ListingEnded':
        return data.accountId === null ? [] : [tells(data.accountId, `listing-${data.listingId}`, data.at)];
      case 'RateBreached':
      case 'RateRecovered':
        return [tells(data.accountId, `reputation-${data.accountId}`, data.at)];
      default:
        return [tells(data.accountId, `account-${data.accountId}`, data.at)];
    }
  },
});
