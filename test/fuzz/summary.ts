import type { Figures } from './campaign';

/** MiB that the heap may grow from the first third of a run to the last, beside a fifth of what it was. */
const SLACK = 8;
const ENOUGH_SAMPLES = 6;

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};

const round = (n: number): number => Math.round(n * 10) / 10;

/** The heap after collection, MiB: the median of the first and of the last third of a run. */
export const heapOf = (samples: readonly number[]): { first: number; last: number; flat: boolean } => {
  const third = Math.ceil(samples.length / 3);
  const [first, last] = [median(samples.slice(0, third)), median(samples.slice(-third))].map(round) as [number, number]; // prettier-ignore
  return { first, last, flat: samples.length < ENOUGH_SAMPLES || last <= first * 1.2 + SLACK };
};

export interface Verdict {
  readonly inputs: number;
  readonly perSecond: number;
  readonly megabytes: number;
  readonly outcomes: number;
  readonly slowest: number; // processor milliseconds of one report
  readonly crashes: readonly string[];
  readonly hangs: readonly string[];
  readonly faults: readonly { readonly what: string; readonly times: number; readonly case: number }[];
  readonly suspects: readonly string[];
  readonly heap: { readonly first: number; readonly last: number; readonly flat: boolean };
  readonly rss: number; // MiB
  readonly tried: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  /** Why the run fails; empty when it does not. */
  readonly failed: readonly string[];
}

export const verdictOf = (figures: Figures): Verdict => {
  const { tried, counts, outcomes, crashes, hangs, suspects, seconds } = figures;
  const inputs = Object.values(tried).reduce((sum, n) => sum + n, 0);
  const heap = heapOf(figures.heap);
  const faults = figures.faults.map(({ key, times, number }) => ({ what: key, times, case: number }));
  return {
    inputs,
    perSecond: Math.round(inputs / seconds),
    megabytes: Math.round(figures.bytes / 1_000_000),
    outcomes,
    slowest: round(figures.slowest),
    crashes,
    hangs,
    faults,
    suspects,
    heap,
    rss: Math.round(figures.rss),
    tried,
    counts,
    failed: [
      ...(inputs === 0 ? ['nothing was tried'] : []),
      ...(crashes.length > 0 ? [`${crashes.length} crashes`] : []),
      ...(hangs.length > 0 ? [`${hangs.length} hangs`] : []),
      ...(faults.length > 0 ? [`${faults.length} kinds of faults`] : []),
      ...(heap.flat ? [] : [`the heap grew from ${heap.first} to ${heap.last} MiB`]),
    ],
  };
};

const listed = (title: string, rows: readonly string[]): string =>
  rows.length === 0 ? '' : `${title}\n${rows.map((row) => `  ${row}\n`).join('')}`;

const counted = (of: Readonly<Record<string, number>>): string[] =>
  Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, n]) => `${String(n).padStart(9)}  ${name}`);

export const asText = (v: Verdict & { readonly seed: number; readonly minutes: number }): string =>
  [
    `${v.inputs} inputs (${v.megabytes} MB) by seed ${v.seed}, ${v.perSecond}/s, ${v.outcomes} different outcomes\n`,
    `crashes ${v.crashes.length}, hangs ${v.hangs.length}, kinds of faults ${v.faults.length}\n`,
    `heap after collection ${v.heap.first} MiB in the first third, ${v.heap.last} in the last; resident at most ${v.rss} MiB\n`,
    `slowest report ${v.slowest} ms of processor time\n`,
    listed('tried', counted(v.tried)),
    listed('counted', counted(v.counts)),
    listed('crashes', v.crashes),
    listed('hangs', v.hangs),
    listed('faults', v.faults.map((f) => `${f.times} times, first in case ${f.case}: ${f.what}`)), // prettier-ignore
    listed('suspects: more than linear, to be looked at', v.suspects),
  ].join('');
