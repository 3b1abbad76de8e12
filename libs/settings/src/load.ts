import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { CONFIG_VARIABLE, fromEnvironment } from './environment';
import { explain } from './explain';
import { leavesOf, merge, type Layer } from './layers';
import { settingsSchema, type Settings } from './schema';
import { SettingsError } from './settings-error';

export interface Surroundings {
  /** Usually `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder relative paths in variables are taken from. */
  readonly workingDir: string;
}

/** The folder that holds `config/`: above the sources, and above `dist` once built. */
const productRoot = (from: string = __dirname): string => {
  if (existsSync(join(from, 'config', 'default.yaml'))) return from;
  const above = dirname(from);
  if (above === from)
    throw new SettingsError([{ path: 'config/default.yaml', problem: 'not found; install again' }]);
  return productRoot(above);
};

const fileLayer = (file: string, base: string): Layer => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError([{ path: file, problem: `cannot be read: ${(error as Error).message}` }]);
  }
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0)
    // The first line only: the rest quotes the file, and a secret may stand there.
    throw new SettingsError(
      document.errors.map(({ message }) => ({
        path: file,
        problem: `is no YAML: ${message.split('\n')[0]}`,
      })),
    );
  const values = document.toJS({ maxAliasCount: 100 }) as unknown;
  if (values !== null && (typeof values !== 'object' || Array.isArray(values)))
    throw new SettingsError([{ path: file, problem: 'must hold settings by name' }]);
  return { leaves: values === null ? [] : leavesOf(values, file), base };
};

/** `config/default.yaml` ← the file named by MELDKAMER_CONFIG ← MELDKAMER_* variables, checked as a whole.
 *  Throws SettingsError, which names every setting that is wrong. Reads files, once. */
export const loadSettings = ({ environment, workingDir }: Surroundings): Settings => {
  const root = productRoot();
  const layers = [fileLayer(join(root, 'config', 'default.yaml'), root)];
  const named = environment[CONFIG_VARIABLE];
  if (named) {
    const file = resolve(workingDir, named);
    layers.push(fileLayer(file, dirname(file)));
  }
  const variables = fromEnvironment(settingsSchema, environment, merge(settingsSchema, layers).values);
  const merged = merge(settingsSchema, [...layers, { leaves: variables.leaves, base: workingDir }]);
  const parsed = settingsSchema.safeParse(merged.values);
  const problems = [
    ...variables.problems,
    ...(parsed.success ? [] : parsed.error.issues.flatMap(explain(settingsSchema, merged))),
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  // What callers name is looked up among the brands, and `constructor` is none.
  const brands = Object.assign(Object.create(null) as Settings['brands'], parsed.data.brands);
  return { ...parsed.data, brands };
};
