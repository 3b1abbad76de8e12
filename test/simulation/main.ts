import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { summaryOf, tableOf, type Run } from './summary';
import { variant, variantNames } from './variants';
import { simulateWorld } from './world';

// npm run simulation [-- --seeds N --first-seed S --policy P … --accounts N --days N --direct SHARE --runs FILE --json].
// Exit 1 when a goal is missed.

const HELP = `npm run simulation -- [options]
  --seeds N        worlds, 20 unless told otherwise
  --first-seed S   2001 unless told otherwise; policies were tuned on lower ones
  --policy P       again for each: ${variantNames.join(', ')}; all unless told otherwise
  --accounts N     1000 unless told otherwise
  --days N         90 unless told otherwise
  --direct SHARE   of the complaints, those that people write to the desk: 0 unless told otherwise
  --runs FILE      keeps each world's figures there, one line of JSON each, and does not simulate again what it has
  --json           lines of JSON in place of a table
`;

const whole = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(
      `--${name} ${text} is no whole number from ${least} up: give one, such as --${name} ${least}`,
    );
  return value;
};
const share = (name: string, text: string): number => {
  const value = Number(text);
  if (!(value >= 0 && value <= 1))
    throw new Error(`--${name} ${text} is no share: give a number from 0 to 1`);
  return value;
};

const main = (): number => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      'first-seed': { type: 'string', default: '2001' },
      policy: { type: 'string', multiple: true, default: [...variantNames] },
      accounts: { type: 'string', default: '1000' },
      days: { type: 'string', default: '90' },
      direct: { type: 'string', default: '0' },
      runs: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const seeds = whole('seeds', values.seeds, 1);
  const first = whole('first-seed', values['first-seed'], 0);
  const accounts = whole('accounts', values.accounts, 20);
  const days = whole('days', values.days, 1);
  const direct = share('direct', values.direct);
  const variants = values.policy.map((name) => variant(name));
  const runs: Run[] = values.runs !== undefined && existsSync(values.runs) ? readRuns(values.runs) : [];
  for (let seed = first; seed < first + seeds; seed++)
    for (const { name, judged, policy } of variants) {
      if (runs.some((run) => run.policy === name && run.seed === seed)) continue;
      const began = performance.now();
      const { figures } = simulateWorld({ policy, seed, accounts, days, direct });
      const run: Run = { policy: name, judged, seed, figures };
      runs.push(run);
      if (values.runs !== undefined) appendFileSync(values.runs, `${JSON.stringify(run)}\n`);
      const took = ((performance.now() - began) / 1000).toFixed(0);
      process.stderr.write(`${name}, seed ${seed}: ${took} s\n`);
    }
  const asked = runs.filter(({ policy }) => variants.some(({ name }) => name === policy));
  const lines = summaryOf(asked);
  process.stdout.write(
    values.json ? lines.map((line) => `${JSON.stringify(line)}\n`).join('') : tableOf(lines),
  );
  return lines.some(({ met }) => met === false) ? 1 : 0;
};

const readRuns = (file: string): Run[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Run);

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
