import { seeded } from '../crash/random';

/** All chance of a simulation: the same seed gives the same world on every machine. */
export class Chance {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seeded(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b));
    this.random(); // neighbouring seeds begin alike
  }

  /** A stream of its own: what one account or person does, changes nothing of what another does. */
  fork(): Chance {
    return new Chance(Math.floor(this.random() * 2 ** 32));
  }

  uniform(from: number, to: number): number {
    return from + (to - from) * this.random();
  }
  below(most: number): number {
    return Math.floor(this.random() * most);
  }
  happens(probability: number): boolean {
    return this.random() < probability;
  }
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.random());
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  }
  /** `spread`: the standard deviation of the natural logarithm. */
  logNormal(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }

  /** How many of `n` happen. By inversion where few do, else by the normal distribution, which is then within a percent. */
  binomial(n: number, probability: number): number {
    const mean = n * probability;
    if (mean > 50) {
      const drawn = Math.round(mean + this.normal() * Math.sqrt(mean * (1 - probability)));
      return Math.min(n, Math.max(0, drawn));
    }
    const odds = probability / (1 - probability);
    let term = (1 - probability) ** n;
    let left = this.random();
    for (let k = 0; k < n; k++) {
      left -= term;
      if (left < 0) return k;
      term *= (odds * (n - k)) / (k + 1);
    }
    return n;
  }
}
