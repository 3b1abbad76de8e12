import type { Budget, Problems } from './budget';

/** Header fields by lower-case name, each with its values in order, unfolded and otherwise as they stood. A Map, since
 *  the names are for outsiders to choose: `__proto__` is one like any other. */
export type Fields = ReadonlyMap<string, readonly string[]>;

export interface HeaderBlock {
  readonly fields: Fields;
  /** Where the body begins, behind the empty line. */
  readonly end: number;
}

const NEWLINE = 10;
const SPACE = 32;
const TAB = 9;

/** Reads header fields from `from` up to an empty line (RFC 5322 section 2.2). Lines end with \n by now. What is no field
 *  (an mbox line, a stray line without a colon) is passed over, since the fields behind it matter more than the fault. */
export const readHeaders = (text: string, from: number, budget: Budget, problems: Problems): HeaderBlock => {
  const fields = new Map<string, string[]>();
  let at = from;
  let count = 0;
  let strays = 0;
  while (at < text.length && text.charCodeAt(at) !== NEWLINE) {
    if (count === budget.headers || strays > budget.headers) {
      problems.add(`more than ${budget.headers} header fields in a part: the rest was left out`);
      at = endOfBlock(text, at);
      break;
    }
    const [line, next] = foldedLine(text, at, budget.field);
    const colon = line.indexOf(':');
    const name = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : '';
    if (isName(name)) {
      count++;
      const value = line.slice(colon + 1).trim();
      const known = fields.get(name);
      if (known) known.push(value);
      else fields.set(name, [value]);
      if (next - at > budget.field)
        problems.add(`a header field longer than ${budget.field} characters was cut`);
    } else if (at > from && line.trim() !== '') {
      strays++;
      problems.add('a line among the header fields is none');
    }
    at = next;
  }
  return { fields, end: Math.min(at + 1, text.length) };
};

/** The line at `at` with its continuations joined by single spaces, cut at `limit`, and where the next one begins. */
const foldedLine = (text: string, at: number, limit: number): [string, number] => {
  let end = endOfLine(text, at);
  let line = text.slice(at, Math.min(end, at + limit));
  for (let next = end + 1; next < text.length; next = end + 1) {
    const first = text.charCodeAt(next);
    if (first !== SPACE && first !== TAB) break;
    end = endOfLine(text, next);
    if (line.length < limit) line += ' ' + text.slice(next, Math.min(end, next + limit)).trim();
  }
  return [line.length > limit ? line.slice(0, limit) : line, end + 1];
};

/** The empty line that ends the block. */
const endOfBlock = (text: string, at: number): number => {
  const end = text.indexOf('\n\n', at);
  return end < 0 ? text.length : end + 1;
};

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

/** RFC 5322 section 3.6.8: printable, no space. `From user Tue …` of an mbox has spaces, and is no field. */
const isName = (name: string): boolean => {
  if (name.length === 0 || name.length > 200) return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code <= SPACE || code >= 127) return false;
  }
  return true;
};

export const first = (fields: Fields, name: string): string | undefined => fields.get(name)?.[0];
export const last = (fields: Fields, name: string): string | undefined => fields.get(name)?.at(-1);
export const all = (fields: Fields, name: string): readonly string[] => fields.get(name) ?? [];
