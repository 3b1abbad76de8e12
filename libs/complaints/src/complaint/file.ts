import { between, type RecipientKey } from '@app/kernel';
import { Change } from './change';
import type { FileComplaint } from './commands';
import type { ComplaintState, Known } from './state';
import type { ComplaintEvent } from './events';
import { passOn } from './merge';
import { isVouched, type ReportRef } from './shapes';
import { mayMove, REPLAY_RECIPIENTS, REQUIRED_CONFIDENCE } from './standing';

/** Reports kept with one complaint. One of our own messages, replayed to millions, is reported by millions under one
 *  delivery id: without a bound its stream would grow with each. What changes the standing is kept beyond it. */
export const REPORTS_KEPT = 50;

export const file = (command: FileComplaint, state: ComplaintState): ComplaintEvent[] => {
  const report = kept(command, state.status === 'known' ? state.recipientKey : command.recipientKey);
  if (state.status === 'known') return again(command, report, state);
  const { complaintId, at, accountId, brandId, identity, aliases, campaignId, deliveryId } = command;
  const { recipientKey, sent, trace, violations, reported } = command;
  const { outcome, confidence } = trace;
  const facts = {
    accountId,
    deliveryId,
    recipientKey,
    outcome,
    confidence,
    reports: [report],
    verdict: null,
  };
  const { state: filedAs, may, lacks } = mayMove(facts);
  const of = { complaintId, at, accountId, brandId, identity, aliases, campaignId, deliveryId };
  const found = { recipientKey, sent, trace, violations, reported };
  return [
    {
      type: 'ComplaintFiled',
      data: { ...of, report, ...found, state: filedAs, may: [...may], lacks: [...lacks] },
    },
  ];
};

/** Without what need not be said. */
const kept = ({ report, sent, maxMessageAge }: FileComplaint, own: RecipientKey | null): ReportRef => {
  const { recipientKey, signedBy = [], ...rest } = report;
  const isPassedOn = recipientKey !== undefined && recipientKey !== own;
  return {
    ...rest,
    ...(isPassedOn && { recipientKey, ...(signedBy.length > 0 && { signedBy }) }),
    ...(between(sent.at, report.receivedAt) > maxMessageAge && { tooOld: true as const }),
  };
};

const again = (command: FileComplaint, report: ReportRef, state: Known): ComplaintEvent[] => {
  if (state.reports.some((known) => known.reportId === report.reportId)) return [];
  if (state.mergedInto !== null) return passOn(state, state.mergedInto, command.at, [report], state.verdict);
  const change = new Change(state, command.at);
  const { accountId, brandId, campaignId, deliveryId, trace } = command;
  const knowsBetter = retrace(command, report, state);
  if (knowsBetter === 'yes' && accountId !== null)
    change.trace(
      { accountId, brandId, campaignId, deliveryId, confidence: trace.confidence },
      {
        strategy: trace.strategy ?? 'unknown',
        by: { kind: 'rule', rule: 'later-report' },
        reason: `report ${report.reportId} was traced better`,
      },
    );
  if (knowsBetter === 'conflict')
    change.withdraw(`report ${report.reportId} was traced to ${accountId} just as well`, 'conflict');
  const aliases = command.aliases.filter((id) => id !== state.complaintId && !state.aliases.includes(id));
  change.report(report, aliases);
  const { may, outcome } = change.state;
  const stands = may.join() === state.may.join() && outcome === state.outcome && aliases.length === 0;
  const isKept = state.reports.length < REPORTS_KEPT || !stands || bearsOnReplay(report, state);
  return isKept ? change.events : [];
};

/** Fifty worthless reports, brought first, must not keep out those by which a replay is told. */
const bearsOnReplay = (report: ReportRef, { reports }: Known): boolean => {
  const told = new Set(reports.filter(isVouched).map(({ recipientKey }) => recipientKey));
  return isVouched(report) && told.size < REPLAY_RECIPIENTS && !told.has(report.recipientKey);
};

/** Whether this report knows better whose message it was. One for which nobody vouches and which proves nothing never
 *  does: a forger would otherwise take complaints off one account, or put those nobody could trace on another. */
const retrace = ({ accountId, trace }: FileComplaint, report: ReportRef, state: Known) => {
  if (trace.outcome !== 'traced' || accountId === null || state.outcome === 'conflict') return 'no';
  if ((report.trust === 'D' || report.trust === 'X') && report.corroboration.length === 0) return 'no';
  if (state.outcome === 'untraced') return 'yes';
  const better = trace.confidence > state.confidence;
  if (accountId === state.accountId) return better && state.confidence < REQUIRED_CONFIDENCE ? 'yes' : 'no';
  if (state.attributedByPerson || trace.confidence < state.confidence) return 'no';
  return better ? 'yes' : 'conflict';
};
