import type { Execute } from '@app/event-store';
import type { Handler } from '@app/runtime';
import type { Aggregates } from './aggregates';

/** Commands of processes that an aggregate decides by itself. A refusal ends the row: it is an answer, and asking again
 *  would not change it; what a process wanted to be told, the aggregate's events say. */
const decidedBy =
  (execute: Execute<never, unknown>): Handler =>
  async (command, { meta }) => {
    await execute(command, meta);
  };

export const aggregateHandlers = ({ complaint, account }: Aggregates): Record<string, Handler> => ({
  AbsorbReports: decidedBy(complaint),
  ApplyMeasure: decidedBy(account),
  ReinstateAccount: decidedBy(account),
  AnnulMeasure: decidedBy(account),
  MoveBaseline: decidedBy(account),
  LapseWarning: decidedBy(account),
  ReachOrderLimit: decidedBy(account),
});
