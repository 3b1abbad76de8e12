import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import { automationEvents, caseEvents, policyEvents } from '@app/enforcement';
import type { Encoded, EventIn, Instant } from '@app/kernel';
import { listingEvents, reputationEvents } from '@app/reputation';

const replayed = complaintEvents
  .only(
    'ComplaintFiled',
    'ReportCorroborated',
    'ComplaintTraced',
    'AttributionWithdrawn',
    'ComplaintQualified',
    'ComplaintMerged',
  )
  .union(accountEvents)
  .union(caseEvents)
  .union(policyEvents)
  .union(automationEvents)
  .union(reputationEvents)
  .union(listingEvents);

/** What of the log a replay reads; the rest decides nothing about an account. */
export const REPLAYED: readonly string[] = replayed.types;
/** … and what it has to know before: what became of notices, and when deadlines fired. */
export const SURVEYED: readonly string[] = ['NoticeOrdered', 'DeadlineReached', 'PolicyAdopted'];

/** An event of the log, with what stands beside it there. */
export interface Historic {
  readonly event: EventIn<typeof replayed>;
  readonly at: Instant; // when the log was given it
  readonly stream: string;
  readonly commandId: string;
}

/** Throws InvalidEvent. */
export const historic = (recorded: {
  readonly type: string;
  readonly version: number;
  readonly data: Encoded['data'];
  readonly at: Instant;
  readonly stream: string;
  readonly meta: { readonly commandId: string };
}): Historic => ({
  event: replayed.decode(recorded),
  at: recorded.at,
  stream: recorded.stream,
  commandId: recorded.meta.commandId,
});
