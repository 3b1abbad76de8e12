import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Encoded, Json } from '@app/kernel';
import { sample, type SampleVariant } from '@app/testing';
import type { AnyCatalogue } from './catalogues';

const file = (name: string) => join(__dirname, `${name}.jsonl`);

/** Every stored version of every event, one a line, as it lies in the log. Lines are added, never changed. */
export const goldenOf = (name: string): Encoded[] =>
  existsSync(file(name))
    ? readFileSync(file(name), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Encoded)
    : [];

/** The names and versions that have no line: all that were ever written, from the first to the current. */
export const missingIn = (catalogue: AnyCatalogue, golden: readonly Encoded[]) =>
  catalogue.types.flatMap((type) =>
    Array.from({ length: catalogue.current(type).version }, (_, i) => ({ type, version: i + 1 })).filter(
      ({ version }) => !golden.some((line) => line.type === type && line.version === version),
    ),
  );

/** As it looks once the people in it have been erased; undefined when there is nobody in it. */
export const erasedTwin = (line: Encoded): Encoded | undefined => {
  const data = erase(line.data) as Json;
  return data === line.data ? undefined : { ...line, data };
};

/** Adds lines for the events that have none yet, in the version that is written now, and changes no other. An older version
 *  is lost once its code is: its line must be written before the next version is. */
export const writeMissing = (name: string, catalogue: AnyCatalogue): void => {
  const added = missingIn(catalogue, goldenOf(name))
    .filter(({ type, version }) => version === catalogue.current(type).version)
    .flatMap(({ type, version }) => linesFor(type, version, catalogue));
  appendFileSync(file(name), added.map((line) => `${JSON.stringify(line)}\n`).join(''));
};

const VARIANTS: readonly SampleVariant[] = [
  { full: true, option: 0 },
  { full: false, option: 1 },
];

const linesFor = (type: string, version: number, catalogue: AnyCatalogue): Encoded[] => {
  const lines = VARIANTS.map((variant) => ({
    type,
    version,
    data: sample(catalogue.current(type).schema, variant, type) as Json,
  }));
  const twins = lines.map(erasedTwin).filter((twin) => twin !== undefined);
  return [...new Map([...lines, ...twins].map((line) => [JSON.stringify(line), line])).values()];
};

const isEnvelope = (value: object): boolean => Object.keys(value).sort().join() === 'ct,iv,k,tag';

/** The same object when there was nothing to erase. */
const erase = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (isEnvelope(value)) return { erased: true };
  let changed = false;
  const copy = Object.entries(value).map(([key, inner]) => {
    const after = erase(inner);
    changed ||= after !== inner;
    return [key, after] as const;
  });
  if (!changed) return value;
  return Array.isArray(value) ? copy.map(([, inner]) => inner) : Object.fromEntries(copy);
};
