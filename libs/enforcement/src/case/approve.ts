import { rejected, type Rejected } from '@app/kernel';
import type { Change } from './change';
import type { Decision } from './commands';
import type { CaseEvent } from './events';
import { take } from './measures';
import { policyMeasure } from './policy-measure';
import { nextMeasureId, propose, settle } from './proposals';
import { reverse } from './reversal';
import type { Role } from './shapes';
import { hasEnded, inForce, proposals, type Measure } from './state';

type Outcome = readonly CaseEvent[] | Rejected;
type Person = NonNullable<Change['person']>;

export const find = (change: Change, measureId: string): Measure | Rejected =>
  change.state.measures.find((m) => m.measureId === measureId) ??
  rejected('no-such-measure', `this case has no measure ${measureId}`);

/** One person, or where it needs four eyes two different ones, of whom the one who completes it is a supervisor. */
export const approve = (change: Change, by: Person, role: Role, measureId: string): Outcome => {
  const measure = find(change, measureId);
  if ('rejected' in measure) return measure;
  if (DONE.includes(measure.status) || measure.seconds.includes(by.keyId)) return [];
  if (measure.status !== 'proposed') return rejected('not-proposed', `${measureId} is ${measure.status}`);
  const { state } = change;
  // Undoing what holds an account back is decided also once the case has ended.
  if (hasEnded(state) && measure.measure !== 'reinstate' && measure.measure !== 'annul')
    return rejected('case-ended', `the case is ${state.stage}: reopen it first`);
  const { demand } = state;
  if (measure.measure === 'demand' && demand?.status !== 'planned')
    return rejected(
      'not-planned',
      `the demand of ${measureId} is ${demand?.status ?? 'no more'}: it is sent once; refuse the proposal`,
    );
  if (measure.fourEyes) {
    if (measure.seconds.length === 0)
      return change.add('MeasureSeconded', { measureId, by, reason: change.reason }).events;
    if (role === 'agent')
      return rejected('supervisor-needed', `${measureId} takes two persons, and the second is a supervisor`);
  }
  return measure.measure === 'reinstate' || measure.measure === 'annul'
    ? reverse(change, by, measure)
    : take(change, measure).events;
};

/** In shadow, what would have been done is done. */
const DONE: readonly Measure['status'][] = ['taken', 'shadowed'];

export const refuse = (change: Change, by: Person, measureId: string): Outcome => {
  const measure = find(change, measureId);
  if ('rejected' in measure) return measure;
  if (measure.status === 'refused') return [];
  if (measure.status !== 'proposed')
    return rejected('not-proposed', `${measureId} is ${measure.status}: what was taken is annulled or ended`);
  settle(change, measureId, 'refused');
  return change.add('MeasureRefused', { measureId, by, reason: change.reason }).events;
};

/** A person's own judgement, without a rule. Closing still takes two, unless the policy closes by itself. */
export const byPerson = (
  change: Change,
  by: Person,
  role: Role,
  { measure }: Extract<Decision, { decision: 'impose' }>,
): Outcome => {
  const { state, policy } = change;
  const stands =
    measure === 'warn' || measure === 'close'
      ? state.measures.filter((m) => m.status === 'taken')
      : inForce(state);
  const shadowed = state.measures.filter((m) => m.status === 'shadowed' && m.why.rule === 'person');
  if ([...stands, ...shadowed].some((m) => m.measure === measure)) return [];
  const waiting = proposals(state).find((m) => m.measure === measure);
  if (waiting) return approve(change, by, role, waiting.measureId);
  if (hasEnded(state)) return rejected('case-ended', `the case is ${state.stage}: reopen it first`);
  const why = { rule: 'person', cites: [], ground: 'other' as const, inputs: {} };
  const of = { measure, scope: measure === 'close' ? null : ('bulk' as const), why };
  const close = policyMeasure(policy, 'close');
  if (measure === 'close' && close?.fourEyes !== false)
    return propose(change, { ...of, because: 'four-eyes', fourEyes: true, decideWithin: close?.decideWithin })
      .events;
  return take(change, { ...of, measureId: nextMeasureId(change) }).events;
};
