import type { Change } from './change';
import { take } from './measures';
import { ruleOf } from './policy-measure';
import { beginLapse } from './proposals';
import { proposals, type Measure } from './state';
import { hindrance, supportOf } from './trust';

/** Another complaint, or more that is known of one, may be what was missing for a measure that could only be proposed: it
 *  gets the road that its policy names, as if it were asked for now. Closing is not among them: a complaint that may close
 *  an account asks for that itself. */
export const reconsider = (change: Change): Change => {
  for (const m of proposals(change.state)) if (m.because === 'trust') again(change, m);
  return change;
};

const again = (change: Change, proposal: Measure): Change => {
  const { state, policy, facts } = change;
  const rule = ruleOf(policy, proposal);
  const measure = rule?.then.find((m) => m.measure === proposal.measure);
  if (!rule || !measure || measure.measure === 'close' || proposal.fourEyes) return change;
  // Answered, if late: from then on a person decides.
  if (proposal.why.ground === 'unanswered' && state.demand?.status !== 'unanswered') return change;
  if (hindrance(measure.measure, supportOf(proposal, rule.on[0]!), state, facts) !== null) return change;
  if (measure.mode === 'auto') return take(change, proposal);
  return 'lapsesAfter' in measure && measure.lapsesAfter !== undefined
    ? beginLapse(change, proposal, measure.lapsesAfter)
    : change;
};
