import type { AccountId, Instant } from '@app/kernel';
import type { RateThreshold, RateWindow, VolumeEntry } from './events';

/** What a rate must reach beside the threshold before it may suspend (domain rules, editable per brand). */
export interface RateFloors {
  /** Complaints below which nothing is a breach. */
  readonly breachComplaints: number;
  readonly actionableComplaints: number;
  readonly actionableDelivered: number;
}

export type ReputationCommand =
  | { type: 'ReportVolumes'; accountId: AccountId; at: Instant; entries: VolumeEntry[] }
  /** What was counted over one window, to be graded. A `delivered` of 0 is a rate of null: no breach, whatever came in. */
  | {
      type: 'JudgeRate';
      accountId: AccountId;
      at: Instant;
      window: RateWindow;
      complaints: number;
      /** How many of those have an estimated send time: they breach, but never make a breach actionable. */
      estimated: number;
      delivered: number;
      threshold: RateThreshold;
      floors: RateFloors;
      baselineAt: Instant | null;
      position: string;
      /** Of the representative window: how many send days it took. */
      lookBack?: number;
    }
  /** Complaints over 30 days, from providers that report deliveries and from others. `most` null: any number is allowed.
   *  `byProvider`: those of one provider, where a part of that provider's complaints is too many. */
  | {
      type: 'JudgeCount';
      accountId: AccountId;
      at: Instant;
      complaints: number;
      most: number | null;
      byProvider?: readonly {
        readonly provider: string;
        readonly complaints: number;
        readonly most: number;
      }[];
      baselineAt: Instant | null;
      position: string;
    };
