import type { Command } from '@app/runtime';

/** What waits for what: commands of one target are sent in order, one at a time. Orders about an account wait for each
 *  other, suppressions do not: one that the platform refuses must hold up nobody's suspension. */
const ROUTES: Readonly<Record<string, (command: Readonly<Record<string, string>>) => string>> = {
  ExamineReport: ({ reportId }) => `report:${reportId}`,
  SuppressRecipient: ({ complaintId }) => `suppress:${complaintId}`,
  EvaluateRate: ({ accountId }) => `rate:${accountId}`,
  AbsorbReports: ({ complaintId }) => `complaint-${complaintId}`,
  RaiseSignal: ({ caseId }) => `case-${caseId}`,
  ReachDeadline: ({ caseId }) => `case-${caseId}`,
  SendNotice: ({ caseId }) => `notice:${caseId}`,
  DispatchOrder: ({ accountId }) => `platform:${accountId}`,
  ApplyMeasure: ({ accountId }) => `account-${accountId}`,
  ReinstateAccount: ({ accountId }) => `account-${accountId}`,
  AnnulMeasure: ({ accountId }) => `account-${accountId}`,
  MoveBaseline: ({ accountId }) => `account-${accountId}`,
  LapseWarning: ({ accountId }) => `account-${accountId}`,
  ReachOrderLimit: ({ accountId }) => `account-${accountId}`,
  CountAutomaticMeasure: ({ scope }) => `automation-${scope}`,
};

/** The target of a command. Throws for one that nobody told us of: a process would be parked, and nothing lost. */
export const targetOf = (command: Command): string => {
  const route = ROUTES[command.type];
  if (!route) throw new Error(`${command.type} has no route: add it where the others are`);
  return route(command as unknown as Record<string, string>);
};
