import { accountDecider, type AccountEvent, type AccountState } from '@app/accounts';
import { complaintDecider, type ComplaintEvent, type ComplaintState } from '@app/complaints';
import {
  automationDecider,
  caseDecider,
  type AutomationEvent,
  type AutomationScope,
  type AutomationState,
  type CaseEvent,
  type CaseState,
} from '@app/enforcement';
import type { AccountId, CaseId } from '@app/kernel';
import {
  reputationDecider,
  type ListingEvent,
  type ReputationEvent,
  type ReputationState,
} from '@app/reputation';
import { RateBook } from './rate-book';

export type DeskEvent =
  AccountEvent | ComplaintEvent | CaseEvent | AutomationEvent | ReputationEvent | ListingEvent;

/** What each aggregate has come to, and what rates are counted from. */
export class States {
  readonly rates = new RateBook();
  private readonly cases = new Map<CaseId, CaseState>();
  private readonly accounts = new Map<AccountId, AccountState>();
  private readonly complaints = new Map<string, ComplaintState>();
  private readonly reputations = new Map<AccountId, ReputationState>();
  private readonly automations = new Map<AutomationScope, AutomationState>();

  case(id: CaseId): CaseState {
    return this.cases.get(id) ?? caseDecider.initial;
  }
  account(id: AccountId): AccountState {
    return this.accounts.get(id) ?? accountDecider.initial;
  }
  complaint(id: string): ComplaintState {
    return this.complaints.get(id) ?? complaintDecider.initial;
  }
  reputation(id: AccountId): ReputationState {
    return this.reputations.get(id) ?? reputationDecider.initial;
  }
  automation(scope: AutomationScope): AutomationState {
    return this.automations.get(scope) ?? automationDecider.initial;
  }

  /** Nothing more is asked of that complaint: its cases keep what they need of it. */
  forget(complaintId: string): void {
    this.complaints.delete(complaintId);
    this.rates.forget(complaintId);
  }
  forgetCase(id: CaseId): void {
    this.cases.delete(id);
  }

  take(event: DeskEvent): void {
    const { data } = event;
    if ('caseId' in data && 'stage' in data) {
      const e = event as CaseEvent;
      this.cases.set(e.data.caseId, caseDecider.evolve(this.case(e.data.caseId), e));
    } else if ('complaintId' in data) {
      const e = event as ComplaintEvent;
      this.complaints.set(e.data.complaintId, complaintDecider.evolve(this.complaint(e.data.complaintId), e));
    } else if ('scope' in data && !('accountId' in data)) {
      const e = event as AutomationEvent;
      this.automations.set(e.data.scope, automationDecider.evolve(this.automation(e.data.scope), e));
    } else if (REPUTATION.has(event.type)) {
      const e = event as ReputationEvent;
      this.reputations.set(e.data.accountId, reputationDecider.evolve(this.reputation(e.data.accountId), e));
    } else if (!('listingId' in data)) {
      const e = event as AccountEvent;
      this.accounts.set(e.data.accountId, accountDecider.evolve(this.account(e.data.accountId), e));
    }
    if (RATED.has(event.type)) this.rates.take(event as Parameters<RateBook['take']>[0]);
  }
}

const REPUTATION = new Set([
  'DeliveryVolumesReported',
  'RateBreached',
  'RateRecovered',
  'CountBreached',
  'CountRecovered',
]);
const RATED = new Set(RateBook.types);
