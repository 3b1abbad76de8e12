import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { leavesOf, valueAt, type Leaf } from './layers';
import { childOf, kindOf, namesIn } from './schema-tree';
import { nearest, type Problem } from './settings-error';

const PREFIX = 'MELDKAMER_';
/** Names the file; it is not in it. */
export const CONFIG_VARIABLE = 'MELDKAMER_CONFIG';

/** `PUBLIC_URL`, `publicUrl` and `public-url` are one name. */
const squashed = (name: string) => name.toLowerCase().replace(/[_-]/g, '');
const spelled = (path: readonly string[]) =>
  PREFIX +
  path
    .map((name) =>
      name
        .replace(/(?<=[a-z0-9])[A-Z]/g, '_$&')
        .replaceAll('-', '_')
        .toUpperCase(),
    )
    .join('__');

const read = (text: string, schema: z.ZodType): unknown => {
  const kind = kindOf(schema);
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (kind === 'level' || (kind === 'list' && text.trimStart().startsWith('['))) {
    try {
      return parseYaml(text); // its flow style is JSON, and `{rate: 5}` too
    } catch {
      return text; // the schema says what is allowed
    }
  }
  if (kind === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return text;
};

/** `MELDKAMER_HTTP__PUBLIC_URL=…` is `http.publicUrl`. An empty variable counts as absent, as Compose files write it.
 *  `below` are the values of the files, which know how the ids of brands are spelled. */
export const fromEnvironment = (
  schema: z.ZodType,
  environment: Readonly<Record<string, string | undefined>>,
  below: unknown,
): { leaves: Leaf[]; problems: Problem[] } => {
  const leaves: Leaf[] = [];
  const problems: Problem[] = [];
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || variable === CONFIG_VARIABLE || !value) continue;
    const path: string[] = [];
    let at: z.ZodType | undefined = schema;
    for (const segment of variable.slice(PREFIX.length).split('__')) {
      const known: readonly string[] | null | undefined = at && namesIn(at);
      const names: readonly string[] = known ?? Object.keys(valueAt(below, path) ?? {});
      const name = names.find((candidate) => squashed(candidate) === squashed(segment));
      if (name === undefined && known !== null) {
        const meant = nearest(segment.toLowerCase(), names);
        problems.push({
          path: variable,
          problem: 'no such setting',
          allowed: meant && `did you mean ${spelled([...path, meant])}?`,
        });
        at = undefined;
        break;
      }
      path.push(name ?? segment.toLowerCase().replaceAll('_', '-'));
      at = at && childOf(at, path.at(-1)!);
    }
    if (at) leaves.push(...leavesOf(read(value, at), variable, path));
  }
  return { leaves, problems };
};
