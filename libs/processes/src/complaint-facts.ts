import { isVouchedFor, type ComplaintState, type ReportRef } from '@app/complaints';
import { step, type ComplaintFacts } from '@app/enforcement';

const TRUST = ['A', 'B', 'C', 'D', 'X'] as const;

/** All that a rule may ask of a complaint, by the best of the reports that may set anything in motion: one from an archive
 *  says nothing to a rule, or an old letter would lend its channel to a press on a button. undefined: there is no such
 *  complaint. */
export const complaintFacts = (state: ComplaintState): ComplaintFacts | undefined => {
  if (state.status === 'none') return undefined;
  const reports = live(state.reports);
  const [best] = [...reports].sort((a, b) => TRUST.indexOf(a.trust) - TRUST.indexOf(b.trust));
  if (!best) return undefined;
  const credible = first(reports.filter(isCredible), reports);
  const vouched = credible.filter((r) => isVouchedFor(r, state)).map((r) => r.feedbackType);
  const feedbackTypes = [...new Set(credible.map((r) => r.feedbackType))];
  return {
    complaintId: state.complaintId,
    accountId: state.accountId,
    campaignId: state.campaignId,
    deliveryId: state.deliveryId,
    provider: best.provider ?? null,
    channels: [...new Set(credible.map((r) => r.channel))],
    trust: best.trust,
    source: best.source,
    feedbackTypes,
    unvouched: feedbackTypes.filter((type) => !vouched.includes(type)),
    corroborated: reports.some((r) => r.corroboration.length > 0),
    confidence: state.confidence,
    reporter: best.reporter,
    discreet: state.reports.some((r) => r.discreet), // who must stay unknown, must so in every report
    sent: state.sent,
    receivedAt: reports.reduce((first, r) => (r.receivedAt < first ? r.receivedAt : first), best.receivedAt),
    violations: [...state.violations],
    may: step.options.filter((one) => state.may.includes(one)),
  };
};

/** Where there are no others, what was too old, which a person's word may lift, and then the archive, which nothing does. */
const live = (reports: readonly ReportRef[]): readonly ReportRef[] => {
  const present = reports.filter((r) => !r.archive);
  const recent = present.filter((r) => !r.tooOld);
  return first(recent, present, reports);
};

/** Anybody can write a report that nobody vouches for, about a message that somebody else reports too. */
const isCredible = ({ trust, corroboration }: ReportRef): boolean =>
  trust !== 'D' && trust !== 'X' && corroboration.length > 0;

const first = (...lists: (readonly ReportRef[])[]): readonly ReportRef[] =>
  lists.find((some) => some.length > 0) ?? [];
