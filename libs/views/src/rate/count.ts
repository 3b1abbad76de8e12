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
import type { RateWindow } from '@app/reputation';
import { hourKey, hourOf, spanOf, type Span } from './windows';
import { volumesOf, type VolumeRow } from './volumes';

/** A provider whose feedback loop reports complaints, and since which day: volume before it was never covered, and a source
 *  that falls silent later does not rewrite the days before. */
export interface Coverage {
  readonly provider: string;
  readonly from: Day | null;
}
/** `send-day`: complaints stand beside the deliveries they are about; for rules. `report-day`: when they came in; for plots. */
export type Attribution = 'send-day' | 'report-day';

export interface CountOf {
  readonly accountId: AccountId;
  readonly window: RateWindow;
  readonly now: Instant;
  readonly zone: string; // IANA, the brand's
  readonly coverage: readonly Coverage[];
  readonly attribution: Attribution;
}
export interface ProviderCount {
  readonly provider: string;
  readonly covered: boolean;
  readonly complaints: number;
  /** Of those, with an estimated send time. */
  readonly estimated: number;
  readonly delivered: number;
}
export interface RateCount {
  readonly window: RateWindow;
  readonly attribution: Attribution;
  readonly from: Instant;
  /** Of the last reinstatement: only mail sent after it was looked at. A plot shows all, and has none. */
  readonly baseline: Instant | null;
  /** Over the covered providers that had volume: complaints without the deliveries they are about make no rate. */
  readonly complaints: number;
  readonly estimated: number;
  readonly delivered: number;
  readonly byProvider: readonly ProviderCount[];
  /** Some of it was sent in the last three days: complaints about it are still coming, and the rate can only rise. */
  readonly provisional: boolean;
}

const PROVISIONAL_DAYS = 3;

/** What was counted over one window. Reads the tables of `complaintRateView`. */
export const rateCount = (asked: CountOf): Query<RateCount> => {
  const { accountId, window, now, zone, coverage, attribution } = asked;
  const span = spanOf(window, now, zone);
  const coveredFrom = new Map(coverage.map((c) => [c.provider, c.from]));

  return {
    reads: [
      sql('select at from rate_baselines where account_id = $1', accountId),
      sql(
        `select provider, day, campaign_id, hour, delivered from rate_volumes
          where account_id = $1 and day >= $2 and day <= $3`,
        accountId,
        span.firstDay,
        dayOf(now, zone),
      ),
      complaintsSince(asked, span),
    ],
    answer([baselines, volumeRows, complaintRows]) {
      const [row] = baselines as { at: number }[];
      const baseline = row && attribution === 'send-day' ? (Number(row.at) as Instant) : null;
      // Volumes of the day (or hour) of the reinstatement are taken whole: what was sent before it, by an account that was
      // stopped, is little, and an error here is in the customer's favour.
      const since = baseline === null ? '' : hourOf(baseline, zone);
      const volumes = volumesOf(
        (volumeRows as VolumeRow[])
          .map((r) => ({ ...r, hour: Number(r.hour), delivered: Number(r.delivered) }))
          .filter((r) => (r.hour < 0 ? r.day >= since.slice(0, 10) : hourKey(r.day, r.hour) >= since)),
        span,
        window === '24h',
        (r) => r.day >= (coveredFrom.get(r.provider) ?? r.day),
      );
      const complaints = new Map((complaintRows as ComplaintRow[]).map((r) => [r.provider, r]));
      const names = [...new Set([...volumes.map((v) => v.provider), ...complaints.keys()])].sort();
      const byProvider = names.map((provider): ProviderCount => {
        const volume = volumes.find((v) => v.provider === provider);
        const of = complaints.get(provider);
        const counted = volume?.byHour
          ? { complaints: Number(of?.recent ?? 0), estimated: Number(of?.recent_estimated ?? 0) }
          : { complaints: Number(of?.n ?? 0), estimated: Number(of?.estimated ?? 0) };
        const covered = coveredFrom.has(provider);
        return { provider, covered, ...counted, delivered: volume?.delivered ?? 0 };
      });
      const rated = byProvider.filter((p) => p.covered && p.delivered > 0);
      const total = (key: 'complaints' | 'estimated' | 'delivered') => rated.reduce((n, p) => n + p[key], 0);
      const young = daysBefore(dayOf(now, zone), PROVISIONAL_DAYS - 1);
      return {
        window,
        attribution,
        from: Math.max(span.from, baseline ?? 0) as Instant,
        baseline,
        complaints: total('complaints'),
        estimated: total('estimated'),
        delivered: total('delivered'),
        byProvider,
        provisional: volumes.some((v) => coveredFrom.has(v.provider) && v.newestDay >= young),
      };
    },
  };
};

interface ComplaintRow {
  readonly provider: string;
  readonly n: number;
  readonly estimated: number;
  readonly recent: number;
  readonly recent_estimated: number;
}

const complaintsSince = (asked: CountOf, span: Span): Statement => {
  const { accountId, attribution, coverage, zone } = asked;
  const params: (string | number)[] = [accountId, span.from, span.fromHour];
  const param = (value: string | number) => `$${params.push(value)}`;
  // Providers covered since a day within the window; mostly none.
  const since = coverage.flatMap(({ provider, from }) => {
    const covered = from === null ? span.from : startOfDay(from, zone);
    return covered > span.from ? [`when ${param(provider)} then ${param(covered)}`] : [];
  });
  const at = attribution === 'send-day' ? 'sent_at' : 'received_at';
  const after = [
    ...(since.length > 0 ? [`${at} >= case provider ${since.join(' ')} else $2 end`] : []),
    ...(attribution === 'send-day'
      ? ['sent_at >= coalesce((select at from rate_baselines where account_id = $1), 0)']
      : []),
  ];
  return sql(
    `select provider, count(*) as n, sum(estimated) as estimated,
        sum(case when ${at} >= $3 then 1 else 0 end) as recent,
        sum(case when ${at} >= $3 then estimated else 0 end) as recent_estimated
      from rate_complaints
      where ${['account_id = $1', 'counted = 1', `${at} >= $2`, 'provider is not null', ...after].join(' and ')}
      group by provider`,
    ...params,
  );
};
