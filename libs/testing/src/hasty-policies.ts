import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SECONDS = { s: 0, m: 1 / 60, h: 1, d: 24 } as const; // seconds for hours; what was seconds is over at once

/** Copies policies with seconds for hours, rounded up to a whole one: 24h becomes 24s, 15m becomes 1s. */
export const hastyPolicies = (from: string, to: string): string => {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from).filter((name) => name.endsWith('.yaml')))
    writeFileSync(
      join(to, file),
      readFileSync(join(from, file), 'utf8').replace(
        /(:\s*|\[\s*|,\s*)(\d+)([smhd])(?=\s*(?:[,\]}#]|$))/gm,
        (_, before: string, n: string, unit: keyof typeof SECONDS) =>
          `${before}${Math.max(Number(n) === 0 ? 0 : 1, Math.ceil(Number(n) * SECONDS[unit]))}s`,
      ),
    );
  return to;
};
