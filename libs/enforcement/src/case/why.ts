import type { Asked } from '../policy/evaluate';
import type { PolicyMeasure } from '../policy/schema';
import type { ComplaintFacts, Ground, RateGrade, RateWindow, Scope, Why } from './shapes';

/** What an occasion is about, beside the case itself. */
export interface About {
  readonly complaint?: ComplaintFacts;
  readonly breach?: { readonly window: RateWindow; readonly grade: RateGrade };
}

export const whyOf = ({ rule, measure, inputs }: Asked): Why => ({
  rule: rule.id,
  cites: [...rule.cites, ...(measure.measure === 'close' ? measure.alsoCites : [])],
  ground: groundOf(measure),
  inputs,
});
const groundOf = (measure: PolicyMeasure): Ground => ('ground' in measure ? measure.ground : 'complaint');

export const scopeOf = (measure: PolicyMeasure): Scope =>
  measure.measure === 'close' || ('scope' in measure && measure.scope === 'everything') ? null : 'bulk';
