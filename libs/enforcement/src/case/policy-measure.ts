import type { MeasureOf, Policy, PolicyMeasure } from '../policy/schema';
import type { Measure } from './state';

/** How the policy wants a measure done: as the rule says it was asked for by; where a person asked without a rule, as any
 *  rule of the policy says. */
export const policyMeasure = <M extends PolicyMeasure['measure']>(
  policy: Policy,
  measure: M,
  rule?: string,
): MeasureOf<M> | undefined => {
  const of = (r: Policy['rules'][number]) =>
    r.then.find((m): m is MeasureOf<M> => m.measure === measure && m.mode !== 'off');
  const own = policy.rules.find((r) => r.id === rule);
  return (own && of(own)) ?? policy.rules.map(of).find((m) => m !== undefined);
};

export const ruleOf = (policy: Policy, { why }: Pick<Measure, 'why'>) =>
  policy.rules.find((r) => r.id === why.rule);
