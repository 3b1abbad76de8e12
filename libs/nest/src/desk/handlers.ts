import type { AutomationScope, CaseCommand, CountAutomaticMeasure } from '@app/enforcement';
import type { Execute, Meta, Outcome } from '@app/event-store';
import type { Command, EffectContext, Handler } from '@app/runtime';
import type { OpenDamageClaim } from '@app/processes';
import type { Aggregates } from './aggregates';

/** Told of what an aggregate refused a process. It is an answer and ends the row, since asking again would not change it;
 *  nobody waits for it, so whoever runs the desk must be able to see it. */
type Refused = (command: string, target: string, why: string) => void;

interface Needs {
  readonly aggregates: Aggregates;
  /** Commands to a case: looked up for at each attempt, so that one that waited knows what holds now. */
  readonly toCase: (command: CaseCommand, meta: Meta) => Promise<Outcome>;
  /** Under the terms of the case's policy, looked up on the way. */
  readonly openClaim: (command: OpenDamageClaim, meta: Meta) => Promise<Outcome>;
  /** Automatic measures an hour, of the brand's present policy. */
  readonly limitOf: (scope: AutomationScope) => number;
  readonly refused: Refused;
}

/** Commands of processes that an aggregate decides. */
export const commandHandlers = ({
  aggregates: { complaint, account, automation, incident },
  toCase,
  openClaim,
  limitOf,
  refused,
}: Needs): Record<string, Handler> => {
  const decidedBy =
    <C extends Command>(decide: (command: C, meta: Meta) => Promise<Outcome>): Handler =>
    async (command: C, { meta, target }: EffectContext) => {
      const outcome = await decide(command, meta);
      if (outcome.ok) return;
      const { rejected, because } = outcome.rejection;
      refused(command.type, target, because ?? rejected);
    };
  const ofComplaint = decidedBy(complaint as Execute<never, unknown>);
  const ofAccount = decidedBy(account as Execute<never, unknown>);
  const ofCase = decidedBy(toCase);
  return {
    AbsorbReports: ofComplaint,
    ReachSuppressionLimit: ofComplaint,
    ApplyMeasure: ofAccount,
    ReinstateAccount: ofAccount,
    AnnulMeasure: ofAccount,
    MoveBaseline: ofAccount,
    LapseWarning: ofAccount,
    SetStopDeadline: ofAccount,
    ReachOrderLimit: ofAccount,
    RenewHold: ofAccount,
    CountAutomaticMeasure: decidedBy((command: CountAutomaticMeasure, meta) =>
      automation({ ...command, limitPerHour: limitOf(command.scope) }, meta),
    ),
    OpenDamageClaim: decidedBy(openClaim),
    WithdrawIncident: decidedBy(incident as Execute<never, unknown>),
    RaiseSignal: ofCase,
    ReachDeadline: ofCase,
    RecordEvidence: ofCase,
  };
};
