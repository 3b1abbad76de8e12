import {
  dayOf,
  daysBefore,
  sql,
  startOfDay,
  type AccountId,
  type Day,
  type Instant,
  type Query,
  type Statement,
} from '@app/kernel';
import type { RateMark } from '../complaint-rate.projection';
import { PROVISIONAL_DAYS, type Attribution, type Coverage } from './count';
import { listByCampaign, type SourceCoverage } from './parts';
import { deliveredByDay, grouped, listOf, type VolumeRow } from './volumes';
import { daysBetween, type DaySpan } from './windows';

export interface SeriesOf {
  readonly accountId: AccountId;
  readonly attribution: Attribution;
  readonly from: Day;
  readonly to: Day; // included
  readonly now: Instant;
  readonly zone: string; // IANA, the brand's
  readonly coverage: readonly Coverage[];
  readonly sources: readonly SourceCoverage[];
  /** What the whole series is about; all of the account's when nothing is named. */
  readonly only: {
    readonly campaign?: string | undefined;
    readonly provider?: string | undefined;
    readonly source?: string | undefined;
    readonly list?: string | undefined;
  };
}
export interface SeriesPoint {
  readonly day: Day;
  /** About mail sent on the day, or reported on it; whatever was delivered. */
  readonly complaints: number;
  readonly estimated: number;
  /** Reported on the day, whenever the mail was sent. */
  readonly reported: number;
  /** To providers that are covered. */
  readonly delivered: number;
  /** Of the complaints, those of covered providers to which something was delivered on the day: over `delivered` a rate. */
  readonly rated: number;
  /** More complaints about mail of the day are coming; by report day: the day is not over. */
  readonly provisional: boolean;
}
export interface Series {
  /** Every day from the first to the last. */
  readonly points: readonly SeriesPoint[];
  readonly marks: readonly { readonly at: Instant; readonly mark: RateMark }[];
}

/** Complaints and deliveries by day, for a plot: the whole history, whatever the baseline. Reads the tables of
 *  `complaintRateView`. */
export const rateSeries = (asked: SeriesOf): Query<Series> => {
  const { accountId, attribution, from, to, now, zone, coverage, sources, only } = asked;
  const days = daysBetween(from, to, zone);
  const end = days.at(-1)!.until;
  const coveredFrom = new Map(coverage.map((c) => [c.provider, c.from]));
  const ofSource = sources.find((s) => s.source === only.source);
  return {
    reads: [
      sql(
        `select provider, day, campaign_id, list_id, hour, delivered from rate_volumes
          where account_id = $1 and day >= $2 and day <= $3`,
        accountId,
        from,
        to,
      ),
      byDay(asked, days, attribution),
      byDay(asked, days, 'report-day'),
      sql(
        'select at, mark from rate_marks where account_id = $1 and at >= $2 and at < $3 order by at, mark',
        accountId,
        startOfDay(from, zone),
        end,
      ),
    ],
    answer([volumeRows, complaintRows, reportedRows, marks]) {
      const all = (volumeRows as VolumeRow[]).map((r) => ({
        ...r,
        hour: Number(r.hour),
        delivered: Number(r.delivered),
      }));
      const lists = listByCampaign(all);
      const ofList = ({ campaign_id }: DayRow) =>
        only.list === undefined || (campaign_id !== null && lists.get(campaign_id) === only.list);
      const rows = all.filter(
        (r) =>
          coveredFrom.has(r.provider) &&
          r.day >= (coveredFrom.get(r.provider) ?? r.day) &&
          (only.campaign === undefined || r.campaign_id === only.campaign) &&
          (only.list === undefined || listOf(r) === only.list) &&
          (only.provider === undefined || r.provider === only.provider) &&
          (only.source === undefined || (ofSource?.providers.includes(r.provider) ?? false)),
      );
      const delivered = new Map<string, number>(); // by provider and day
      const sums = new Map<Day, number>();
      for (const [provider, mine] of grouped(rows, (r) => r.provider))
        for (const [day, n] of deliveredByDay(mine)) {
          delivered.set(`${provider} ${day}`, n);
          sums.set(day, (sums.get(day) ?? 0) + n);
        }
      const complaints = grouped((complaintRows as DayRow[]).filter(ofList), (r) => r.day);
      const reported = grouped((reportedRows as DayRow[]).filter(ofList), (r) => r.day);
      const count = (of: readonly DayRow[] | undefined, key: 'n' | 'estimated' = 'n') =>
        (of ?? []).reduce((sum, r) => sum + Number(r[key]), 0);
      const today = dayOf(now, zone);
      const young = attribution === 'send-day' ? daysBefore(today, PROVISIONAL_DAYS - 1) : today;
      return {
        points: days.map(({ day }) => {
          const mine = complaints.get(day) ?? [];
          return {
            day,
            complaints: count(mine),
            estimated: count(mine, 'estimated'),
            reported: count(reported.get(day)),
            delivered: sums.get(day) ?? 0,
            rated: count(mine.filter((r) => (delivered.get(`${r.provider} ${day}`) ?? 0) > 0)),
            provisional: day >= young,
          };
        }),
        marks: (marks as { at: number; mark: RateMark }[]).map(({ at, mark }) => ({
          at: Number(at) as Instant,
          mark,
        })),
      };
    },
  };
};

interface DayRow {
  readonly day: Day;
  readonly provider: string | null;
  readonly campaign_id: string | null;
  readonly n: number;
  readonly estimated: number;
}

/** The days come in with where they begin and end: what a day is depends on the brand's zone. A day is one look into the
 *  index, and the campaign is asked for only where it says of which list a complaint is. */
const byDay = (
  { accountId, only }: SeriesOf,
  days: readonly DaySpan[],
  attribution: Attribution,
): Statement => {
  const params: (string | number)[] = [accountId];
  const param = (value: string | number) => `$${params.push(value)}`;
  const values = days.map(({ day, from, until }) => `(${param(day)}, ${param(from)}, ${param(until)})`);
  const at = attribution === 'send-day' ? 'sent_at' : 'received_at';
  const where = [
    ['campaign_id', only.campaign],
    ['provider', only.provider],
    ['source', only.source],
  ].flatMap(([column, value]) => (value === undefined ? [] : [`c.${column} = ${param(value)}`]));
  const campaign = only.list === undefined ? 'null' : 'c.campaign_id';
  const by = only.list === undefined ? 'd.day, c.provider' : 'd.day, c.provider, c.campaign_id';
  return sql(
    `with days(day, since, until) as (values ${values.join(', ')})
      select d.day, c.provider, ${campaign} as campaign_id, count(*) as n, sum(c.estimated) as estimated
      from days d join rate_complaints c
        on c.account_id = $1 and c.counted = 1 and c.${at} >= d.since and c.${at} < d.until
      ${where.length === 0 ? '' : `where ${where.join(' and ')}`}
      group by ${by}`,
    ...params,
  );
};
