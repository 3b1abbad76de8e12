import type { RateFloors } from '../reputation/commands';
import type { RateGrade, RateThreshold, RateWindow } from '../reputation/events';
import { boundExceeds, lowerBoundPpm, type Confidence } from './bound';
import { exceeds, rate } from './fraction';

export interface Counted {
  readonly window: RateWindow;
  readonly complaints: number;
  /** Of those, how many have an estimated send time. */
  readonly estimated: number;
  readonly delivered: number;
}
export interface Graded {
  readonly grade: RateGrade | null;
  readonly lowerBoundPpm: number;
  readonly confidence: Confidence;
}

/** Domain rules, "Rules to implement": what opens a review, and what is beyond chance and may suspend. */
export const FLOORS: RateFloors = {
  breachComplaints: 3,
  actionableComplaints: 5,
  actionableDelivered: 1_000,
};
/** A day is looked at every day: at 95 % an account truly below the threshold would trip it every few weeks. */
const DAY_TIMES_THRESHOLD = 3;
export const confidenceOf = (window: RateWindow): Confidence => (window === '24h' ? '99.9%' : '95%');

/** The grade of one window; null when nothing is wrong, or when there is no covered volume and hence no rate. */
export const gradeOf = (counted: Counted, threshold: RateThreshold, floors: RateFloors = FLOORS): Graded => {
  const { window, complaints, estimated, delivered } = counted;
  const confidence = confidenceOf(window);
  const all = rate(complaints, delivered);
  if (!all) return { grade: null, lowerBoundPpm: 0, confidence };
  const sure = { complaints: complaints - estimated, delivered };
  const graded = { lowerBoundPpm: lowerBoundPpm(sure, confidence), confidence };
  if (complaints < floors.breachComplaints || !exceeds(all, threshold)) return { grade: null, ...graded };
  const enough = delivered >= floors.actionableDelivered && sure.complaints >= floors.actionableComplaints;
  const acts =
    window === '30d' ||
    window === 'representative' ||
    (window === '24h' && exceeds(sure, { ...threshold, comparator: '>=' }, DAY_TIMES_THRESHOLD));
  const actionable = enough && acts && boundExceeds(sure, threshold, confidence);
  return { grade: actionable ? 'actionable' : 'breached', ...graded };
};
