import { seeded } from '../crash/random';

/** All chance of one case: the same seed and number give the same input on every machine. */
export class Dice {
  private readonly random: () => number;

  constructor(seed: number, number: number) {
    this.random = seeded(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35));
    this.random(); // neighbouring seeds begin alike
  }

  /** A whole number from 0 to below `most`. */
  below(most: number): number {
    return Math.floor(this.random() * most);
  }

  chance(of: number): boolean {
    return this.random() < of;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[this.below(list.length)]!;
  }

  /** Small numbers often, large ones seldom: 1 to about `most`, each order of magnitude as likely as the next. */
  size(most: number): number {
    return Math.max(1, Math.floor(most ** this.random()));
  }

  /** A stretch of a text: where it begins and ends. */
  stretch(length: number, most: number): [number, number] {
    const from = this.below(length + 1);
    return [from, Math.min(length, from + this.size(most))];
  }

  /** Any bytes, one to a character. */
  noise(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.below(256));
    return text;
  }
}
