import type { Encoded, EventDefs, EventOf, Versioned } from '@app/kernel';
import { complaintEvents } from '@app/complaints';
import { reportEvents } from '@app/reports';
import { reputationEvents } from '@app/reputation';

/** What the golden test needs of a catalogue, whatever its events. */
export interface AnyCatalogue {
  readonly types: readonly string[];
  current(type: string): Versioned;
  encode(event: never): Encoded;
  decode(stored: Encoded): EventOf<EventDefs>;
}

/** Every catalogue whose events are stored, by the name of its golden file, `<context>.<aggregate>.jsonl` in this folder. */
export const catalogues: Readonly<Record<string, AnyCatalogue>> = {
  'complaints.complaint': complaintEvents,
  'reports.report': reportEvents,
  'reputation.reputation': reputationEvents,
};
