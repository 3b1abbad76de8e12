import type { AccountId, CaseId, DecidedBy, Duration, Instant } from '@app/kernel';
import type { AccountMeasure, Injection, Profile, Scope } from './shapes';

/** Asked by a case: the standing changes, and the platform is told, in one decision. */
export interface ApplyMeasure {
  type: 'ApplyMeasure';
  accountId: AccountId;
  at: Instant;
  measure: AccountMeasure;
  caseId: CaseId;
  measureId: string;
  scope: Scope;
  by: DecidedBy;
  /** For the platform's people; no personal data. */
  reason: string;
  /** How long the platform has to confirm before it is an alarm: the policy's limit. */
  confirmWithin: Duration;
}

export interface ReinstateAccount {
  type: 'ReinstateAccount';
  accountId: AccountId;
  at: Instant;
  caseId: CaseId | null;
  baseline: Instant;
  by: DecidedBy;
  reason: string;
  confirmWithin: Duration;
}

export interface AnnulMeasure {
  type: 'AnnulMeasure';
  accountId: AccountId;
  at: Instant;
  measureId: string;
  caseId: CaseId;
  by: DecidedBy;
  reason: string;
  confirmWithin: Duration;
}

export type AccountCommand =
  /** As a PUT: the first registers, a later one changes what differs, the same again is no news. `openCase` is one that
   *  has not ended, as far as views tell: it goes by the policy of the brand under which it was opened. */
  | { type: 'RegisterAccount'; accountId: AccountId; at: Instant; profile: Profile; openCase: CaseId | null }
  | ApplyMeasure
  | ReinstateAccount
  | AnnulMeasure
  | { type: 'MoveBaseline'; accountId: AccountId; at: Instant; caseId: CaseId; baseline: Instant }
  /** By the case that ordered the stop: until when the customer may obey it. */
  | { type: 'SetStopDeadline'; accountId: AccountId; at: Instant; caseId: CaseId; dueAt: Instant }
  | { type: 'LapseWarning'; accountId: AccountId; at: Instant; caseId: CaseId; measureId: string }
  /** What the platform says of an order. */
  | {
      type: 'RecordOrder';
      accountId: AccountId;
      at: Instant;
      orderId: string;
      state: 'accepted' | 'confirmed' | 'failed';
      detail?: string;
    }
  | {
      type: 'ReachOrderLimit';
      accountId: AccountId;
      at: Instant;
      orderId: string;
      dueAt: Instant;
      firedAt: Instant;
    }
  /** Half of a hold's time is over. */
  | { type: 'RenewHold'; accountId: AccountId; at: Instant; orderId: string }
  /** A person has an order that failed sent anew, as a new one. */
  | {
      type: 'RepeatOrder';
      accountId: AccountId;
      at: Instant;
      orderId: string;
      by: DecidedBy;
      confirmWithin: Duration;
    }
  /** A person looked into what the platform sent past an order that it had confirmed. */
  | { type: 'HandleLeak'; accountId: AccountId; at: Instant; orderId: string; by: DecidedBy; reason: string }
  /** A person looked into what it shares with an account that was closed. */
  | {
      type: 'HandleResemblance';
      accountId: AccountId;
      at: Instant;
      closed: AccountId;
      by: DecidedBy;
      reason: string;
    }
  | { type: 'RecordInjections'; accountId: AccountId; at: Instant; injections: Injection[] };
