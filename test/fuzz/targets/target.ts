import type { Dice } from '../dice';
import type { Seeds } from '../seeds';

/** What is told of an input that did no harm. */
export interface Told {
  /** Outcomes that mean the same have the same: how many different ones there were shows how far the inputs reach. */
  readonly signature?: string;
  /** Counted by its words. */
  readonly count?: string;
  /** To be looked at, and no fault. */
  readonly suspect?: string;
}

/** One thing that reads bytes from outside. */
export interface Target {
  readonly name: string;
  /** Of all inputs, relative to the other targets' shares. */
  readonly share: number;
  /** Its next input, by the dice and nothing else. */
  input(dice: Dice, seeds: Seeds): Buffer;
  /** Throws a Fault, or whatever the code throws; the same for the same bytes each time. */
  check(bytes: Buffer): Told | Promise<Told>;
  /** Not made smaller when it fails: that would be another kind of input. */
  readonly whole?: true;
  close?(): Promise<void>;
}

export const bytesOf = (binary: string): Buffer => Buffer.from(binary, 'latin1');
