import { plus, type Duration } from '@app/kernel';
import type { Change } from './change';
import { afterStaffed } from './staffed';
import type { MeasureKind, Reluctance, Scope, Why } from './shapes';
import type { Measure } from './state';

export const nextMeasureId = ({ state }: Change): string => `${state.caseId}.m${state.numbers.measures + 1}`;

export interface Proposal {
  readonly measure: MeasureKind;
  readonly scope: Scope;
  readonly why: Why;
  readonly because: Reluctance;
  /** That asked for it. */
  readonly complaintId?: string | null;
  readonly fourEyes?: boolean;
  /** Staffed time after which it is taken unless somebody objects. */
  readonly lapsesAfter?: Duration;
  /** After which a supervisor is alarmed that nobody decided. */
  readonly decideWithin?: Duration;
  readonly undoes?: string | null;
}

export const propose = (change: Change, proposal: Proposal): Change => {
  const {
    measure,
    scope,
    why,
    because,
    complaintId = null,
    fourEyes = false,
    lapsesAfter,
    decideWithin,
    undoes = null,
  } = proposal;
  const measureId = nextMeasureId(change);
  const lapsesAt =
    lapsesAfter === undefined ? null : afterStaffed(change.at, lapsesAfter, change.facts.staffed);
  const decideBy = decideWithin === undefined ? null : plus(change.at, decideWithin);
  const of = { measureId, measure, scope, why, by: change.by(why.rule) };
  change.add('MeasureProposed', {
    ...of,
    because,
    fourEyes,
    lapsesAt,
    undoes,
    remarks: change.reason || null,
    ...(complaintId !== null && { complaintId }),
  });
  if (lapsesAt !== null) change.setDeadline(`lapse-due:${measureId}`, lapsesAt);
  if (decideBy !== null) change.setDeadline(`decide-due:${measureId}`, decideBy);
  return change.raise('approve-measure', measureId, fourEyes ? 'supervisor' : 'staff', lapsesAt ?? decideBy);
};

/** Time alone takes it from now on, and those who may object see until when. */
export const beginLapse = (
  change: Change,
  { measureId }: Pick<Measure, 'measureId'>,
  lapsesAfter: Duration,
): Change => {
  const lapsesAt = afterStaffed(change.at, lapsesAfter, change.facts.staffed);
  return change
    .add('LapseBegun', { measureId, lapsesAt })
    .setDeadline(`lapse-due:${measureId}`, lapsesAt)
    .done('approve-measure', measureId)
    .raise('approve-measure', measureId, 'staff', lapsesAt);
};

/** Nobody has to decide on it any more. */
export const settle = (change: Change, measureId: string, because: string): Change =>
  change
    .clearDeadline(`lapse-due:${measureId}`, because)
    .clearDeadline(`decide-due:${measureId}`, because)
    .done('approve-measure', measureId)
    .done('decide-measure', measureId);

export const drop = (change: Change, { measureId }: Pick<Measure, 'measureId'>, because: string): Change =>
  settle(change, measureId, because).add('MeasureDropped', { measureId, because });

export interface Shadowed {
  readonly measure: MeasureKind;
  readonly scope: Scope;
  readonly why: Why;
  readonly would: 'take' | 'propose';
  readonly because: Reluctance | null;
}

/** What a brand in shadow would have done; once for each rule, or its complaints would note the same again and again. */
export const note = (change: Change, what: Shadowed): Change => {
  const noted = change.state.measures.some(
    (m) => m.status === 'shadowed' && m.measure === what.measure && m.why.rule === what.why.rule,
  );
  if (noted) return change;
  const stage = what.measure === 'warn' && what.would === 'take' ? 'warned' : change.state.stage;
  return change.add('MeasureShadowed', { ...what, measureId: nextMeasureId(change) }, stage);
};
