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
  const { window, attribution, complaints, estimated, delivered, provisional } = count;
  const all = rate(complaints, delivered);
  const { grade } = gradeOf(count, threshold, floors);
  return {
    window,
    attribution,
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
