/** One thing wrong with the settings. */
export interface Problem {
  readonly path: string; // `http.port`, or the name of a file or variable
  readonly source?: string; // who set it
  readonly value?: string; // as given; absent when missing or secret
  readonly problem: string;
  readonly allowed?: string;
}

const line = ({ path, source, value, problem, allowed }: Problem) =>
  `  ${path}${value === undefined ? '' : ` = ${value}`}${source ? ` (${source})` : ''}: ${problem}${allowed ? `; ${allowed}` : ''}`;

/** Everything that is wrong at once, so that one start shows it all. The message holds no secret. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(
      `the settings are wrong in ${problems.length === 1 ? 'one place' : `${problems.length} places`}; nothing was started\n` +
        problems.map(line).join('\n'),
    );
    this.name = 'SettingsError';
  }
}

/** Levenshtein, one row at a time: names are short. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
};

/** The name somebody most likely meant, if any is near enough to be worth suggesting. */
export const nearest = (given: string, names: readonly string[]): string | undefined => {
  const lower = given.slice(0, 64).toLowerCase();
  const [best] = names
    .map((name) => ({ name, far: distance(lower, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(2, best.name.length / 3) ? best.name : undefined;
};
