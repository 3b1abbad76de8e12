import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import { projection, sql, type ComplaintId, type Instant, type Statement } from '@app/kernel';
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
  .union(
    accountEvents.only(
      'AccountWarned',
      'AccountPutUnderReview',
      'AccountHeld',
      'AccountToldToStop',
      'AccountSuspended',
      'AccountClosed',
      'MeasureAnnulled',
      'AccountReinstated',
      'BaselineMoved',
    ),
  );

/** What stands beside a plot of the rate. Stored: never rename one. */
const MARKS = {
  AccountWarned: 'warned',
  AccountPutUnderReview: 'under-review',
  AccountHeld: 'held',
  AccountToldToStop: 'told-to-stop',
  AccountSuspended: 'suspended',
  AccountClosed: 'closed',
  MeasureAnnulled: 'annulled',
  AccountReinstated: 'reinstated',
  BaselineMoved: 'baseline',
} as const;
export const RATE_MARKS = Object.values(MARKS);
export type RateMark = (typeof RATE_MARKS)[number];

/** Days since 1970 in UTC: for totals of every account, which have no brand's zone. */
export const DAY_MS = 86_400_000;

/** What a complaint rate is counted from. One row a complaint, and but one running total: whatever moves a complaint (verdict,
 *  merger, another account) changes its row, and a window may begin at any instant. Days are asked for in the brand's zone,
 *  which the log does not know; hence send times are instants here. */
export const complaintRateView = projection({
  name: 'complaint-rate',
  version: 2,
  inputs,
  tables: ['rate_complaints', 'rate_volumes', 'rate_baselines', 'rate_totals', 'rate_marks'],

  create: (t) => [
    sql(`create table ${t.rate_complaints} (
      complaint_id text primary key, account_id text, campaign_id text, provider text, source text,
      sent_at bigint not null, estimated bigint not null, received_at bigint not null, counted bigint not null)`),
    // Covering, and without the many that never count: a month of the largest account is read from it alone.
    ...(['sent', 'received'] as const).map((at) =>
      sql(
        `create index ${t.rate_complaints}_${at} on
          ${t.rate_complaints}(account_id, ${at}_at, provider, estimated, campaign_id, source) where counted = 1`,
      ),
    ),
    sql(`create table ${t.rate_volumes} (
      account_id text not null, day text not null, provider text not null,
      campaign_id text not null,          -- '': all of the account's
      list_id text not null,              -- '': to all of its lists
      hour bigint not null,               -- -1: the whole day
      delivered bigint not null, revision bigint not null,
      primary key(account_id, day, provider, campaign_id, list_id, hour))`),
    sql(`create table ${t.rate_baselines} (account_id text primary key, at bigint not null)`),
    // Of every account, by the day of sending (since 1970, UTC): an account's part of a provider's complaints is asked for
    // at each of its complaints, and nobody counts a million for that.
    sql(`create table ${t.rate_totals} (
      provider text not null, day bigint not null, complaints bigint not null, primary key(provider, day))`),
    sql(`create table ${t.rate_marks} (
      account_id text not null, at bigint not null, mark text not null, primary key(account_id, at, mark))`),
  ],

  on(event, t) {
    const { type, data } = event;
    const counted = (may: readonly string[]) => (may.includes('count') ? 1 : 0);
    const mark = (at: Instant) =>
      sql(
        `insert into ${t.rate_marks} values ($1, $2, $3) on conflict do nothing`,
        (data as { accountId: string }).accountId,
        at,
        MARKS[type as keyof typeof MARKS],
      );
    /** The totals know the complaint as it was before the change, and then as it is after. */
    const moved = (id: ComplaintId, change: Statement): Statement[] => [
      sql(
        `update ${t.rate_totals} set complaints = complaints - 1 where (provider, day) =
          (select provider, sent_at / ${DAY_MS} from ${t.rate_complaints}
            where complaint_id = $1 and counted = 1 and provider is not null)`,
        id,
      ),
      change,
      sql(
        `insert into ${t.rate_totals} select provider, sent_at / ${DAY_MS}, 1 from ${t.rate_complaints}
            where complaint_id = $1 and counted = 1 and provider is not null
          on conflict (provider, day) do update set complaints = ${t.rate_totals}.complaints + 1`,
        id,
      ),
    ];
    switch (type) {
      case 'ComplaintFiled': {
        const { provider, source, receivedAt } = data.report;
        const filed = sql(
          `insert into ${t.rate_complaints} values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          data.complaintId,
          data.accountId,
          data.campaignId,
          provider,
          source,
          data.sent.at,
          data.sent.estimated ? 1 : 0,
          receivedAt,
          counted(data.may),
        );
        if (counted(data.may) === 0 || provider === null) return [filed];
        return [
          filed,
          sql(
            `insert into ${t.rate_totals} values ($1, $2, 1)
              on conflict (provider, day) do update set complaints = ${t.rate_totals}.complaints + 1`,
            provider,
            Math.floor(data.sent.at / DAY_MS),
          ),
        ];
      }
      case 'ReportCorroborated': // the provider's own feedback loop knows best who the provider is
        return moved(
          data.complaintId,
          sql(
            `update ${t.rate_complaints} set counted = $2,
              provider = case when $3 = 1 then coalesce($4, provider) else coalesce(provider, $4) end,
              source = case when $3 = 1 then coalesce($5, source) else coalesce(source, $5) end
              where complaint_id = $1`,
            data.complaintId,
            counted(data.may),
            data.report.channel === 'feedback-loop' ? 1 : 0,
            data.report.provider,
            data.report.source,
          ),
        );
      case 'ComplaintTraced':
        return moved(
          data.complaintId,
          sql(
            `update ${t.rate_complaints} set account_id = $2, campaign_id = $3, counted = $4 where complaint_id = $1`,
            data.complaintId,
            data.accountId,
            data.campaignId,
            counted(data.may),
          ),
        );
      case 'AttributionWithdrawn':
        return moved(
          data.complaintId,
          sql(
            `update ${t.rate_complaints} set account_id = null, campaign_id = null, counted = 0 where complaint_id = $1`,
            data.complaintId,
          ),
        );
      case 'ComplaintQualified':
        return moved(
          data.complaintId,
          sql(
            `update ${t.rate_complaints} set counted = $2 where complaint_id = $1`,
            data.complaintId,
            counted(data.may),
          ),
        );
      case 'ComplaintMerged':
        return moved(
          data.complaintId,
          sql(`update ${t.rate_complaints} set counted = 0 where complaint_id = $1`, data.complaintId),
        );
      case 'DeliveryVolumesReported':
        return data.entries.map((e) =>
          sql(
            `insert into ${t.rate_volumes} values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (account_id, day, provider, campaign_id, list_id, hour)
             do update set delivered = excluded.delivered, revision = excluded.revision
             where excluded.revision > ${t.rate_volumes}.revision`,
            data.accountId,
            e.day,
            e.provider,
            e.campaignId ?? '',
            e.listId ?? '',
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
          mark(data.baseline),
        ];
      default:
        return [mark(data.at)];
    }
  },
});
