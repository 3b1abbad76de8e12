import { mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** One line of `bench --json`; the harness adds `ratio`. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The raw primitive, measured in the same run and in the same unit; null where there is none. */
  readonly limit: number | null;
  /** Beside a limit up to 1: what value / limit should reach. Otherwise what the value should reach. null: none was set. */
  readonly goal: number | null;
  readonly durability: string;
  readonly note: string; // what was done, how often, and what else a reader must know to believe it
}

export interface Bench {
  readonly name: string;
  run(): Promise<readonly Result[]>;
}

export const DURABLE = 'WAL, synchronous=FULL';

/** Hands `work` a folder of its own that is gone afterwards. On the disk that would hold the data, if TMPDIR says so. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** How many a second, `work` doing `n` of them. */
export const rate = async (n: number, work: () => Promise<unknown> | void): Promise<number> => {
  const start = performance.now();
  await work();
  return Math.round((n * 1_000) / (performance.now() - start));
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

type Side = () => Promise<number>;

/** Turn and turn about, so that what else the machine does meanwhile hits both alike; the first turn only warms up. */
export const against = async (
  limit: Side,
  value: Side,
  turns = 5,
): Promise<{ limit: number; value: number; runs: string }> => {
  const limits: number[] = [];
  const values: number[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    const [l, v] = [await limit(), await value()];
    if (turn === 0) continue;
    limits.push(l);
    values.push(v);
  }
  return {
    limit: median(limits),
    value: median(values),
    runs: `median of ${turns}: ${values.join(' ')} against ${limits.join(' ')}`,
  };
};

const ratioOf = ({ value, limit }: Result): number | null =>
  limit === null ? null : Number((value / limit).toPrecision(3));

const isMet = (result: Result): string => {
  const { goal, value } = result;
  if (goal === null) return '';
  const ratio = ratioOf(result);
  return (ratio !== null && goal <= 1 ? ratio : value) >= goal ? 'met' : 'MISSED';
};

const json = (result: Result): string => {
  const { name, value, unit, limit, goal, durability, note } = result;
  return JSON.stringify({ name, value, unit, limit, ratio: ratioOf(result), goal, durability, note });
};

const machine = (): string => {
  const [cpu, ...others] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpu?.model.trim()} × ${others.length + 1}, ${memory} GiB, ${platform()} ${release()} ${arch()}, Node ${process.version}`;
};

const row = (...cells: (string | number | null)[]): string =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(24) : String(cell ?? '').padStart(15))).join(' ');

const line = (result: Result): string =>
  `${row(result.name, result.value, result.unit, result.limit, ratioOf(result), result.goal)} ${isMet(result)}\n` +
  `    ${result.durability}; ${result.note}`;

/** `args`: `--json`, and names of benches; all of them when none is named. Answers the exit code. */
export const runBenches = async (benches: readonly Bench[], args: readonly string[]): Promise<number> => {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const asJson = args.includes('--json');
  const names = args.filter((arg) => arg !== '--json');
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `no bench ${unknown.join(', ')}; there are ${benches.map((b) => b.name).join(', ')}\n`,
    );
    return 2;
  }
  if (!asJson) say(`${machine()}\n\n${row('', 'value', 'unit', 'limit', 'ratio', 'goal')}`);
  for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name)))
    for (const result of await bench.run()) say(asJson ? json(result) : line(result));
  return 0;
};
