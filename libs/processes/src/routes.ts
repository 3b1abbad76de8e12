import type { breaker } from './breaker.process';
import type { caseClock } from './case-clock.process';
import type { casework } from './casework.process';
import type { damageClaims } from './damage-claims.process';
import type { evidence } from './evidence.process';
import type { examination } from './examination.process';
import type { measures } from './measures.process';
import type { mergedComplaints } from './merged-complaints.process';
import type { notices } from './notices.process';
import type { platformOrders } from './platform-orders.process';
import type { rateWatch } from './rate-watch.process';
import type { suppression } from './suppression.process';
import type { suppressionLimits } from './suppression-limits.process';

interface Asking {
  react(...stimulus: never): { readonly commands?: readonly unknown[] };
}
/** What a process asks for. */
export type CommandOf<P extends Asking> = NonNullable<ReturnType<P['react']>['commands']>[number];
/** All that any process asks for: one handler each, and a target. */
export type ProcessCommand = CommandOf<
  | typeof breaker
  | typeof caseClock
  | typeof casework
  | typeof damageClaims
  | typeof evidence
  | typeof examination
  | typeof measures
  | typeof mergedComplaints
  | typeof notices
  | typeof platformOrders
  | ReturnType<typeof rateWatch>
  | typeof suppression
  | typeof suppressionLimits
>;
type Routes = {
  readonly [T in ProcessCommand['type']]: (command: Extract<ProcessCommand, { type: T }>) => string;
};

const ofAccount = ({ accountId }: { readonly accountId: string }) => `account-${accountId}`;
const ofIncident = ({ incidentId }: { readonly incidentId: string }) => `incident-${incidentId}`;
const ofCase = ({ caseId }: { readonly caseId: string }) => `case-${caseId}`;

/** What waits for what: commands of one target are sent in order, one at a time, and one that fails holds up its target
 *  only. What goes to an aggregate waits for what goes to the same stream. Orders about an account wait for each other;
 *  suppressions do not: one that the platform refuses must hold up nobody's suspension. */
export const routes: Routes = {
  ExamineReport: ({ reportId }) => `report:${reportId}`,
  EvaluateRate: ({ accountId }) => `rate:${accountId}`,
  SuppressRecipient: ({ complaintId }) => `suppress:${complaintId}`,
  SendNotice: ({ caseId }) => `notice:${caseId}`,
  DispatchOrder: ({ accountId }) => `platform:${accountId}`,
  ReachSuppressionLimit: ({ complaintId }) => `complaint-${complaintId}`,
  AbsorbReports: ({ complaintId }) => `complaint-${complaintId}`,
  RaiseSignal: ofCase,
  ReachDeadline: ofCase,
  RecordEvidence: ofCase,
  ApplyMeasure: ofAccount,
  AnnulMeasure: ofAccount,
  ReinstateAccount: ofAccount,
  MoveBaseline: ofAccount,
  LapseWarning: ofAccount,
  SetStopDeadline: ofAccount,
  ReachOrderLimit: ofAccount,
  RenewHold: ofAccount,
  OpenDamageClaim: ofIncident,
  WithdrawIncident: ofIncident,
  CountAutomaticMeasure: ({ scope }) => `automation-${scope}`,
};

/** The target of a command. Throws for a type that no process asks for: the process is parked then, and nothing lost. */
export const targetOf = (command: { readonly type: string }): string => {
  if (!Object.hasOwn(routes, command.type))
    throw new Error(`${command.type} has no route: add it to libs/processes/src/routes.ts`);
  const route = routes[command.type as ProcessCommand['type']] as (c: typeof command) => string;
  return route(command);
};
