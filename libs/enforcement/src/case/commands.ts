import type { AccountId, CaseId, DecidedBy, Erased, Instant, Sealed } from '@app/kernel';
import type { CaseFacts } from './facts';
import type { ContentCategory, MeasureKind, Role, Signal } from './shapes';

interface ToCase {
  readonly caseId: CaseId;
  readonly accountId: AccountId;
  readonly at: Instant;
}

/** Opens the case when there is none yet. */
export interface RaiseSignal extends ToCase {
  readonly type: 'RaiseSignal';
  readonly signal: Signal;
  /** The account's case before, which has ended and said that this is not its affair; `pass`: which time. */
  readonly passedOn?: { readonly by: CaseId; readonly pass: number };
  /** That time this case had passed it on, and it moved nothing there. */
  readonly cameBack?: number;
}
export interface ReachDeadline extends ToCase {
  readonly type: 'ReachDeadline';
  readonly name: string;
  readonly dueAt: Instant;
  readonly firedAt: Instant;
}
/** The relay took it: this starts the customer's time. */
export interface RecordNoticeAccepted extends ToCase {
  readonly type: 'RecordNoticeAccepted';
  readonly noticeId: string;
  readonly acceptedAt: Instant;
}
export interface RecordNoticeBounced extends ToCase {
  readonly type: 'RecordNoticeBounced';
  readonly noticeId: string;
  readonly contactId: string;
  readonly permanent: boolean;
  readonly detail: string;
}
/** What a customer posted. Leave out what they left empty. */
export interface GiveAnswer extends ToCase {
  readonly type: 'GiveAnswer';
  readonly answerId: string;
  readonly contactId: string | null;
  /** By our server; the command may come later. */
  readonly receivedAt: Instant;
  readonly feedback?: Sealed<string> | Erased;
  readonly solution?: Sealed<string> | Erased;
  readonly prevention?: Sealed<string> | Erased;
}
/** The customer objects to a measure. */
export interface LodgeAppeal extends ToCase {
  readonly type: 'LodgeAppeal';
  readonly appealId: string;
  /** The last that stands when left out. */
  readonly measureId?: string;
  /** Null: it came by another way, and staff wrote it down. */
  readonly contactId: string | null;
  readonly receivedAt: Instant;
  readonly text: Sealed<string> | Erased;
}
/** The answer page or the reply channel was down: customers get back what of that fell into their time. Sent to every case
 *  in which a customer's time ran or ran out since `from`; the case decides how much it is, once for each outage. */
export interface ExtendForOutage extends ToCase {
  readonly type: 'ExtendForOutage';
  readonly outageId: string; // the same for the same outage, whenever it is told
  readonly from: Instant;
  readonly until: Instant;
}

/** Evidence of consent was handed in; what it says stands in a stream of its own. */
export interface RecordEvidence extends ToCase {
  readonly type: 'RecordEvidence';
  readonly evidenceId: string;
}
/** For those who work on the case; the customer never sees it, and it moves nothing. */
export interface AddNote extends ToCase {
  readonly type: 'AddNote';
  readonly noteId: string;
  readonly by: Extract<DecidedBy, { kind: 'person' }>;
  readonly text: Sealed<string> | Erased;
}

export type Decision =
  | { readonly decision: 'accept-answer' }
  /** The reason is what the customer reads. */
  | { readonly decision: 'reject-answer' }
  | { readonly decision: 'confirm-unwanted' }
  /** The account is in other hands: nothing is asked of the customer within a day, and what others can send with is revoked. */
  | { readonly decision: 'confirm-compromise' }
  /** Somebody read what was sent. What follows, the policy says; nothing is an answer too. */
  | { readonly decision: 'flag-content'; readonly categories: readonly ContentCategory[] }
  | { readonly decision: 'approve'; readonly measureId: string }
  | { readonly decision: 'refuse'; readonly measureId: string }
  /** `name`: `answer-due` when left out. Never to an earlier instant. */
  | { readonly decision: 'extend-deadline'; readonly name?: string; readonly until: Instant }
  /** `complaintIds`: all when left out. `questions`: those of the policy when left out. */
  | {
      readonly decision: 'request-evidence';
      readonly complaintIds?: readonly string[];
      readonly questions?: readonly string[];
    }
  | { readonly decision: 'reinstate' }
  /** `measureId` may be left out when only one stands. */
  | { readonly decision: 'annul'; readonly measureId?: string }
  /** A measure by a person's own judgement. */
  | {
      readonly decision: 'impose';
      readonly measure: Extract<MeasureKind, 'warn' | 'under-review' | 'hold' | 'suspend' | 'close'>;
    }
  /** Another person's than who took the measure. `measureId` may be left out when only one appeal is open. The reason is
   *  what the customer reads. */
  | {
      readonly decision: 'decide-appeal';
      readonly outcome: 'upheld' | 'rejected';
      readonly measureId?: string;
    }
  | { readonly decision: 'assign'; readonly to: string | null }
  | { readonly decision: 'finish-task'; readonly task: string; readonly about?: string }
  | { readonly decision: 'close' }
  | { readonly decision: 'reopen' };

/** A person's decision. `reason` is kept, and may be read by the customer. */
export interface DecideCase extends ToCase {
  readonly type: 'DecideCase';
  readonly decision: Decision;
  readonly by: Extract<DecidedBy, { kind: 'person' }>;
  readonly role: Role;
  readonly reason: string;
}

/** As processes and callers send them: plain JSON, references only. */
export type CaseCommand =
  | RaiseSignal
  | ReachDeadline
  | RecordNoticeAccepted
  | RecordNoticeBounced
  | GiveAnswer
  | LodgeAppeal
  | RecordEvidence
  | AddNote
  | ExtendForOutage
  | DecideCase;

/** As the decider takes them: the edge adds what it looked up just now. */
export type CaseCommandWithFacts = CaseCommand & { readonly facts: CaseFacts };
