import type { Figures } from './outcome';

export interface Run {
  readonly policy: string;
  readonly judged: boolean;
  readonly seed: number;
  readonly figures: Figures;
}

/** What the issue asks of `reference` and of the recommended readings. */
const GOALS: readonly {
  readonly name: keyof Figures;
  readonly met: (mean: number, worst: number) => boolean;
}[] = [
  { name: 'wrongClosures', met: (_, worst) => worst === 0 },
  { name: 'needless', met: (mean) => mean <= 0.01 },
  { name: 'inTime', met: (mean) => mean >= 0.99 },
];
const SMALLER_IS_WORSE: readonly (keyof Figures)[] = ['inTime', 'hijackedStopped'];
const COUNTS: readonly (keyof Figures)[] = ['wrongClosures', 'halts'];

export interface Line {
  readonly policy: string;
  readonly figure: keyof Figures;
  readonly seeds: number;
  readonly mean: number;
  /** Of the mean, 95 %, by how much the seeds differ. */
  readonly interval: readonly [number, number];
  readonly worst: number;
  /** Null: no goal is set for it. */
  readonly met: boolean | null;
}

export const summaryOf = (runs: readonly Run[]): Line[] =>
  [...new Set(runs.map(({ policy }) => policy))].flatMap((policy) => {
    const mine = runs.filter((run) => run.policy === policy);
    const names = Object.keys(mine[0]!.figures) as (keyof Figures)[];
    return names.map((figure): Line => {
      const values = mine.map(({ figures }) => figures[figure]);
      const mean = sum(values) / values.length;
      const worst = SMALLER_IS_WORSE.includes(figure) ? Math.min(...values) : Math.max(...values);
      const goal = GOALS.find(({ name }) => name === figure);
      return {
        policy,
        figure,
        seeds: values.length,
        mean,
        interval: intervalOf(values, mean),
        worst,
        met: goal && mine[0]!.judged ? goal.met(mean, worst) : null,
      };
    });
  });

/** By Student's t, within what the figure can be at all. */
const intervalOf = (values: readonly number[], mean: number): [number, number] => {
  if (values.length < 2) return [mean, mean];
  const variance = sum(values.map((v) => (v - mean) ** 2)) / (values.length - 1);
  const half = (T95[values.length - 1] ?? 1.96) * Math.sqrt(variance / values.length);
  return [Math.max(0, mean - half), mean + half];
};
const T95: Readonly<Record<number, number>> = {
  1: 12.71,
  2: 4.3,
  3: 3.18,
  4: 2.78,
  5: 2.57,
  6: 2.45,
  7: 2.36,
  8: 2.31,
  9: 2.26,
  10: 2.23,
  11: 2.2,
  12: 2.18,
  13: 2.16,
  14: 2.14,
  15: 2.13,
  16: 2.12,
  17: 2.11,
  18: 2.1,
  19: 2.09,
  20: 2.09,
};
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** A Markdown table, for a terminal and for the README. */
export const tableOf = (lines: readonly Line[]): string => {
  const rows = lines.map(({ policy, figure, seeds, mean, interval, worst, met }) => {
    const shown = (value: number) =>
      COUNTS.includes(figure) ? value.toFixed(2).replace(/\.?0+$/, '') : `${(value * 100).toFixed(2)} %`;
    return [
      policy,
      WORDS[figure],
      String(seeds),
      shown(mean),
      `${shown(interval[0])} … ${shown(COUNTS.includes(figure) ? interval[1] : Math.min(1, interval[1]))}`,
      shown(worst),
      met === null ? '' : met ? 'met' : 'MISSED',
    ];
  });
  const head = ['policy', 'figure', 'seeds', 'mean', '95 % interval', 'worst seed', 'goal'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
};

const WORDS: Readonly<Record<keyof Figures, string>> = {
  wrongClosures: 'wrong closures proposed or done, accounts',
  needless: 'innocent kept from sending',
  inTime: 'spammers stopped in time',
  spammersAtLarge: 'spammers that send at the end',
  carelessStopped: 'careless kept from sending',
  hijackedStopped: 'hijacked kept from sending',
  hijackedClosureProposed: 'hijacked of which closing was proposed',
  innocentReviewed: 'innocent looked into by a person',
  innocentAsked: 'innocent asked for an answer',
  halts: 'circuit breaker tripped, times',
};
