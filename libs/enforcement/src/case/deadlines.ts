import { plus } from '@app/kernel';
import { resolve } from './assess';
import type { Change } from './change';
import type { ReachDeadline } from './commands';
import { overdue, sendDigest } from './digest';
import type { CaseEvent } from './events';
import { take } from './measures';
import { ruleOf } from './policy-measure';
import { ask } from './rules';
import type { Measure } from './state';
import { hindrance, supportOf } from './trust';

/** A deadline fired. One that was moved, cleared or reached before is no news: this stream knows, the clock does not. */
export const reached = (change: Change, { name, dueAt, firedAt }: ReachDeadline): readonly CaseEvent[] => {
  const { state } = change;
  if (state.deadlines[name] !== dueAt) return [];
  change.add('DeadlineReached', { name, dueAt, firedAt });
  const colon = name.indexOf(':'); // ids may have one too
  const [kind, about] = colon === -1 ? [name] : [name.slice(0, colon), name.slice(colon + 1)];
  const measure = state.measures.find((m) => m.measureId === about && m.status === 'proposed');
  switch (kind) {
    case 'digest-due':
      return sendDigest(change).events;
    case 'answer-due':
      return overdue(change, { dueAt, firedAt }).events;
    case 'assessment-due':
      return change.raise('assessment-late', null, 'supervisor').events;
    case 'evidence-due':
      return change.raise('evidence-due').events;
    case 'lapse-due':
      return measure ? lapse(change, measure).events : change.events;
    case 'decide-due': // time alone never closes an account
      return measure ? change.raise('decide-measure', measure.measureId, 'supervisor').events : change.events;
    case 'authority-due':
      return change.raise('authority-late', null, 'supervisor').events;
    case 'appeal-due':
      return change.raise('appeal-late', about, 'supervisor').events;
    case 'stop-due': // what the platform saw until now may still be on its way to us
      return change.setDeadline('stop-proof-due', plus(firedAt, state.stop!.proof)).events;
    case 'stop-proof-due':
      change.add('StopObeyed', { dueAt: state.stop!.dueAt, firedAt });
      return ask(change, 'stop-obeyed').events;
    case 'warning-expiry':
      return expire(change).events;
    default:
      return change.events;
  }
};

/** Nobody objected. What has changed since may still be in the way of doing it without a person. */
const lapse = (change: Change, measure: Measure): Change => {
  const occasion = ruleOf(change.policy, measure)?.on[0] ?? 'complaint';
  const kind = measure.measure as Parameters<typeof hindrance>[0];
  const because = hindrance(kind, supportOf(measure, occasion), change.state, change.facts);
  return because === null
    ? take(change, measure, { lapsed: true })
    : change.add('LapseCancelled', { measureId: measure.measureId, because });
};

const expire = (change: Change): Change => {
  const { warning, stage } = change.state;
  if (warning === null || warning.measureId === null) return change;
  change.add('WarningExpired', { measureId: warning.measureId }, stage === 'warned' ? 'open' : stage);
  if (stage !== 'warned') return change;
  return resolve(change, { kind: 'rule', rule: 'warning-expired' }, 'the warning expired');
};
