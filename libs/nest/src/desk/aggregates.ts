import {
  accountDecider,
  accountEvents,
  accountSnapshot,
  type AccountCommand,
  type AccountEvent,
  type AccountState,
} from '@app/accounts';
import {
  complaintDecider,
  complaintEvents,
  personDecider,
  personEvents,
  streamOfPerson,
  type ComplaintCommand,
  type ComplaintEvent,
  type ComplaintState,
  type ErasePerson,
  type PersonEvent,
} from '@app/complaints';
import {
  consentDecider,
  consentEvents,
  evidenceDecider,
  evidenceEvents,
  streamOfConsent,
  streamOfEvidence,
  type ConsentEvent,
  type EvidenceEvent,
  type GiveEvidence,
  type RecordConsent,
} from '@app/consent';
import {
  automationDecider,
  automationEvents,
  automationSnapshot,
  caseDecider,
  caseEvents,
  caseSnapshot,
  policyDecider,
  policyEvents,
  type AdoptPolicy,
  type AutomationCommand,
  type AutomationEvent,
  type AutomationScope,
  type AutomationState,
  type CaseCommandWithFacts,
  type CaseEvent,
  type CaseState,
  type PolicyEvent,
} from '@app/enforcement';
import {
  execute,
  fold,
  type Aggregate,
  type EventStore,
  type Execute,
  type Execution,
} from '@app/event-store';
import type { AccountId, CaseId, DefsOf } from '@app/kernel';
import {
  fineEvents,
  finesDecider,
  incidentDecider,
  incidentEvents,
  streamOfFines,
  streamOfIncident,
  type FineCommand,
  type FineEvent,
  type IncidentCommand,
  type IncidentEvent,
} from '@app/ledger';
import {
  listDecider,
  listEvents,
  listSnapshot,
  streamOfList,
  type ListCommand,
  type ListEvent,
  type ListState,
} from '@app/lists';
import { runtimeEvents } from '@app/runtime';
import { reportDecider, reportEvents, type ReportCommand, type ReportEvent } from '@app/reports';
import {
  listingDecider,
  listingEvents,
  reputationDecider,
  reputationEvents,
  sweepDecider,
  sweepEvents,
  sweepSnapshot,
  type ListingCommand,
  type ListingEvent,
  type ReputationCommand,
  type ReputationEvent,
  type ReputationState,
  type SweepCommand,
  type SweepEvent,
  type SweepState,
} from '@app/reputation';

/** Every event there is, for `verify` and for timelines. */
export const everyEvent = reportEvents
  .union(complaintEvents)
  .union(accountEvents)
  .union(caseEvents)
  .union(policyEvents)
  .union(automationEvents)
  .union(reputationEvents)
  .union(listingEvents)
  .union(sweepEvents)
  .union(consentEvents)
  .union(evidenceEvents)
  .union(incidentEvents)
  .union(fineEvents)
  .union(listEvents)
  .union(personEvents)
  .union(runtimeEvents);

const account: Aggregate<AccountCommand, AccountState, DefsOf<typeof accountEvents>> = {
  catalogue: accountEvents,
  decider: accountDecider,
  snapshot: accountSnapshot,
  streamOf: ({ accountId }) => `account-${accountId}`,
};
const complaint: Aggregate<ComplaintCommand, ComplaintState, DefsOf<typeof complaintEvents>> = {
  catalogue: complaintEvents,
  decider: complaintDecider,
  streamOf: ({ complaintId }) => `complaint-${complaintId}`,
};
const aCase: Aggregate<CaseCommandWithFacts, CaseState, DefsOf<typeof caseEvents>> = {
  catalogue: caseEvents,
  decider: caseDecider,
  snapshot: caseSnapshot,
  streamOf: ({ caseId }) => `case-${caseId}`,
};
const automation: Aggregate<AutomationCommand, AutomationState, DefsOf<typeof automationEvents>> = {
  catalogue: automationEvents,
  decider: automationDecider,
  snapshot: automationSnapshot,
  streamOf: ({ scope }) => `automation-${scope}`,
};
const reputation: Aggregate<ReputationCommand, ReputationState, DefsOf<typeof reputationEvents>> = {
  catalogue: reputationEvents,
  decider: reputationDecider,
  streamOf: ({ accountId }) => `reputation-${accountId}`,
};
const list: Aggregate<ListCommand, ListState, DefsOf<typeof listEvents>> = {
  catalogue: listEvents,
  decider: listDecider,
  snapshot: listSnapshot,
  streamOf: streamOfList,
};
/** One stream: a day is told after the day before it. */
const sweep: Aggregate<SweepCommand, SweepState, DefsOf<typeof sweepEvents>> = {
  catalogue: sweepEvents,
  decider: sweepDecider,
  snapshot: sweepSnapshot,
  streamOf: () => SWEEPS,
};
const SWEEPS = 'sweep-daily';

/** Command execution for each aggregate. */
export interface Aggregates {
  readonly report: Execute<ReportCommand, ReportEvent>;
  readonly complaint: Execute<ComplaintCommand, ComplaintEvent>;
  readonly account: Execute<AccountCommand, AccountEvent>;
  readonly case: Execute<CaseCommandWithFacts, CaseEvent>;
  readonly policy: Execute<AdoptPolicy, PolicyEvent>;
  readonly automation: Execute<AutomationCommand, AutomationEvent>;
  readonly reputation: Execute<ReputationCommand, ReputationEvent>;
  readonly listing: Execute<ListingCommand, ListingEvent>;
  readonly sweep: Execute<SweepCommand, SweepEvent>;
  readonly consent: Execute<RecordConsent, ConsentEvent>;
  readonly evidence: Execute<GiveEvidence, EvidenceEvent>;
  readonly incident: Execute<IncidentCommand, IncidentEvent>;
  readonly fines: Execute<FineCommand, FineEvent>;
  readonly list: Execute<ListCommand, ListEvent>;
  /** Told once a person's keys were destroyed: the views forget them. */
  readonly person: Execute<ErasePerson, PersonEvent>;
}

export const aggregatesOn = (store: EventStore, execution: Execution): Aggregates => ({
  report: execute(
    store,
    {
      catalogue: reportEvents,
      decider: reportDecider,
      streamOf: ({ reportId }: ReportCommand) => `report-${reportId}`,
    },
    execution,
  ),
  complaint: execute(store, complaint, execution),
  account: execute(store, account, execution),
  case: execute(store, aCase, execution),
  policy: execute(
    store,
    {
      catalogue: policyEvents,
      decider: policyDecider,
      streamOf: ({ policyId }: AdoptPolicy) => `policy-${policyId}`,
    },
    execution,
  ),
  automation: execute(store, automation, execution),
  reputation: execute(store, reputation, execution),
  listing: execute(
    store,
    {
      catalogue: listingEvents,
      decider: listingDecider,
      streamOf: ({ listingId }: ListingCommand) => `listing-${listingId}`,
    },
    execution,
  ),
  sweep: execute(store, sweep, execution),
  consent: execute(
    store,
    { catalogue: consentEvents, decider: consentDecider, streamOf: streamOfConsent },
    execution,
  ),
  evidence: execute(
    store,
    { catalogue: evidenceEvents, decider: evidenceDecider, streamOf: streamOfEvidence },
    execution,
  ),
  incident: execute(
    store,
    { catalogue: incidentEvents, decider: incidentDecider, streamOf: streamOfIncident },
    execution,
  ),
  fines: execute(store, { catalogue: fineEvents, decider: finesDecider, streamOf: streamOfFines }, execution),
  list: execute(store, list, execution),
  person: execute(
    store,
    { catalogue: personEvents, decider: personDecider, streamOf: streamOfPerson },
    execution,
  ),
});

/** States as the log tells them now, for those who look something up before they ask an aggregate to decide. */
export const statesOn = (store: EventStore, { snapshots }: Execution) => ({
  case: async (id: CaseId) => fold(store, aCase, `case-${id}`, snapshots),
  account: async (id: AccountId) => fold(store, account, `account-${id}`, snapshots),
  complaint: async (id: string) => fold(store, complaint, `complaint-${id}`, snapshots),
  automation: async (scope: AutomationScope) => fold(store, automation, `automation-${scope}`, snapshots),
  reputation: async (id: AccountId) => fold(store, reputation, `reputation-${id}`, snapshots),
  list: async (listId: string) => fold(store, list, streamOfList({ listId }), snapshots),
  sweep: async () => fold(store, sweep, SWEEPS, snapshots),
});
export type States = ReturnType<typeof statesOn>;
