import type { CaseEvent, MeasureKind } from '@app/enforcement';
import type { Instant } from '@app/kernel';

/** What becomes of a measure. `would …`: of a brand in shadow. */
export type Turn = 'proposed' | 'taken' | 'would be proposed' | 'would be taken' | 'ended' | 'annulled';

/** One step of the ladder: that a measure was proposed, taken or undone, and why. */
export interface Step {
  readonly at: Instant;
  readonly caseId: string;
  readonly measure: MeasureKind;
  readonly turn: Turn;
  /** Of the policy; `person`: nobody's but a person's. */
  readonly rule: string;
}

/** Null: the event is no step. Digests and reviews are none: they tell, and do nothing to the account. */
export const stepIn = ({ type, data }: CaseEvent): Step | null => {
  switch (type) {
    case 'MeasureProposed':
      return { ...of(data), measure: data.measure, turn: 'proposed', rule: data.why.rule };
    case 'MeasureTaken':
      return { ...of(data), measure: data.measure, turn: 'taken', rule: data.why.rule };
    case 'MeasureShadowed': {
      const turn = data.would === 'take' ? 'would be taken' : 'would be proposed';
      return { ...of(data), measure: data.measure, turn, rule: data.why.rule };
    }
    case 'AnswerDemanded':
      return { ...of(data), measure: 'demand', turn: 'taken', rule: 'demand' };
    case 'AnnulmentDecided':
      return { ...of(data), measure: data.measure, turn: 'annulled', rule: ruleOf(data.by) };
    case 'ReinstatementDecided':
      return { ...of(data), measure: 'reinstate', turn: 'ended', rule: ruleOf(data.by) };
    default:
      return null;
  }
};

const of = ({ at, caseId }: { readonly at: Instant; readonly caseId: string }) => ({ at, caseId });
const ruleOf = (by: { readonly kind: string; readonly rule?: string }) => by.rule ?? 'person';
