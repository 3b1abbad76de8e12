import {
  gradeOf,
  lowerBoundPpm,
  rate,
  written,
  type RateFloors,
  type RateThreshold,
  type RateWindow,
} from '@app/reputation';
import type { Attribution, RateCount } from './count';

/** What `GET /v1/accounts/{id}/complaint-rate` answers. `threshold` and `lowerBound95` are shares of one, to six places. */
export interface ComplaintRate {
  readonly window: RateWindow;
  readonly attribution: Attribution;
  /** Of the representative window: how many send days it takes; null: none has the account's usual volume. */
  readonly lookBack?: number | null;
  readonly complaints: number;
  readonly estimated: number;
  readonly delivered: number;
  readonly rate: string | null;
  readonly threshold: number;
  readonly comparator: RateThreshold['comparator'];
  readonly breached: boolean;
  readonly actionable: boolean;
  readonly lowerBound95: number | null;
  readonly byProvider: readonly {
    readonly provider: string;
    readonly covered: boolean;
    readonly complaints: number;
    readonly delivered: number;
    readonly rate: string | null;
  }[];
  readonly provisional: boolean;
}

/** Null where no volume is covered, never 0: of a provider that reports no complaints nobody knows how many there were. */
export const complaintRate = (
  count: RateCount,
  threshold: RateThreshold,
  floors?: RateFloors,
): ComplaintRate => {
  const { window, attribution, lookBack, complaints, estimated, delivered, provisional } = count;
  const all = rate(complaints, delivered);
  const { grade } = gradeOf(judgedOf(count), threshold, floors);
  return {
    window,
    attribution,
    ...(lookBack !== undefined && { lookBack }),
    complaints,
    estimated,
    delivered,
    rate: written(all),
    threshold: threshold.ppm / 1_000_000,
    comparator: threshold.comparator,
    breached: grade !== null,
    actionable: grade === 'actionable',
    lowerBound95: all && lowerBoundPpm(all, '95%') / 1_000_000,
    byProvider: count.byProvider.map((p) => ({
      provider: p.provider,
      covered: p.covered,
      complaints: p.complaints,
      delivered: p.delivered,
      rate: p.covered ? written(rate(p.complaints, p.delivered)) : null,
    })),
    provisional,
  };
};

/** What a rule looks at: where no look-back has the account's usual volume, there is nothing representative to be judged. */
export const judgedOf = (
  count: RateCount,
): Pick<RateCount, 'window' | 'complaints' | 'estimated' | 'delivered'> =>
  count.lookBack === null ? { window: count.window, complaints: 0, estimated: 0, delivered: 0 } : count;
