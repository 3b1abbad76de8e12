import type { FeedbackType } from '@app/kernel';
import type { MeasureOf, Occasion, PolicyMeasure } from '../policy/schema';
import type { CaseFacts } from './facts';
import type { ComplaintFacts, Ground, RateGrade, Reluctance, Step } from './shapes';
import type { Joined, Known, Measure } from './state';

/** On what a measure rests: each has its own row in the table "Trust and safety" of the design.
 *  `listing`: a blocklist's word, which says nothing of who asked for the mail. `person`: somebody's word. `consequence`: of somebody's word, by a fact that the platform reported. */
export type Basis =
  'complaint' | 'rate' | 'unanswered' | 'unreachable' | 'listing' | 'person' | 'consequence';
export const basisOf = (occasion: Occasion): Basis =>
  (
    ({
      complaint: 'complaint',
      'rate-breached': 'rate',
      'count-breached': 'rate',
      blocklisted: 'listing',
      'content-flagged': 'person',
      'answer-overdue': 'unanswered',
      'answer-rejected': 'person',
      'unwanted-confirmed': 'person',
      'compromise-confirmed': 'person',
      'stop-obeyed': 'consequence',
      'stop-breached': 'consequence',
      unreachable: 'unreachable',
    }) as const
  )[occasion];

type Kind = PolicyMeasure['measure'];
/** What rests on a single complaint: it tells the customer, or opens a review, and holds nothing back. */
const MILD: readonly Kind[] = ['forward', 'warn', 'demand', 'review', 'under-review'];

/** Of what a report says that the account may be in other hands: phishing, or malware. */
const COMPROMISE: readonly FeedbackType[] = ['fraud', 'virus'];
export const isCompromise = ({ feedbackTypes }: Pick<Joined, 'feedbackTypes'>): boolean =>
  feedbackTypes.some((type) => COMPROMISE.includes(type));
/** … and one that may set a measure in motion says so itself. */
export const isVouchedCompromise = ({ feedbackTypes, unvouched = [] }: Vouched): boolean =>
  isCompromise({ feedbackTypes: feedbackTypes.filter((type) => !unvouched.includes(type)) });
type Vouched = Pick<ComplaintFacts, 'feedbackTypes' | 'unvouched'>;

/** All that carries a measure, or would. */
export interface Support {
  readonly basis: Basis;
  readonly ground: Ground;
  /** The complaint that asked for it; null: something else did, or it was not kept. */
  readonly complaintId: string | null;
  readonly grade: RateGrade | null;
}
export const supportOf = ({ why, complaintId }: Measure, occasion: Occasion): Support => ({
  basis: basisOf(occasion),
  ground: why.ground,
  complaintId,
  grade: null,
});

/** Why it is not taken automatically, whatever the policy's mode; null: nothing is in the way. The policy can ask for less
 *  than this allows, never for more. */
export const hindrance = (
  measure: Kind,
  support: Support,
  state: Pick<Known, 'complaints' | 'tasks'>,
  facts: CaseFacts,
): Reluctance | null => {
  if (support.basis === 'person') return null;
  if (facts.account.protected) return 'protected';
  if (!facts.automation.auto) return 'halted';
  if (measure === 'close') {
    const { legalForm } = facts.account;
    if (legalForm === null) return 'legal-form-unknown'; // it may be a person's
    if (legalForm === 'natural-person') return 'natural-person';
  }
  return suffices(measure, support, state, facts) ? null : 'trust';
};

const suffices = (
  measure: Kind,
  { basis, ground, complaintId, grade }: Support,
  { complaints, tasks }: Pick<Known, 'complaints' | 'tasks'>,
  { rates = {} }: CaseFacts,
): boolean => {
  if (basis === 'person' || basis === 'consequence') return true;
  if (MILD.includes(measure))
    return basis === 'rate' || basis === 'listing' || complaints.some((c) => c.may.includes('forward'));
  const moving = complaints.filter((c) => c.as === 'signal');
  switch (basis) {
    case 'listing':
      return false; // lists err, and list neighbours
    case 'unreachable':
      return false; // no notice arrived: nobody was asked anything
    case 'unanswered': // what the demand needed was checked when it was made; whether it arrived, a person may still judge
      if (tasks.some(({ task }) => task === 'bounced-late')) return false;
      return moving.some((c) => c.may.includes('enforce')) || independent(moving, 'forward') >= 2;
    case 'rate': // only complaints at A or B, corroborated, are in the rate
      return grade === 'actionable' && (measure !== 'close' || moving.some((c) => c.may.includes('close')));
    case 'complaint': {
      const step = measure === 'close' ? 'close' : 'enforce';
      // Any number of complaints about advertising says nothing of phishing.
      const alike = ground === 'compromise' ? moving.filter(isVouchedCompromise) : moving;
      // What strong complaints did not ask for by themselves, they lend no weight to when a weak one does.
      if (!alike.some((c) => c.complaintId === complaintId && c.may.includes(step))) return false;
      if (Object.values(rates).includes('actionable')) return true;
      return independent(alike, step) >= 2 && (measure !== 'close' || sources(alike) >= 2);
    }
  }
};

/** Whether it may be proposed at all. */
export const mayPropose = (measure: Kind, basis: Basis, complaint: ComplaintFacts | null): boolean =>
  basis !== 'complaint' ||
  complaint === null ||
  complaint.may.includes(MILD.includes(measure) ? 'forward' : 'propose');

const independent = (complaints: readonly Joined[], step: Step): number =>
  new Set(complaints.filter((c) => c.may.includes(step)).map((c) => c.reporter)).size;

/** Never on one source's word alone, however many complainants it names. Who writes themselves are sources of their own. */
const sources = (complaints: readonly Joined[]): number =>
  new Set(complaints.filter((c) => c.may.includes('close')).map((c) => c.source ?? c.reporter)).size;

export interface Grant {
  readonly auto: boolean;
  readonly because: Reluctance | null;
}

/** What becomes of a measure that a rule asks for: taken, or proposed and why. */
export const grant = (
  { measure, uncertain }: { measure: PolicyMeasure; uncertain: boolean },
  support: Support,
  state: Pick<Known, 'complaints' | 'tasks'>,
  facts: CaseFacts,
): Grant => {
  const because =
    hindrance(measure.measure, support, state, facts) ??
    (uncertain && measure.measure === 'close' ? 'uncertain' : null) ?? // the rest can be taken back
    (measure.mode === 'propose' ? 'policy' : null) ??
    (isFourEyes(measure) ? 'four-eyes' : null);
  return { auto: because === null, because };
};

export const isFourEyes = (measure: PolicyMeasure): measure is MeasureOf<'close'> =>
  measure.measure === 'close' && measure.fourEyes;
