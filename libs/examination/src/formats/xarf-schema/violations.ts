import type { z } from 'zod';

/** What a report has against its schema, for its problems: field names of the schema and what was expected there, and
 *  nothing of what was written, for problems are stored in clear. */
export const violationsOf = (schema: z.ZodType, report: unknown): string[] => {
  const { error } = schema.safeParse(report);
  if (!error) return [];
  const all = error.issues.map((issue) => {
    const where = issue.path.map(String).join('.');
    const what = WORDS.get(issue.code ?? '') ?? issue.message;
    return `not as XARF's schema says: ${where === '' ? '' : `${where}: `}${what}`.slice(0, 200);
  });
  const distinct = [...new Set(all)];
  return distinct.length <= MOST
    ? distinct
    : [...distinct.slice(0, MOST), `not as XARF's schema says: ${distinct.length - MOST} more`];
};

const MOST = 10;

/** Where the library would quote a name that was written, or list all words that could have been. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['unrecognized_keys', 'has fields that the schema does not know'],
  ['invalid_value', 'none of the words that the schema knows'],
]);
