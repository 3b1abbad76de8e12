import type { AccountId } from '@app/kernel';
import type { Share } from './incident/shapes';

export interface Weight {
  readonly accountId: AccountId;
  /** Whole and not negative; who weighs nothing bears nothing. */
  readonly weight: number;
}

/** Divides cents by weight, to the cent: each gets what it weighs rounded down, and the cents that are left go one each to
 *  those who lost most by that (largest remainder); of equals, to the first by id. The heaviest first. Nobody weighs
 *  anything: nobody bears it. */
export const apportion = (cents: number, weights: readonly Weight[]): Share[] => {
  const bearing = weights.filter(({ weight }) => weight > 0);
  const whole = bearing.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
  if (whole === 0n) return [];
  const parts = bearing
    .map(({ accountId, weight }) => {
      const product = BigInt(cents) * BigInt(weight); // beyond what a number holds exactly
      return { accountId, cents: Number(product / whole), lost: product % whole };
    })
    .sort((a, b) => compare(b.lost, a.lost) || compare(a.accountId, b.accountId));
  const left = cents - parts.reduce((sum, part) => sum + part.cents, 0);
  return parts
    .map(({ accountId, cents }, i) => ({ accountId, cents: cents + (i < left ? 1 : 0) }))
    .filter((share) => share.cents > 0)
    .sort((a, b) => b.cents - a.cents || compare(a.accountId, b.accountId));
};

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
