import { Dice } from './dice';
import type { Seeds } from './seeds';
import type { Target } from './targets';

export interface Case {
  readonly target: Target;
  readonly bytes: Buffer;
}

/** What a number means under a seed: which target, and what it is given. */
export const caseOf = (seed: number, number: number, targets: readonly Target[], seeds: Seeds): Case => {
  const dice = new Dice(seed, number);
  const total = targets.reduce((sum, { share }) => sum + share, 0);
  let at = (dice.below(1_000_000) / 1_000_000) * total;
  const target = targets.find(({ share }) => (at -= share) < 0) ?? targets[0]!;
  return { target, bytes: target.input(dice, seeds) };
};
