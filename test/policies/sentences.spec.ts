import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Every sentence of the providers' texts that states behaviour is fulfilled by a test that is named after it.

const root = join(__dirname, '../..');
const list = join(root, '../shared/policies/sentences.tsv');

const specsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return specsIn(path);
    return entry.name.endsWith('spec.ts') && path !== __filename ? [path] : [];
  });

/** Ids in the names of tests: `it('SP-84, SP-85: …')`, and in the first cell of a table of them. */
const named = (source: string): string[] =>
  [...source.matchAll(/\b(?:it|describe)(?:\.each)?\(\s*(?:\[\s*)?['"`]([^'"`]{0,300})|^\s*\[?\s*['"`]([A-Z]{2}-\d{2}[^'"`]{0,300})/gm)]
    .flatMap(([, title, cell]) => [...(title ?? cell ?? '').matchAll(/\b[A-Z]{2}-\d{2}\b/g)].map(([id]) => id)); // prettier-ignore

const present = existsSync(list);
if (!present) process.stdout.write(`skipped: ${list} is absent, so that the sentences are not checked\n`);

(present ? it : it.skip)('each sentence that states behaviour has a test of its name', () => {
  const sentences = readFileSync(list, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, , , kind]) => kind === 'behaviour')
    .map(([id]) => id!);
  expect(sentences.length).toBeGreaterThan(50);
  const tested = new Set(
    ['apps', 'libs', 'test'].flatMap((top) =>
      specsIn(join(root, top)).flatMap((path) => named(readFileSync(path, 'utf8'))),
    ),
  );
  expect(sentences.filter((id) => !tested.has(id))).toEqual([]);
});
