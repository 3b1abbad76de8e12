import type { AccountId, BrandId, Instant } from '@app/kernel';
import type { Step } from './steps';
import { isSame } from './survey';

/** On what a step that never took place rests, beside what did. */
export const ASSUMPTIONS = {
  silence: 'the customer was asked at another time, or not at all: that no answer came is assumed',
  undecided: 'nobody ever decided on it: the proposal stays one',
  'left-out': 'a person’s decision had nothing left that it could be about, and is left out',
  'mail-not-sent': 'complaints are counted that are about mail which would have been held back',
  'mail-unknown': 'the account was held back then: what it would have sent, nobody knows',
  'older-policy': 'the case was open already, and goes on under the policy that it was opened with',
  'breaker-open': 'the circuit breaker tripped, and nobody is there to close it',
} as const;
export type Assumption = keyof typeof ASSUMPTIONS;

export interface Assumed {
  readonly assumption: Assumption;
  /** From when on it may matter. */
  readonly at: Instant;
  readonly detail: string | null;
}

/** `new`: would have happened, and did not. `gone`: the other way round. `moved`: at another time, or by another rule. */
export interface Difference {
  readonly kind: 'new' | 'gone' | 'moved';
  readonly was: Step | null;
  readonly would: Step | null;
  readonly assuming: readonly Assumption[];
}

export interface AccountDifferences {
  readonly accountId: AccountId;
  readonly brandId: BrandId;
  /** In the order of time; not empty. */
  readonly differences: readonly Difference[];
  readonly assumed: readonly Assumed[];
}

/** What differs between two courses of events. The first of a kind is held against the first, the second against the second. */
export const differencesOf = (
  was: readonly Step[],
  would: readonly Step[],
  assumed: readonly Assumed[],
): Difference[] => {
  const kinds = new Set([...was, ...would].map(kindOf));
  return [...kinds]
    .flatMap((kind) => {
      const [before, after] = [was, would].map((steps) => steps.filter((step) => kindOf(step) === kind));
      return Array.from({ length: Math.max(before!.length, after!.length) }, (_, i) =>
        difference(before![i] ?? null, after![i] ?? null, assumed),
      ).filter((d): d is Difference => d !== null);
    })
    .sort((a, b) => atOf(a) - atOf(b));
};

const kindOf = ({ measure, turn }: Step): string => `${measure} ${turn}`;
export const atOf = ({ was, would }: Difference): Instant => (would ?? was)!.at;

const difference = (was: Step | null, would: Step | null, assumed: readonly Assumed[]): Difference | null => {
  if (was && would && isSame(was.at, would.at) && was.rule === would.rule) return null;
  const kind = was === null ? 'new' : would === null ? 'gone' : 'moved';
  const at = Math.max(was?.at ?? 0, would?.at ?? 0);
  const assuming = [...new Set(assumed.filter((a) => a.at <= at).map(({ assumption }) => assumption))];
  return { kind, was, would, assuming };
};
