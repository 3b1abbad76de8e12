import type { Encoded, EventDefs, EventOf, Versioned } from '@app/kernel';
import { accountEvents } from '@app/accounts';
import { complaintEvents, personEvents } from '@app/complaints';
import { consentEvents, evidenceEvents } from '@app/consent';
import { automationEvents, caseEvents, policyEvents } from '@app/enforcement';
import { fineEvents, incidentEvents } from '@app/ledger';
import { listEvents } from '@app/lists';
import { reportEvents } from '@app/reports';
import { listingEvents, reputationEvents, sweepEvents } from '@app/reputation';
import { runtimeEvents } from '@app/runtime';

/** What the golden test needs of a catalogue, whatever its events. */
export interface AnyCatalogue {
  readonly types: readonly string[];
  current(type: string): Versioned;
  encode(event: never): Encoded;
  decode(stored: Encoded): EventOf<EventDefs>;
}

/** Every catalogue whose events are stored, by the name of its golden file, `<context>.<aggregate>.jsonl` in this folder. */
export const catalogues: Readonly<Record<string, AnyCatalogue>> = {
  'accounts.account': accountEvents,
  'complaints.complaint': complaintEvents,
  'complaints.person': personEvents,
  'consent.archive': consentEvents,
  'consent.evidence': evidenceEvents,
  'enforcement.automation': automationEvents,
  'enforcement.case': caseEvents,
  'enforcement.policy': policyEvents,
  'ledger.fines': fineEvents,
  'ledger.incident': incidentEvents,
  'lists.list': listEvents,
  'reports.report': reportEvents,
  'reputation.listing': listingEvents,
  'reputation.reputation': reputationEvents,
  'reputation.sweep': sweepEvents,
  'runtime.runtime': runtimeEvents,
};
