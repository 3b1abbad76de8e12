import { plus } from '@app/kernel';
import { appealDeadline, dropAppeals, openAppeals } from './appeal-over';
import type { Change } from './change';
import { cancel, send } from './demand';
import { tell, type Taken } from './notices';
import { policyMeasure } from './policy-measure';
import { drop } from './proposals';
import type { MeasureKind, Stage, Task } from './shapes';
import { endOf, proposals } from './state';

/** Where the case stands once a measure is taken. */
export const stageOn = (measure: MeasureKind, now: Stage): Stage => {
  const graver: readonly Stage[] = ['held', 'suspended', 'stopping', 'remediating', 'resolved', 'closed'];
  if (measure === 'suspend') return 'suspended';
  if (measure === 'stop') return 'stopping';
  if (measure === 'hold') return graver.includes(now) ? now : 'held';
  if (measure === 'warn')
    return [...graver, 'demanded', 'overdue', 'answered'].includes(now) ? now : 'warned';
  return now;
};

/** What follows in the case from a measure that was taken: who is told, and what falls away. `quiet`: another notice of
 *  this decision says it. */
export const effects = (change: Change, taken: Taken, quiet: boolean): Change => {
  switch (taken.measure) {
    case 'forward':
    case 'demand':
      return send(change, taken.measure);
    case 'warn':
      return warned(change, taken);
    case 'under-review':
      return change.raise('review-account', taken.measureId);
    case 'hold':
      cancel(change, 'held');
      for (const m of proposals(change.state))
        if (m.measure === 'hold') drop(change, m, `${taken.measureId} includes it`);
      return quiet ? change : tell(change, 'hold', taken);
    case 'suspend':
      cancel(change, 'suspended');
      for (const m of proposals(change.state))
        if (m.measure === 'suspend' || m.measure === 'hold')
          drop(change, m, `${taken.measureId} includes it`);
      reviewed(change);
      return tell(change, 'suspension', taken, {
        refund: policyMeasure(change.policy, 'suspend', taken.why.rule)?.refund ?? null,
      });
    case 'close':
      return closed(change, taken);
    default: // a purge and revoked credentials are told with the measure they accompany
      return change;
  }
};

/** What the review was for has been found. */
const reviewed = (change: Change): void => {
  for (const { task, about } of change.state.tasks) if (task === 'review-account') change.done(task, about);
};

const warned = (change: Change, taken: Taken): Change => {
  const policy = policyMeasure(change.policy, 'warn', taken.why.rule);
  if (policy && policy.expires !== 'never')
    change.setDeadline('warning-expiry', plus(change.at, policy.expires));
  return tell(change, 'warning', taken, { next: policy?.next ?? 'suspension' });
};

/** Final: no answer is awaited, nothing else is decided. What it cost is claimed from the customer where the text says so. */
const closed = (change: Change, taken: Taken): Change => {
  const policy = policyMeasure(change.policy, 'close', taken.why.rule);
  const refund = policy?.refund ?? false;
  const damageClaim = policy?.claimDamages ?? false;
  const { measureId } = taken;
  cancel(change, 'case-ended');
  for (const m of proposals(change.state)) drop(change, m, `the account is closed by ${measureId}`);
  if (damageClaim) change.add('DamageClaimOpened', { measureId, cites: policy?.alsoCites ?? [], refund });
  dropAppeals(change, 'the account is closed');
  tell(change, 'closure', taken, { refund, damageClaim });
  const reason = change.reason || 'the account is closed';
  return endAll(change, 'the account is closed').add(
    'CaseClosed',
    { by: change.by(taken.why.rule), reason, baseline: endOf(change.state, change.at) },
    'closed',
  );
};

/** Nothing is waited for any more, but for what `keep` names, what is owed to an authority, and the judgement
 *  of an appeal against what goes on counting. */
export const endAll = (change: Change, because: string, keep: readonly string[] = []): Change => {
  const judged = openAppeals(change.state).map(({ measureId }) => measureId);
  const kept = [...keep, AUTHORITY_DUE, ...judged.map(appealDeadline)];
  for (const name of Object.keys(change.state.deadlines))
    if (!kept.includes(name)) change.clearDeadline(name, because);
  for (const { task, about } of change.state.tasks)
    if (!OWED.includes(task) && !(APPEALS.includes(task) && about !== null && judged.includes(about)))
      change.done(task, about);
  return change;
};
const APPEALS: readonly Task[] = ['decide-appeal', 'appeal-late'];
/** What the end of a case does not settle. */
export const OWED: readonly Task[] = ['answer-authority', 'authority-late'];
export const AUTHORITY_DUE = 'authority-due';
