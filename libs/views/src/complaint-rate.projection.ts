import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import { projection, sql } from '@app/kernel';
import { reputationEvents } from '@app/reputation';

const inputs = complaintEvents
  .only(
    'ComplaintFiled',
    'ReportCorroborated',
    'ComplaintTraced',
    'AttributionWithdrawn',
    'ComplaintQualified',
    'ComplaintMerged',
  )
  .union(reputationEvents.only('DeliveryVolumesReported'))
  .union(accountEvents.only('AccountReinstated', 'BaselineMoved'));

/** What a complaint rate is counted from. One row a complaint, and no running totals: whatever moves a complaint (verdict,
 *  merger, another account) changes its row, and a window may begin at any instant. Days are asked for in the brand's zone,
 *  which the log does not know; hence send times are instants here. */
export const complaintRateView = projection({
  name: 'complaint-rate',
  version: 1,
  inputs,
  tables: ['rate_complaints', 'rate_volumes', 'rate_baselines'],

  create: (t) => [
    sql(`create table ${t.rate_complaints} (
      complaint_id text primary key, account_id text, campaign_id text, provider text,
      sent_at bigint not null, estimated bigint not null, received_at bigint not null, counted bigint not null)`),
    // Covering, and without the many that never count: a month of the largest account is read from it alone.
    sql(
      `create index ${t.rate_complaints}_sent on ${t.rate_complaints}(account_id, sent_at, provider, estimated) where counted = 1`,
    ),
    sql(
      `create index ${t.rate_complaints}_received on ${t.rate_complaints}(account_id, received_at, provider, estimated) where counted = 1`,
    ),
    sql(`create table ${t.rate_volumes} (
      account_id text not null, day text not null, provider text not null,
      campaign_id text not null,          -- '': all of the account's
      hour bigint not null,               -- -1: the whole day
      delivered bigint not null, revision bigint not null,
      primary key(account_id, day, provider, campaign_id, hour))`),
    sql(`create table ${t.rate_baselines} (account_id text primary key, at bigint not null)`),
  ],

  on({ type, data }, t) {
    const counted = (may: readonly string[]) => (may.includes('count') ? 1 : 0);
    switch (type) {
      case 'ComplaintFiled':
        return [
          sql(
            `insert into ${t.rate_complaints} values ($1, $2, $3, $4, $5, $6, $7, $8)`,
            data.complaintId,
            data.accountId,
            data.campaignId,
            data.report.provider,
            data.sent.at,
            data.sent.estimated ? 1 : 0,
            data.report.receivedAt,
            counted(data.may),
          ),
        ];
      case 'ReportCorroborated': // the provider's own feedback loop knows best who the provider is
        return [
          sql(
            `update ${t.rate_complaints} set counted = $2,
              provider = case when $3 = 1 then coalesce($4, provider) else coalesce(provider, $4) end
              where complaint_id = $1`,
            data.complaintId,
            counted(data.may),
            data.report.channel === 'feedback-loop' ? 1 : 0,
            data.report.provider,
          ),
        ];
      case 'ComplaintTraced':
        return [
          sql(
            `update ${t.rate_complaints} set account_id = $2, campaign_id = $3, counted = $4 where complaint_id = $1`,
            data.complaintId,
            data.accountId,
            data.campaignId,
            counted(data.may),
          ),
        ];
      case 'AttributionWithdrawn':
        return [
          sql(
            `update ${t.rate_complaints} set account_id = null, campaign_id = null, counted = 0 where complaint_id = $1`,
            data.complaintId,
          ),
        ];
      case 'ComplaintQualified':
        return [
          sql(
            `update ${t.rate_complaints} set counted = $2 where complaint_id = $1`,
            data.complaintId,
            counted(data.may),
          ),
        ];
      case 'ComplaintMerged':
        return [sql(`update ${t.rate_complaints} set counted = 0 where complaint_id = $1`, data.complaintId)];
      case 'DeliveryVolumesReported':
        return data.entries.map((e) =>
          sql(
            `insert into ${t.rate_volumes} values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (account_id, day, provider, campaign_id, hour)
             do update set delivered = excluded.delivered, revision = excluded.revision
             where excluded.revision > ${t.rate_volumes}.revision`,
            data.accountId,
            e.day,
            e.provider,
            e.campaignId ?? '',
            e.hour ?? -1,
            e.delivered,
            e.revision,
          ),
        );
      case 'AccountReinstated':
      case 'BaselineMoved':
        return [
          sql(
            `insert into ${t.rate_baselines} values ($1, $2) on conflict (account_id)
             do update set at = excluded.at where excluded.at > ${t.rate_baselines}.at`,
            data.accountId,
            data.baseline,
          ),
        ];
    }
  },
});
