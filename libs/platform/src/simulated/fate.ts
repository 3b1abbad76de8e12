import type { Duration } from '@app/kernel';

/** How often, of all orders, each of these befalls one: 0 never, 1 always. */
export interface Faults {
  /** Answered 503 once or twice before it is taken. */
  readonly fail: number;
  /** Answered 422: never will be. */
  readonly refuse: number;
  /** Accepted, and then nothing: not done, not confirmed, until the same order comes again. */
  readonly forget: number;
  /** Done, but confirmed by a call back, later. */
  readonly delay: number;
  /** Confirmed by two calls back. */
  readonly twice: number;
  /** Accepted, however often it comes, and never done nor confirmed. */
  readonly silent: number;
  /** The longest a call back takes. */
  readonly slowest: Duration;
}

export const NO_FAULTS: Faults = {
  fail: 0,
  refuse: 0,
  forget: 0,
  delay: 0,
  twice: 0,
  silent: 0,
  slowest: 2_000 as Duration,
};

/** What becomes of one order. */
export interface Fate {
  /** This many attempts are answered 503 first. */
  readonly failures: number;
  readonly then:
    'confirmed-at-once' | 'confirmed-later' | 'confirmed-twice' | 'forgotten' | 'silence' | 'refused';
  readonly delay: Duration;
}

/** By seed and order id alone: neither the order in which things arrive nor their number changes it. */
export const fateOf = (seed: number, orderId: string, faults: Faults): Fate => {
  const draw = (about: string) => drawn(seed, `${about}\n${orderId}`);
  const failures = draw('fail') < faults.fail ? 1 + Math.floor(draw('failures') * 2) : 0;
  const delay = Math.round(draw('delay') * faults.slowest) as Duration;
  const dice = draw('then');
  let below = 0;
  for (const [fault, then] of OUTCOMES) {
    below += faults[fault];
    if (dice < below) return { failures, then, delay };
  }
  return { failures, then: 'confirmed-at-once', delay };
};

const OUTCOMES = [
  ['refuse', 'refused'],
  ['forget', 'forgotten'],
  ['twice', 'confirmed-twice'],
  ['delay', 'confirmed-later'],
  ['silent', 'silence'],
] as const;

/** 0 ≤ n < 1, spread evenly: FNV-1a of the text, then the finisher of MurmurHash3, without which ids that differ in their last
 *  character draw almost the same. */
const drawn = (seed: number, text: string): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};
