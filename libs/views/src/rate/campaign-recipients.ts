import {
  dayOf,
  days,
  minus,
  plus,
  sql,
  type AccountId,
  type CampaignId,
  type Instant,
  type Query,
} from '@app/kernel';

export interface CampaignMail {
  readonly accountId: AccountId;
  readonly campaignId: CampaignId;
  readonly sentAt: Instant;
}

/** A campaign is sent in a few days; further away are the account's other volumes, and there may be many. */
const NEAR = days(3);

/** How many messages of a campaign mailbox providers accepted around a day: at least so many recipients it had. Null when
 *  the platform tells volumes of accounts only, or has not told this one's yet. Reads the tables of `complaintRateView`. */
export const campaignRecipients = ({
  accountId,
  campaignId,
  sentAt,
}: CampaignMail): Query<number | null> => ({
  reads: [
    sql(
      `select coalesce(sum(case when list_id = '' then told end), 0) as whole,
              coalesce(sum(case when list_id <> '' then told end), 0) as parts
       from (
         select day, provider, list_id,
           case when sum(case when hour < 0 then delivered else 0 end) > sum(case when hour < 0 then 0 else delivered end)
             then sum(case when hour < 0 then delivered else 0 end)
             else sum(case when hour < 0 then 0 else delivered end) end as told
         from rate_volumes where account_id = $1 and day between $2 and $3 and campaign_id = $4
         group by day, provider, list_id) as by_list
       group by day, provider`,
      accountId,
      dayOf(minus(sentAt, NEAR), 'UTC'),
      dayOf(plus(sentAt, NEAR), 'UTC'),
      campaignId,
    ),
  ],
  // By the day and by the hour, of all its lists and by list is the same mail told twice.
  answer: ([rows]) =>
    rows!.length === 0
      ? null
      : (rows as { whole: number; parts: number }[]).reduce(
          (sum, { whole, parts }) => sum + Math.max(Number(whole), Number(parts)),
          0,
        ),
});
