import { z } from 'zod';
import { childOf, metaOf } from './schema-tree';
import { settingsSchema, type Settings } from './schema';

/** A URL without its user and password. What is no URL is hidden whole: it may be a password in the wrong place. */
export const withoutCredentials = (text: string): string => {
  if (!URL.canParse(text)) return '[hidden]';
  return text.replace(/^([a-z+.-]+:\/\/)[^/?#]*@/i, '$1***@');
};

const hide = (value: unknown, schema: z.ZodType | undefined): unknown => {
  const { secret } = metaOf(schema);
  if (secret && typeof value === 'string') return secret === 'all' ? '[hidden]' : withoutCredentials(value);
  if (Array.isArray(value)) return value.map((item: unknown, i) => hide(item, schema && childOf(schema, i)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [name, hide(below, childOf(schema, name))]),
  );
};

/** The settings as they may be printed: keys and passwords are hidden. Never print them in another way. */
export const redacted = (settings: Settings): unknown => hide(settings, settingsSchema);
