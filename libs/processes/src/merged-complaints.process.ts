import { z } from 'zod';
import { complaintEvents, type ComplaintCommand } from '@app/complaints';
import { Versioned, type DefsOf, type ProcessManager } from '@app/kernel';

const inputs = complaintEvents.only('ComplaintMerged');
const state = z.strictObject({});

/** What a merged complaint holds goes to the survivor, so that every count follows: its reports, and what was known of the
 *  account or said by a person. The survivor may be merged itself by then; its own event sends them on. */
export const mergedComplaints: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  Extract<ComplaintCommand, { type: 'AbsorbReports' }>,
  never
> = {
  name: 'merged-complaints',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'beginning',
  instanceOf: ({ data }) => data.into,

  react(_, stimulus) {
    if (stimulus.kind === 'deadline') return { done: true };
    const { complaintId, into, at, reports, accountId, brandId, campaignId, confidence, verdict } =
      stimulus.event.data;
    return {
      done: true,
      commands: [
        {
          type: 'AbsorbReports',
          complaintId: into,
          at,
          from: complaintId,
          reports,
          accountId,
          brandId,
          campaignId,
          confidence,
          verdict,
        },
      ],
    };
  },
};
