import { z } from 'zod';
import { valueAt, type Merged } from './layers';
import { withoutCredentials } from './redacted';
import { metaOf, namesIn, schemaAt } from './schema-tree';
import { nearest, type Problem } from './settings-error';

const spelled = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, name) =>
      typeof name === 'number' ? `${text}[${name}]` : text ? `${text}.${String(name)}` : String(name),
    '',
  );

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
};

/** An issue of the schema in the words of the person who has to mend it. */
export const explain =
  (schema: z.ZodType, merged: Merged) =>
  (issue: z.core.$ZodIssue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      const names = namesIn(schemaAt(schema, issue.path) ?? schema) ?? [];
      return issue.keys.map((name) => {
        const path = [...issue.path, name];
        const meant = nearest(name, names);
        return {
          path: spelled(path),
          source: merged.sourceOf(path),
          problem: 'no such setting',
          allowed: meant
            ? `did you mean ${spelled([...issue.path, meant])}?`
            : `known here: ${names.join(', ')}`,
        };
      });
    }
    const { secret, description } = metaOf(deepest(schema, issue.path));
    const value = valueAt(merged.values, issue.path);
    const printable = secret === 'credentials' ? withoutCredentials(String(value)) : value;
    const ownWords = issue.code === 'custom' && issue.message !== 'Invalid input' ? issue.message : undefined;
    return [
      {
        path: spelled(issue.path),
        source: merged.sourceOf(issue.path),
        value: value === undefined || secret === 'all' ? undefined : shown(printable),
        problem: ownWords ?? (value === undefined ? 'is missing' : 'is not allowed'),
        allowed: description ? `allowed: ${description}` : ownWords ? undefined : issue.message,
      },
    ];
  };

/** The description nearest above an issue: a list's, when one of its items is wrong and says nothing itself. */
const deepest = (schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined => {
  for (let length = path.length; length > 0; length--) {
    const found = schemaAt(schema, path.slice(0, length));
    if (found && metaOf(found).description) return found;
  }
  return undefined;
};
