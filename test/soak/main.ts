import { parseArgs } from 'node:util';
import type { Plan } from './mailing';
import { soak } from './soak';

// npm run soak [-- --messages N --connections N --seed S --json]. Exit 1, with the places, when a claim does not hold.

const SHOWN = 40; // of the places where something is wrong
const say = (text: string) => process.stdout.write(`${text}\n`);

const whole = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(
      `--${name} ${text} is no whole number from ${least} up: give one, such as --${name} ${least}`,
    );
  return value;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '100000' },
      connections: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const plan: Plan = {
    messages: whole('messages', values.messages, 100),
    connections: whole('connections', values.connections, 1),
    seed: whole('seed', values.seed, 0),
  };
  const { figures, claims } = await soak(plan, (line) => process.stderr.write(`${line}\n`));
  const failed = claims.filter(({ wrong }) => wrong.length > 0);
  if (values.json) say(JSON.stringify({ ...figures, claims }, null, 2));
  else {
    for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(34)} ${value}`);
    say('');
    for (const { claim, wrong } of claims) say(`${wrong.length === 0 ? 'holds ' : 'FAILED'}  ${claim}`);
    for (const { claim, wrong } of failed) {
      say(`\n${claim}: ${wrong.length} places`);
      for (const place of wrong.slice(0, SHOWN)) say(`  ${place}`);
    }
  }
  return failed.length === 0 ? 0 : 1;
};

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`the soak failed: ${error.stack ?? error.message}\n`);
    process.exit(2);
  },
);
