import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Campaign } from './campaign';
import { loadSeeds } from './seeds';
import { asText, verdictOf } from './summary';

// npm run fuzz [-- --minutes N --seed S --case NUMBER --json]. Exit 1 when anything failed; its inputs lie in a folder that is told.

const note = (text: string) => process.stderr.write(`${text}\n`);

const number = (name: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`--${name} ${text} is no number: give one from 0 up, such as --${name} 1`);
  return value;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      case: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const minutes = number('minutes', values.minutes, 1);
  const seed = number('seed', values.seed, 1);
  const only = values.case === undefined ? undefined : number('case', values.case, 0);
  const { mails, json, corpus } = loadSeeds();
  const from = `${mails.length + json.length} seeds, ${corpus === 0 ? 'all our own: ../shared/corpus is not there' : `${corpus} of them from ../shared/corpus`}`; // prettier-ignore
  note(`fuzzing ${only === undefined ? `for ${minutes} min` : `case ${only}`} by seed ${seed}: ${from}`);

  const folder = mkdtempSync(join(tmpdir(), 'meldkamer-fuzz-'));
  const campaign = new Campaign({ seed, minutes, folder, ...(only === undefined ? {} : { only }) });
  const figures = await campaign.run((line) => process.stderr.isTTY && process.stderr.write(`\r${line}`));
  if (process.stderr.isTTY) note('');
  const verdict = verdictOf(figures);
  for (const [i, { bytes }] of figures.faults.entries())
    if (bytes !== '') writeFileSync(join(folder, `fault-${i + 1}`), Buffer.from(bytes, 'base64'));
  const result = { seed, minutes, seeds: mails.length + json.length, corpus, ...verdict };
  process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : asText(result));
  if (verdict.failed.length > 0) {
    note(`failed: ${verdict.failed.join('; ')}. Inputs, as small as they could be made: ${folder}`);
    process.exitCode = 1;
  }
};

main().catch((error: unknown) => {
  note((error as Error).message);
  process.exitCode = 2;
});
