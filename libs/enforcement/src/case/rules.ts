import { rejected, type Rejected } from '@app/kernel';
import { evaluate, type Asked } from '../policy/evaluate';
import type { Occasion } from '../policy/schema';
import type { Situation } from '../policy/situation';
import type { Change } from './change';
import type { Decision } from './commands';
import { plan } from './demand';
import type { CaseEvent } from './events';
import { impose } from './measures';
import type { ComplaintFacts } from './shapes';
import type { Known } from './state';
import { orderStop } from './stop';
import type { About } from './why';

/** What the policy asks for on this occasion. */
export const asked = (change: Change, on: Occasion, about: About = {}): Asked[] => {
  const { complaint, breach, count, listing, categories } = about;
  const { state, facts, policy } = change;
  const { standing, legalForm, protected: isProtected } = facts.account;
  const situation: Situation = {
    on,
    complaint: complaint ?? null,
    breach: breach ?? null,
    count: count ?? null,
    listing: listing ?? null,
    categories: categories ?? [],
    stage: state.stage,
    standing,
    legalForm,
    protected: isProtected,
    warning: warningThatCounts(change),
    complaints: counted(state, complaint),
    campaignRecipients: facts.campaignRecipients ?? null,
    rates: facts.rates ?? {},
  };
  return evaluate(policy, situation);
};

/** A warning that a shadow would have given, nobody got: it counts only as long as the brand is one. */
const warningThatCounts = ({ state: { warning }, shadow }: Change): Situation['warning'] =>
  warning === null || (warning.shadow && !shadow) ? null : warning;

const counted = ({ complaints }: Known, complaint: ComplaintFacts | undefined): Situation['complaints'] => {
  const moving = complaints.filter((c) => c.as === 'signal');
  if (!complaint || moving.some((c) => c.complaintId === complaint.complaintId)) return moving;
  return [...moving, { ...complaint, sentAt: complaint.sent.at }];
};

/** Asks the rules, and does what they want as far as it may be done. */
export const ask = (change: Change, on: Occasion, about: About = {}): Change =>
  carryOut(change, on, asked(change, on, about), about);

/** The same for a person's decision, of which the policy has to say what follows: nothing would be silently done. */
export const askFor = (
  change: Change,
  decision: Decision['decision'],
  on: Occasion,
): readonly CaseEvent[] | Rejected => {
  const wanted = asked(change, on);
  return wanted.length > 0
    ? carryOut(change, on, wanted).events
    : rejected(
        'no-rule',
        `${decision}: policy ${change.policy.id} has no rule that asks for anything on ${on}; impose a measure instead`,
      );
};

export const carryOut = (
  change: Change,
  on: Occasion,
  wanted: readonly Asked[],
  about: About = {},
): Change => {
  const stops = wanted.some(({ measure }) => measure.measure === 'stop');
  for (const one of wanted)
    switch (one.measure.measure) {
      case 'forward': // that was done when the complaint joined
        break;
      case 'review':
        change.raise('review-complaints', about.complaint?.campaignId ?? null);
        break;
      case 'demand':
        plan(change, one, one.measure);
        break;
      case 'stop':
        orderStop(change, one, one.measure);
        break;
      default:
        // The notice of a stop order says that sending is held: one mail, not two.
        impose(change, on, { ...one, measure: one.measure }, about, stops && one.measure.measure === 'hold');
    }
  return change;
};
