import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { Registry } from './registry';
import { sourceSchema, type FeedbackSource } from './schema';

/** Everything wrong with the files at once: each line names the file, the place, and what is allowed. */
export class SourcesError extends Error {
  constructor(
    readonly folder: string,
    readonly faults: readonly string[],
  ) {
    super(`feedback sources in ${folder} cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'SourcesError';
  }
}

/** Reads every .yaml file of a folder; the id of a source is the name of its file. Throws SourcesError, so that whoever
 *  reloads keeps what they had. */
export const loadSources = (folder: string): Registry => {
  const faults: string[] = [];
  const files = namesIn(folder, faults);
  const sources = files.flatMap((file) => readSource(folder, file, faults) ?? []);
  if (files.length === 0 && faults.length === 0)
    faults.push('no .yaml file there: without a source nobody can vouch for a report; ship at least one');
  for (const [pattern, ids] of sharedPatterns(sources))
    faults.push(
      `${ids.join('.yaml, ')}.yaml: identity.from: ${pattern} is claimed by each; only one may have it`,
    );
  if (faults.length > 0) throw new SourcesError(folder, faults);
  return new Registry(sources);
};

const namesIn = (folder: string, faults: string[]): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch {
    faults.push('no such folder: set MELDKAMER_SOURCES_DIR to the one that holds the feedback sources');
    return [];
  }
};

const readSource = (folder: string, file: string, faults: string[]): FeedbackSource | undefined => {
  let given: unknown;
  try {
    given = parse(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    faults.push(`${file}: no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return undefined;
  }
  const { success, data, error } = sourceSchema.safeParse(given);
  if (!success) {
    faults.push(...error.issues.map((issue) => `${file}: ${explain(issue, given)}`));
    return undefined;
  }
  if (data.id !== basename(file, '.yaml')) {
    faults.push(`${file}: id: ${data.id} is not the name of the file; make them the same`);
    return undefined;
  }
  return data;
};

const explain = (issue: z.core.$ZodIssue, given: unknown): string => {
  const path = issue.path.join('.');
  const value = issue.path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    given,
  );
  if (issue.code === 'unrecognized_keys')
    return `${path === '' ? '' : `${path}: `}${issue.keys.join(', ')}: no such field; there are ${Object.keys(sourceSchema.shape).join(', ')}`;
  return `${path}: ${value === undefined ? 'is missing' : JSON.stringify(value)}; ${issue.message}`;
};

const sharedPatterns = (sources: readonly FeedbackSource[]): [string, string[]][] => {
  const owners = new Map<string, string[]>();
  for (const { id, identity } of sources)
    for (const pattern of identity.from) owners.set(pattern, [...(owners.get(pattern) ?? []), id]);
  return [...owners].filter(([, ids]) => ids.length > 1);
};
