import { evidenceEvents } from '@app/consent';
import type { RecordEvidence } from '@app/enforcement';
import { Versioned, type DefsOf, type ProcessManager } from '@app/kernel';
import { z } from 'zod';

const inputs = evidenceEvents.only('EvidenceGiven');
const state = z.strictObject({});

/** Tells the case of evidence that was handed in: a person has to look at it. */
export const evidence: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  RecordEvidence,
  never
> = {
  name: 'evidence',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'now', // what came before it was there, staff have looked at
  instanceOf: ({ data }) => data.evidenceId,

  react(_, stimulus) {
    if (stimulus.kind === 'deadline') return { done: true };
    const { caseId, accountId, at, evidenceId } = stimulus.event.data;
    return { done: true, commands: [{ type: 'RecordEvidence', caseId, accountId, at, evidenceId }] };
  },
};
