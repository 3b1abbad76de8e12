import { dayOf, daysBefore, type AccountId, type Day, type Instant, type Query } from '@app/kernel';
import type { RateWindow } from '@app/reputation';
import { baselineOf, complaintsSince, seenIn, volumesSince, type ComplaintRow, type Seen } from './reads';
import { spanOf } from './windows';

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
  /** Of the representative window: how many send days it takes; see `lookBackOf`. Null: the account has no such volume. */
  readonly lookBack?: number | null;
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
  /** Of the representative window: how many send days it takes. Null: of the longest there may be, all of which have too
   *  little volume to stand for how the account sends; no rule looks at that. */
  readonly lookBack?: number | null;
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

/** Send days, today included, of which complaints are still coming. */
export const PROVISIONAL_DAYS = 3;

/** What was counted over one window. Reads the tables of `complaintRateView`. */
export const rateCount = (asked: CountOf): Query<RateCount> => {
  const { window, now, zone, lookBack } = asked;
  const span = spanOf(window, now, zone, lookBack ?? undefined);
  return {
    reads: [baselineOf(asked), volumesSince(asked, span.firstDay), complaintsSince(asked, span)],
    answer: ([baselines, volumes, complaints]) =>
      countedFrom(asked, seenIn(asked, span, baselines!, volumes!), complaints as ComplaintRow[]),
  };
};

/** One row of complaints a provider. */
export const countedFrom = (
  { window, now, zone, coverage, attribution, lookBack }: CountOf,
  { baseline, rows, volumesOf, countOf }: Seen,
  complaints: readonly ComplaintRow[],
): RateCount => {
  const covered = new Set(coverage.map((c) => c.provider));
  const volumes = volumesOf(rows);
  const names = [...new Set([...volumes, ...complaints].map(({ provider }) => provider))].sort();
  const byProvider = names.map((provider) => ({
    provider,
    covered: covered.has(provider),
    ...countOf(complaints.find((c) => c.provider === provider)),
    delivered: volumes.find((v) => v.provider === provider)?.delivered ?? 0,
  }));
  const rated = byProvider.filter(isRated);
  const total = (key: 'complaints' | 'estimated' | 'delivered') => rated.reduce((n, p) => n + p[key], 0);
  const young = daysBefore(dayOf(now, zone), PROVISIONAL_DAYS - 1);
  const { from } = spanOf(window, now, zone, lookBack ?? undefined);
  return {
    window,
    attribution,
    from: Math.max(from, baseline ?? 0) as Instant,
    ...(window === 'representative' && { lookBack: lookBack ?? null }),
    baseline,
    complaints: total('complaints'),
    estimated: total('estimated'),
    delivered: total('delivered'),
    byProvider,
    provisional: volumes.some((v) => covered.has(v.provider) && v.newestDay >= young),
  };
};

export const isRated = ({ covered, delivered }: Pick<ProviderCount, 'covered' | 'delivered'>): boolean =>
  covered && delivered > 0;
