import type { Asked } from '../policy/evaluate';
import type { Occasion, PolicyMeasure } from '../policy/schema';
import type { Change } from './change';
import { effects, stageOn } from './effects';
import { nextMeasureId, note, propose, settle } from './proposals';
import type { MeasureKind } from './shapes';
import { inForce, proposals, type Measure } from './state';
import { basisOf, grant, isFourEyes, mayPropose } from './trust';
import { scopeOf, whyOf, type About } from './why';

/** What a rule asks for, and holds the account back or is told to it: a review is neither. */
type Imposed = Asked & { readonly measure: Exclude<PolicyMeasure, { measure: 'review' }> };

/** Takes, proposes, or in a shadow brand notes, what a rule asks for; nothing when it is so already. */
export const impose = (
  change: Change,
  on: Occasion,
  asked: Imposed,
  about: About,
  quiet: boolean,
): Change => {
  const { measure } = asked;
  const { measure: kind } = measure;
  const basis = basisOf(on);
  if (covered(change, kind) || !mayPropose(kind, basis, about.complaint ?? null)) return change;
  const why = whyOf(asked);
  const complaintId = about.complaint?.complaintId ?? null;
  const support = { basis, ground: why.ground, complaintId, grade: about.breach?.grade ?? null };
  const { auto, because } = grant(asked, support, change.state, change.facts);
  const of = { measure: kind, scope: scopeOf(measure), why };
  if (change.shadow) return note(change, { ...of, would: auto ? 'take' : 'propose', because });
  const waiting = proposals(change.state).find((m) => m.measure === kind);
  // One that another rule asked for is not what the customer is told of.
  const own = waiting?.why.rule === why.rule ? waiting : { ...of, measureId: nextMeasureId(change) };
  if (because === null) return take(change, own, { quiet });
  if (waiting) return change;
  const lapsesAfter = because === 'policy' && 'lapsesAfter' in measure ? measure.lapsesAfter : undefined;
  const decideWithin = measure.measure === 'close' ? measure.decideWithin : undefined;
  return propose(change, {
    ...of,
    complaintId,
    because,
    fourEyes: isFourEyes(measure),
    lapsesAfter,
    decideWithin,
  });
};

/** The same is in force already, or something that includes it. */
const covered = ({ state, shadow }: Change, kind: MeasureKind): boolean => {
  const taken = state.measures.filter((m) => m.status === 'taken').map((m) => m.measure);
  if (taken.includes('close')) return true;
  if (kind === 'warn') return state.warning !== null && (!state.warning.shadow || shadow);
  if (kind === 'purge' || kind === 'revoke-credentials') return taken.includes(kind);
  const kinds: readonly string[] = inForce(state).map((m) => m.measure);
  return kinds.includes(kind) || (kind === 'hold' && kinds.includes('suspend'));
};

/** It holds from now on, and all that follows from it. `lapsed`: nobody objected to the proposal in time. */
export const take = (
  change: Change,
  { measureId, measure, scope, why }: Pick<Measure, 'measureId' | 'measure' | 'scope' | 'why'>,
  { quiet = false, lapsed = false }: { quiet?: boolean; lapsed?: boolean } = {},
): Change => {
  settle(change, measureId, change.shadow ? 'in shadow' : 'taken');
  if (change.shadow)
    // a person's decision, or a proposal from before the brand became one
    return change.add('MeasureShadowed', { measureId, measure, scope, why, would: 'take', because: null });
  const by = change.by(why.rule);
  const automated = by.kind === 'rule';
  const { confirmWithin } = change.policy.orders;
  const of = { measureId, measure, scope, why };
  change.add(
    'MeasureTaken',
    { ...of, by, automated, lapsed, confirmWithin, remarks: change.reason || null },
    stageOn(measure, change.state.stage),
  );
  return effects(change, { ...of, since: change.at, automated }, quiet);
};
