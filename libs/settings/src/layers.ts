import { resolve } from 'node:path';
import { z } from 'zod';
import { childOf, metaOf, schemaAt } from './schema-tree';

/** One value at one path, and who says so: a file's name or a variable's. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly source: string;
}
export interface Layer {
  readonly leaves: readonly Leaf[];
  readonly base: string; // the folder relative paths in it are taken from
}
export interface Merged {
  readonly values: Record<string, unknown>;
  /** Who set what stands at this path or, when it is a level, something in it. */
  sourceOf(path: readonly PropertyKey[]): string | undefined;
}

const isLevel = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A file's content as leaves. A list is one leaf: lists replace each other, they do not mix. */
export const leavesOf = (value: unknown, source: string, path: readonly string[] = []): Leaf[] =>
  isLevel(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, below]) => leavesOf(below, source, [...path, name]))
    : [{ path, value, source }];

// Without a prototype, so that a setting called __proto__ is an unknown setting and nothing else.
const level = () => Object.create(null) as Record<string, unknown>;

const put = (values: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void => {
  if (name === undefined) return;
  if (rest.length > 0) {
    const below = values[name];
    put((values[name] = isLevel(below) ? below : level()), rest, value);
  } else if (value === null) delete values[name];
  else if (!isLevel(value)) values[name] = value;
  else if (!isLevel(values[name])) values[name] = level(); // `{}` says that there is such a level, not that it is empty
};

const key = (path: readonly PropertyKey[]) => path.map(String).join('.');

/** Relative paths made absolute, in the items of a list too. */
const withPaths = (value: unknown, schema: z.ZodType | undefined, base: string): unknown => {
  if (typeof value === 'string') return metaOf(schema).path ? resolve(base, value) : value;
  if (Array.isArray(value))
    return value.map((item, at) => withPaths(item, schema && childOf(schema, at), base));
  if (!isLevel(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [
      name,
      withPaths(below, schema && childOf(schema, name), base),
    ]),
  );
};

/** Later layers beat earlier ones, setting by setting; `null` takes a setting away. */
export const merge = (schema: z.ZodType, layers: readonly Layer[]): Merged => {
  const values = level();
  const sources = new Map<string, string>();
  for (const { leaves, base } of layers)
    for (const { path, value, source } of leaves) {
      put(values, path, withPaths(value, schemaAt(schema, path), base));
      sources.set(key(path), source);
    }
  return {
    values,
    sourceOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const source = sources.get(key(path.slice(0, length)));
        if (source !== undefined) return source;
      }
      return [...sources].reverse().find(([at]) => at.startsWith(`${key(path)}.`))?.[1];
    },
  };
};

export const valueAt = (values: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined,
    values,
  );
