import { Change } from './change';
import type { CaseCommandWithFacts, RaiseSignal } from './commands';
import type { CaseEvent } from './events';
import { evolve } from './evolve';
import type { CaseFacts } from './facts';
import { policyMeasure } from './policy-measure';
import type { Signal } from './shapes';
import { signalled } from './signals';
import type { Known } from './state';
import { isCompromise } from './trust';

/** Opens a case if the signal is one: a complaint that may move something, or a breach that a rule is about. At most one of
 *  an account is open: but for the first, a case is opened only by what the one before has passed on, which that one's own
 *  stream decides together with its reopening. It waits until it is told that nothing came of it. */
export const open = (
  command: Extract<CaseCommandWithFacts, { type: 'RaiseSignal' }>,
): readonly CaseEvent[] => {
  const { facts, at, signal } = command;
  const opened = opening(command, facts);
  const change = new Change(evolve({ status: 'none' }, opened) as Known, at, facts);
  const outcome = opens(signal, facts) ? signalled(change, signal) : [];
  const moved = signal.kind === 'complaint' ? outcome.length > 0 : outcome.length > 1; // beside that it was noted
  return moved ? [opened, ...outcome] : givenBack(command, facts);
};

const OPENING: readonly Signal['kind'][] = ['complaint', 'rate-breached', 'count-breached', 'blocklisted'];
const opens = ({ kind }: Signal, { account }: CaseFacts): boolean =>
  OPENING.includes(kind) && account.standing !== 'closed';

const openedBy = ({ kind }: Signal) =>
  kind === 'rate-breached' || kind === 'count-breached' || kind === 'blocklisted' ? kind : 'complaint';

const givenBack = (
  { caseId, accountId, at, signal, passedOn }: RaiseSignal,
  { account: { brandId } }: CaseFacts,
): CaseEvent[] => {
  if (passedOn === undefined) return [];
  const of = { caseId, accountId, brandId, at, stage: 'open' as const };
  return [{ type: 'SignalPassedOn', data: { ...of, signal, to: passedOn.by, pass: passedOn.pass } }];
};

const opening = ({ caseId, accountId, at, signal }: RaiseSignal, facts: CaseFacts): CaseEvent => {
  const compromise = facts.complaint !== undefined && isCompromise(facts.complaint);
  const { brandId } = facts.account;
  // Where the policy warns nobody, a warning from elsewhere means nothing.
  const warnedAt = policyMeasure(facts.policy, 'warn') ? facts.account.warnedAt : null;
  return {
    type: 'CaseOpened',
    data: {
      caseId,
      accountId,
      brandId,
      at,
      stage: warnedAt === null ? 'open' : 'warned',
      policy: { id: facts.policy.id, version: facts.policy.version },
      because: compromise ? 'compromise' : openedBy(signal),
      warnedAt,
    },
  };
};
