import { isRejected, rejected, type Decider, type Rejected } from '@app/kernel';
import { answered } from './answer';
import { appealed } from './appeal';
import { pendingCampaigns } from './campaigns';
import { Change } from './change';
import type { CaseCommandWithFacts } from './commands';
import { reached } from './deadlines';
import { noticeAccepted, noticeBounced } from './delivery';
import { unreachable } from './digest';
import type { CaseEvent } from './events';
import { StaleFacts } from './facts';
import { evolve } from './evolve';
import { open } from './opening';
import { evidenceCame } from './assess';
import { extendForOutage } from './outage';
import { cameBack, signalled } from './signals';
import { decided, noted } from './staff';
import { caseState, type CaseState } from './state';

/** What an account is accused of, from the first complaint to the end: the rules of its policy decide, within what the
 *  trust table allows, and persons where they may not. Throws StaleFacts when what was looked up is not of this case. */
export const caseDecider: Decider<CaseCommandWithFacts, CaseEvent, CaseState> = {
  initial: { status: 'none' },

  decide(command, state) {
    if (state.status === 'none')
      return command.type === 'RaiseSignal'
        ? open(command)
        : rejected('no-such-case', `there is no case ${command.caseId}`);
    const { facts } = command;
    if (facts.policy.version !== state.policy.version)
      // Two signals may open one case: the slower one was looked up for when there was none, under a newer policy.
      throw new StaleFacts(
        `case ${command.caseId} is pinned to ${state.policy.id} ${state.policy.version}, and was given ${facts.policy.version}: look it up again`,
      );
    const person = command.type === 'DecideCase' ? command.by : null;
    const reason = command.type === 'DecideCase' ? command.reason : '';
    const change = new Change(state, command.at, facts, person, reason);
    const outcome = handle(change, command);
    return isRejected(outcome) || outcome.length === 0 ? outcome : finish(change);
  },

  evolve,
};

const handle = (change: Change, command: CaseCommandWithFacts): readonly CaseEvent[] | Rejected => {
  switch (command.type) {
    case 'RaiseSignal':
      return command.cameBack === undefined
        ? signalled(change, command.signal)
        : cameBack(change, command.signal, command.cameBack);
    case 'ReachDeadline':
      return reached(change, command);
    case 'RecordNoticeAccepted':
      return noticeAccepted(change, command);
    case 'RecordNoticeBounced':
      return noticeBounced(change, command);
    case 'GiveAnswer':
      return answered(change, command);
    case 'LodgeAppeal':
      return appealed(change, command);
    case 'RecordEvidence':
      return evidenceCame(change, command);
    case 'AddNote':
      return noted(change, command);
    case 'ExtendForOutage':
      return extendForOutage(change, command);
    case 'DecideCase':
      return decided(change, command);
  }
};

/** What only the whole decision shows: a demand that nobody can be given, and complaints that need no notice any more. */
export const finish = (change: Change): readonly CaseEvent[] => {
  const unasked = change.events.some(
    ({ type, data }) =>
      type === 'CustomerUnreachable' && (data.kind === 'demand' || data.kind === 'rejection'),
  );
  if (unasked) unreachable(change);
  const { deadlines, demand } = change.state;
  if (
    deadlines['digest-due'] !== undefined &&
    demand?.status !== 'planned' &&
    pendingCampaigns(change.state).length === 0
  )
    change.clearDeadline('digest-due', 'nothing is left to pass on');
  return change.events;
};

/** Raise `version` with every change of `evolve` or of the state. */
export const caseSnapshot = { name: 'case', version: 15, schema: caseState };
