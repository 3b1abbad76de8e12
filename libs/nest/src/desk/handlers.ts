import type { AutomationScope, CaseCommand, CountAutomaticMeasure } from '@app/enforcement';
import type { Execute, Meta } from '@app/event-store';
import type { EffectContext, Handler } from '@app/runtime';
import type { Aggregates } from './aggregates';

/** Commands of processes that an aggregate decides by itself. A refusal ends the row: it is an answer, and asking again
 *  would not change it; what a process wanted to be told, the aggregate's events say. */
const decidedBy =
  (execute: Execute<never, unknown>): Handler =>
  async (command, { meta }) => {
    await execute(command, meta);
  };

export const aggregateHandlers = (
  { complaint, account, automation }: Aggregates,
  /** Automatic measures an hour, of the brand's present policy. */
  limitOf: (scope: AutomationScope) => number,
): Record<string, Handler> => ({
  AbsorbReports: decidedBy(complaint),
  ApplyMeasure: decidedBy(account),
  ReinstateAccount: decidedBy(account),
  AnnulMeasure: decidedBy(account),
  MoveBaseline: decidedBy(account),
  LapseWarning: decidedBy(account),
  ReachOrderLimit: decidedBy(account),
  CountAutomaticMeasure: async (command: CountAutomaticMeasure, { meta }) => {
    await automation({ ...command, limitPerHour: limitOf(command.scope) }, meta);
  },
});

/** Commands to a case: looked up for at each attempt, so that one that waited knows what holds now. */
export const caseHandlers = (
  toCase: (command: CaseCommand, meta: Meta) => Promise<unknown>,
): Record<string, Handler> => {
  const handler = async (command: CaseCommand, { meta }: EffectContext) => {
    await toCase(command, meta);
  };
  return { RaiseSignal: handler, ReachDeadline: handler };
};
