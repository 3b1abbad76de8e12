import { z } from 'zod';
import type { SettingMeta } from './fields';

// The settings' schema read as a tree: what stands at a path, what it may be called, what it is made of.

type Meta = SettingMeta & { readonly description?: string };

/** Optional and nullable wrappers say nothing about what a setting is. */
const unwrapped = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional ? unwrapped(schema.def.innerType as z.ZodType) : schema;

export const metaOf = (schema: z.ZodType | undefined): Meta => {
  if (!schema) return {};
  return schema.meta() ?? unwrapped(schema).meta() ?? {};
};

/** The names a level knows, and null where any name is allowed (brands). */
export const namesIn = (schema: z.ZodType): readonly string[] | null => {
  const level = unwrapped(schema);
  return level instanceof z.ZodObject ? Object.keys(level.shape) : null;
};

/** What stands below `name`; undefined when nothing of that name may. */
export const childOf = (schema: z.ZodType | undefined, name: string | number): z.ZodType | undefined => {
  const level = schema && unwrapped(schema);
  if (level instanceof z.ZodObject) return (level.shape as Record<string, z.ZodType>)[name];
  if (level instanceof z.ZodRecord) return level.def.valueType as z.ZodType;
  if (level instanceof z.ZodArray) return level.def.element as z.ZodType;
  return undefined;
};

export const schemaAt = (root: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined =>
  path.reduce<z.ZodType | undefined>((schema, name) => childOf(schema, name as string | number), root);

export type Kind = 'level' | 'list' | 'number' | 'boolean' | 'text';
/** How text from an environment variable has to be read. A size or a duration is text: its schema reads it. */
export const kindOf = (schema: z.ZodType): Kind => {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return 'level';
  if (inner instanceof z.ZodArray) return 'list';
  if (inner instanceof z.ZodNumber) return 'number';
  if (inner instanceof z.ZodBoolean) return 'boolean';
  return 'text';
};
