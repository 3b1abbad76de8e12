import type { MeasureOf, Occasion, PolicyMeasure } from '../policy/schema';
import type { CaseFacts } from './facts';
import type { ComplaintFacts, RateGrade, Reluctance, Step } from './shapes';
import type { Joined, Known } from './state';

/** On what a measure rests: each has its own row in the table "Trust and safety" of the design.
 *  `person`: somebody's word. `consequence`: of somebody's word, by a fact that the platform reported. */
export type Basis = 'complaint' | 'rate' | 'unanswered' | 'unreachable' | 'person' | 'consequence';
export const basisOf = (occasion: Occasion): Basis =>
  (
    ({
      complaint: 'complaint',
      'rate-breached': 'rate',
      'answer-overdue': 'unanswered',
      'answer-rejected': 'person',
      'unwanted-confirmed': 'person',
      'stop-obeyed': 'consequence',
      'stop-breached': 'consequence',
      unreachable: 'unreachable',
    }) as const
  )[occasion];

type Kind = PolicyMeasure['measure'];
/** What rests on a single complaint: it tells the customer, or opens a review, and holds nothing back. */
const MILD: readonly Kind[] = ['forward', 'warn', 'demand', 'under-review'];

/** Why it is not taken automatically, whatever the policy's mode; null: nothing is in the way. The policy can ask for less
 *  than this allows, never for more. */
export const hindrance = (
  measure: Kind,
  basis: Basis,
  state: Pick<Known, 'complaints' | 'tasks'>,
  facts: CaseFacts,
  grade: RateGrade | null = null,
): Reluctance | null => {
  if (basis === 'person') return null;
  if (facts.account.protected) return 'protected';
  if (!facts.automation.auto) return 'halted';
  // One whose form nobody told may be a person's.
  if (measure === 'close' && facts.account.legalForm !== 'legal-person') return 'natural-person';
  return suffices(measure, basis, state, facts, grade) ? null : 'trust';
};

const suffices = (
  measure: Kind,
  basis: Exclude<Basis, 'person'>,
  { complaints, tasks }: Pick<Known, 'complaints' | 'tasks'>,
  { rates = {} }: CaseFacts,
  grade: RateGrade | null,
): boolean => {
  if (basis === 'consequence') return true;
  if (MILD.includes(measure)) return basis === 'rate' || complaints.some((c) => c.may.includes('forward'));
  const moving = complaints.filter((c) => c.as === 'signal');
  switch (basis) {
    case 'unreachable':
      return false; // no notice arrived: nobody was asked anything
    case 'unanswered': // what the demand needed was checked when it was made; whether it arrived, a person may still judge
      if (tasks.some(({ task }) => task === 'bounced-late')) return false;
      return moving.some((c) => c.may.includes('enforce')) || independent(moving, 'forward') >= 2;
    case 'rate': // only complaints at A or B, corroborated, are in the rate
      return grade === 'actionable' && (measure !== 'close' || moving.some((c) => c.may.includes('close')));
    case 'complaint': {
      const step = measure === 'close' ? 'close' : 'enforce';
      const actionable =
        Object.values(rates).includes('actionable') && moving.some((c) => c.may.includes(step));
      const two = independent(moving, step) >= 2 && (measure !== 'close' || sources(moving) >= 2);
      return actionable || two;
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
  basis: Basis,
  state: Pick<Known, 'complaints' | 'tasks'>,
  facts: CaseFacts,
  grade: RateGrade | null,
): Grant => {
  const because =
    hindrance(measure.measure, basis, state, facts, grade) ??
    (uncertain && measure.measure === 'close' ? 'uncertain' : null) ?? // the rest can be taken back
    (measure.mode === 'propose' ? 'policy' : null) ??
    (isFourEyes(measure) ? 'four-eyes' : null);
  return { auto: because === null, because };
};

export const isFourEyes = (measure: PolicyMeasure): measure is MeasureOf<'close'> =>
  measure.measure === 'close' && measure.fourEyes;
