import type { Asked } from '../policy/evaluate';
import type { PolicyMeasure } from '../policy/schema';
import type { ComplaintFacts, ContentCategory, Ground, RateGrade, RateWindow, Scope, Why } from './shapes';

/** What an occasion is about, beside the case itself. */
export interface About {
  readonly complaint?: ComplaintFacts;
  readonly breach?: { readonly window: RateWindow; readonly grade: RateGrade };
  readonly count?: { readonly complaints: number; readonly most: number };
  readonly listing?: { readonly list: string; readonly subject: string };
  readonly categories?: readonly ContentCategory[];
}

export const whyOf = ({ rule, measure, inputs }: Asked): Why => ({
  rule: rule.id,
  cites: [...rule.cites, ...(('alsoCites' in measure && measure.alsoCites) || [])],
  ground: groundOf(measure),
  inputs,
});
const groundOf = (measure: PolicyMeasure): Ground => ('ground' in measure ? measure.ground : 'complaint');

export const scopeOf = (measure: PolicyMeasure): Scope =>
  measure.measure === 'close' || ('scope' in measure && measure.scope === 'everything') ? null : 'bulk';
