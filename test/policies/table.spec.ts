import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parsePolicy, policyTable } from '@app/enforcement';

// `GOLDEN=write npx jest test/policies` writes the table anew.

const dir = join(__dirname, '../../config/policies');
const file = join(dir, 'README.md');
const INTRODUCTION = `# What each policy does

Made from the files beside it, and held current by a test: change those. The ids of sentences are those of the provider's own
text. Whatever is not marked as proposed is still bounded by how far the reports can be trusted.

<!-- prettier-ignore-start -->
`;

it('staff read what the policies do as the files say it', () => {
  const policies = readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parsePolicy(parse(readFileSync(join(dir, name), 'utf8'))));
  const made = `${[INTRODUCTION, ...policies.map(policyTable)].join('\n')}\n<!-- prettier-ignore-end -->\n`;
  if (process.env.GOLDEN === 'write') writeFileSync(file, made);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(made);
});
