import { rejected, type ComplaintId, type Instant, type Rejected } from '@app/kernel';
import { Change } from './change';
import type { ComplaintCommand } from './commands';
import type { Known } from './state';
import type { ComplaintEvent } from './events';
import { compareIdentity } from './identity';
import type { ReportRef, Verdict } from './shapes';

type Of<T extends ComplaintCommand['type']> = Extract<ComplaintCommand, { type: T }>;

export const alreadyMerged = (into: ComplaintId): Rejected =>
  rejected('complaint-merged', `it was merged into ${into}: decide on that one`);

/** Always the weaker into the stronger, or the later id into the earlier: two that were told to merge into each other
 *  would otherwise both be gone from every count. */
export const merge = (command: Of<'MergeComplaint'>, state: Known): ComplaintEvent[] | Rejected => {
  const { into, intoIdentity, because, at } = command;
  if (state.mergedInto !== null) return state.mergedInto === into ? [] : alreadyMerged(state.mergedInto);
  const order = compareIdentity(intoIdentity, state.identity);
  if (order > 0 || (order === 0 && into >= state.complaintId))
    return rejected(
      'merge-the-other-way',
      `${into} (by ${intoIdentity}) does not come before ${state.complaintId} (by ${state.identity})`,
    );
  return [merged(state, into, at, because, state.reports, state.verdict)];
};

/** What the survivor does with what a merged complaint brings. Its own trace and a person's verdict on it stay. */
export const absorb = (command: Of<'AbsorbReports'>, state: Known): ComplaintEvent[] => {
  const { at, from, accountId, brandId, campaignId, confidence, verdict } = command;
  const reports = unknownTo(state, command.reports);
  if (reports.length === 0) return [];
  if (state.mergedInto !== null) return passOn(state, state.mergedInto, at, reports, verdict);
  const change = new Change(state, at);
  const by = { kind: 'rule', rule: 'merged' } as const;
  const reason = `${from} was merged into this one`;
  if (state.outcome === 'untraced' && accountId !== null)
    change.trace(
      { accountId, brandId, campaignId, deliveryId: state.deliveryId, confidence },
      { strategy: 'merged', by, reason },
    );
  for (const report of reports) change.report(report);
  if (state.verdict === null && verdict !== null) change.judge(verdict, by, reason);
  return change.events;
};

/** A report that still reaches a merged complaint follows it to the survivor. */
export const passOn = (
  state: Known,
  into: ComplaintId,
  at: Instant,
  reports: readonly ReportRef[],
  verdict: Verdict | null,
): ComplaintEvent[] => [merged(state, into, at, 'a report came after the merger', reports, verdict)];

const merged = (
  { complaintId, accountId, brandId, campaignId, confidence, may, sent }: Known,
  into: ComplaintId,
  at: Instant,
  because: string,
  reports: readonly ReportRef[],
  verdict: Verdict | null,
): ComplaintEvent => ({
  type: 'ComplaintMerged',
  data: {
    complaintId,
    at,
    accountId,
    brandId,
    sentAt: sent.at,
    into,
    because,
    reports: [...reports],
    campaignId,
    confidence,
    verdict,
    lost: [...may],
  },
});

const unknownTo = (state: Known, reports: readonly ReportRef[]) =>
  reports.filter((r) => !state.reports.some((known) => known.reportId === r.reportId));
