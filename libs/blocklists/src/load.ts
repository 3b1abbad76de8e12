import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { blocklistSchema, type Blocklist } from './schema';

const MOST = 100; // each is asked beside the others

/** Everything wrong with the files at once: each line names the file, the place, and what is allowed. */
export class BlocklistsError extends Error {
  constructor(
    readonly folder: string,
    readonly faults: readonly string[],
  ) {
    super(`blocklists in ${folder} cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'BlocklistsError';
  }
}

/** Reads every .yaml file of a folder, which may hold none; the id of a list is the name of its file. Throws
 *  BlocklistsError, so that whoever reloads keeps what they had. */
export const loadBlocklists = (folder: string): readonly Blocklist[] => {
  const faults: string[] = [];
  const files = namesIn(folder, faults);
  if (files.length > MOST) faults.push(`${files.length} files there: ${MOST} blocklists at most`);
  const lists = files.flatMap((file) => readList(folder, file, faults) ?? []);
  if (faults.length > 0) throw new BlocklistsError(folder, faults);
  return lists;
};

const namesIn = (folder: string, faults: string[]): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch {
    faults.push('no such folder: set MELDKAMER_BLOCKLISTS_DIR to the one that holds the blocklists');
    return [];
  }
};

const readList = (folder: string, file: string, faults: string[]): Blocklist | undefined => {
  let given: unknown;
  try {
    given = parse(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    faults.push(`${file}: no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return undefined;
  }
  const { success, data, error } = blocklistSchema.safeParse(given);
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
  if (issue.code === 'unrecognized_keys')
    return `${path === '' ? '' : `${path}: `}${issue.keys.join(', ')}: no such field${path === '' ? `; there are ${Object.keys(blocklistSchema.shape).join(', ')}` : ''}`;
  const value = issue.path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    given,
  );
  if (value === undefined) return `${path}: is missing; ${issue.message}`;
  // A zone may hold the key of a registration.
  const shown = path === 'zone' || typeof value === 'object' ? '' : `${JSON.stringify(value)}; `;
  return `${path}: ${shown}${issue.code === 'invalid_union' ? CODE : issue.message}`;
};

const CODE =
  'must be { code: 127.0.0.2, means: listed | policy-range | error, name: … }, or one with `bit` for `code`';
