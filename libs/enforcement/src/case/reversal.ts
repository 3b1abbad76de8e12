import { rejected, type Rejected } from '@app/kernel';
import { dropAppeals } from './appeal-over';
import { resolve } from './assess';
import type { Change } from './change';
import type { CaseEvent } from './events';
import { OWED } from './effects';
import { order } from './notices';
import { drop, propose, settle } from './proposals';
import type { MeasureKind, Role, Stage } from './shapes';
import { hasEnded, inForce, proposals, type Known, type Measure } from './state';

type Outcome = readonly CaseEvent[] | Rejected;
type Person = NonNullable<Change['person']>;

const WHY = { rule: 'person', cites: [], ground: 'other' as const, inputs: {} };

/** Ends what holds the account back; only what is sent from now on counts. A warning goes on counting. */
export const reinstate = (change: Change, by: Person, role: Role): Outcome => {
  const { state } = change;
  if (state.measures.some((m) => m.measure === 'close' && m.status === 'taken'))
    return rejected('account-closed', 'the account is closed: annul the closure instead');
  if (inForce(state).length === 0)
    return state.measures.some((m) => m.status === 'ended')
      ? []
      : rejected('nothing-to-end', 'no measure stands');
  return change.policy.reversal.fourEyes
    ? withTwo(change, by, role, 'reinstate', null)
    : ended(change, by).events;
};

/** As if it had never been: it does not count for what comes next. */
export const annul = (change: Change, by: Person, role: Role, measureId?: string): Outcome => {
  const { state } = change;
  const standing = state.measures.filter((m) => m.status === 'taken' && UNDOABLE.includes(m.measure));
  if (measureId === undefined && standing.length !== 1) return which(state, standing);
  const wanted = measureId ?? standing[0]?.measureId;
  const measure = state.measures.find((m) => m.measureId === wanted);
  if (!measure) return rejected('no-such-measure', `this case has no measure ${measureId}`);
  if (measure.status === 'annulled') return [];
  if ((measure.status !== 'taken' && measure.status !== 'ended') || !UNDOABLE.includes(measure.measure))
    return rejected(
      'not-taken',
      `${measure.measureId} (${measure.measure}) is ${measure.status}: refuse a proposal`,
    );
  return change.policy.reversal.fourEyes
    ? withTwo(change, by, role, 'annul', measure.measureId)
    : undone(change, by, measure).events;
};

const UNDOABLE: readonly MeasureKind[] = ['warn', 'under-review', 'hold', 'stop', 'suspend', 'close'];
const which = ({ measures }: Known, standing: readonly Measure[]): Outcome => {
  if (standing.length > 1)
    return rejected(
      'which-measure',
      `name one: ${standing.map((m) => `${m.measureId} (${m.measure})`).join(', ')}`,
    );
  return measures.some((m) => m.status === 'annulled')
    ? []
    : rejected('nothing-to-annul', 'no measure stands');
};

/** The first person proposes, another one who is a supervisor does it. */
const withTwo = (
  change: Change,
  by: Person,
  role: Role,
  measure: 'reinstate' | 'annul',
  undoes: string | null,
): Outcome => {
  const waiting = proposals(change.state).find((m) => m.measure === measure && m.undoes === undoes);
  if (!waiting)
    return propose(change, { measure, scope: null, why: WHY, because: 'four-eyes', fourEyes: true, undoes })
      .events;
  if (waiting.seconds.includes(by.keyId)) return [];
  if (role === 'agent')
    return rejected(
      'supervisor-needed',
      `${waiting.measureId} takes two persons, and the second is a supervisor`,
    );
  return reverse(change, by, waiting);
};

/** Does what two persons agreed on. */
export const reverse = (change: Change, by: Person, proposal: Measure): Outcome => {
  const { measureId, measure, scope, why, undoes } = proposal;
  const target = change.state.measures.find((m) => m.measureId === undoes);
  settle(change, measureId, 'taken');
  change.add('MeasureTaken', {
    measureId,
    measure,
    scope,
    why,
    by,
    automated: false,
    lapsed: false,
    confirmWithin: change.policy.orders.confirmWithin,
    remarks: change.reason || null,
  });
  if (measure === 'reinstate') return ended(change, by).events;
  return target && target.status !== 'annulled' ? undone(change, by, target).events : change.events;
};

const ended = (change: Change, by: Person): Change => {
  const { at: baseline, reason, policy } = change;
  const { confirmWithin } = policy.orders;
  for (const m of proposals(change.state)) drop(change, m, 'the account is reinstated');
  const held = inForce(change.state).some((m) => m.measure !== 'under-review');
  const measures = inForce(change.state).map((m) => m.measureId);
  change.clearDeadline('stop-due', 'reinstated').clearDeadline('stop-proof-due', 'reinstated');
  const over = hasEnded(change.state);
  const warned = change.state.warning !== null && !change.state.warning.shadow;
  // Under a warning the case goes on: the next new complaint has consequences still.
  change.add(
    'ReinstatementDecided',
    { by, reason, baseline, ended: measures, confirmWithin },
    warned && !over ? 'warned' : change.state.stage,
  );
  // That they were under review, the customer was never told.
  if (held) order(change, 'reinstatement', { baseline, annulled: false, remarks: reason });
  for (const id of measures) dropAppeals(change, 'the account is reinstated', id);
  if (!warned && !over) return resolve(change, by);
  for (const { task, about } of change.state.tasks) if (!OWED.includes(task)) change.done(task, about);
  return change;
};

const undone = (change: Change, by: Person, { measureId, measure, why }: Measure): Change => {
  const { reason, policy } = change;
  const { confirmWithin } = policy.orders;
  // Beside a later case this one stays ended: the account's standing comes back, and that case goes on.
  if (hasEnded(change.state) && measure === 'close' && change.state.passedOn.length === 0)
    change.add('CaseReopened', { by, reason }, 'open');
  if (measure === 'stop')
    change.clearDeadline('stop-due', 'annulled').clearDeadline('stop-proof-due', 'annulled');
  if (measure === 'warn') change.clearDeadline('warning-expiry', 'annulled');
  const without = change.state.measures.filter((m) => m.measureId !== measureId);
  const warned = change.state.warning !== null && measure !== 'warn';
  const stage = hasEnded(change.state)
    ? change.state.stage
    : resting({ ...change.state, measures: without }, warned);
  change.add('AnnulmentDecided', { by, reason, measureId, measure, confirmWithin }, stage);
  if (why.ground === 'compromise') change.done('compromise');
  dropAppeals(change, 'the measure is annulled', measureId);
  change.done('ground-gone', measureId).done('review-account', measureId).done('bounced-late');
  // Of an account that stays closed nothing is reinstated.
  if (change.facts.account.standing === 'closed' && measure !== 'close') return change;
  return order(change, 'reinstatement', { baseline: change.at, annulled: true, remarks: reason });
};

/** Where a case stands by what is left of it. */
export const resting = (state: Pick<Known, 'measures' | 'demand' | 'stage'>, warned: boolean): Stage => {
  const kinds = inForce(state).map((m) => m.measure);
  if (kinds.includes('stop')) return 'stopping';
  if (kinds.includes('suspend')) return state.stage === 'remediating' ? 'remediating' : 'suspended';
  if (kinds.includes('hold')) return 'held';
  switch (state.demand?.status) {
    case 'running':
    case 'asked':
      return 'demanded';
    case 'answered':
      return 'answered';
    case 'unanswered':
      return 'overdue';
    default:
      return warned ? 'warned' : 'open';
  }
};
