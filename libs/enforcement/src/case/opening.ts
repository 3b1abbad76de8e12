import type { CaseId } from '@app/kernel';
import { Change } from './change';
import type { CaseCommandWithFacts, RaiseSignal } from './commands';
import type { CaseEvent } from './events';
import { evolve } from './evolve';
import type { CaseFacts } from './facts';
import { policyMeasure } from './policy-measure';
import { signalled } from './signals';
import type { Known } from './state';
import { isCompromise } from './trust';

/** Opens a case if the signal is one: a complaint that may move something, or a breach that a rule is about. */
export const open = (
  command: Extract<CaseCommandWithFacts, { type: 'RaiseSignal' }>,
): readonly CaseEvent[] => {
  const { facts, at } = command;
  const { signal } = command;
  if (signal.kind === 'injection' || signal.kind === 'rate-recovered') return [];
  if (facts.account.standing === 'closed') return [];
  const { before, complaint } = facts;
  const theirs =
    before && (before.until === null || (complaint !== undefined && complaint.sent.at <= before.until));
  if (theirs) return passBack(command, facts, before.caseId);
  const opened = opening(command, facts);
  const change = new Change(evolve({ status: 'none' }, opened) as Known, at, facts);
  const outcome = signalled(change, signal);
  const moved = signal.kind === 'complaint' ? outcome.length > 0 : outcome.length > 1; // beside RateNoted
  return moved ? [opened, ...outcome] : [];
};

/** At most one case of an account is open, and mail from before the end of one is that one's affair. */
const passBack = (
  { caseId, accountId, at, signal }: RaiseSignal,
  facts: CaseFacts,
  to: CaseId,
): CaseEvent[] => {
  const { brandId } = facts.account;
  return [{ type: 'SignalPassedOn', data: { caseId, accountId, brandId, at, stage: 'open', signal, to } }];
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
      because: signal.kind === 'rate-breached' ? 'rate-breached' : compromise ? 'compromise' : 'complaint',
      warnedAt,
    },
  };
};
