import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogues } from './catalogues';
import { erasedTwin, goldenOf, missingIn, writeMissing } from './golden';

// `GOLDEN=write npx jest test/golden` adds the lines of new events and versions.
if (process.env.GOLDEN === 'write')
  for (const [name, catalogue] of Object.entries(catalogues)) writeMissing(name, catalogue);

it('holds every catalogue there is', () => {
  const libs = join(__dirname, '../../libs');
  const declared = readdirSync(libs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('testing') && !file.endsWith('.spec.ts'))
    .flatMap(
      (file) =>
        readFileSync(join(libs, file), 'utf8').match(/(?<=^export const )\w+(?= = new Catalogue\()/gm) ?? [],
    );
  const listed = readFileSync(join(__dirname, 'catalogues.ts'), 'utf8');
  expect(declared.filter((name) => !listed.includes(`: ${name},`))).toEqual([]);
});

describe.each(Object.entries(catalogues))('stored events of %s', (name, catalogue) => {
  const golden = goldenOf(name);

  it('have a golden line each, for every version there ever was', () =>
    expect(missingIn(catalogue, golden)).toEqual([]));

  it('are all still in the catalogue: an event that was stored once is read for ever', () =>
    expect(golden.map(({ type }) => type).filter((type) => !catalogue.types.includes(type))).toEqual([]));

  it.each(golden)('$type version $version is read, and what is written now is unchanged', (stored) => {
    const written = catalogue.encode(catalogue.decode(stored) as never);
    expect(written.version).toBe(catalogue.current(stored.type).version);
    if (written.version === stored.version) expect(written).toStrictEqual(stored);
  });

  it('have an erased twin for each line with personal data', () => {
    const lines = new Set(golden.map((line) => JSON.stringify(line)));
    const alone = golden.filter((line) => {
      const twin = erasedTwin(line);
      return twin && !lines.has(JSON.stringify(twin));
    });
    expect(alone).toEqual([]);
  });
});
