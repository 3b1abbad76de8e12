import { DEFAULT_BUDGET } from '../mime/budget';

/** What JSON.parse makes of an object. `__proto__` is an own property of it, and nobody's prototype. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Characters of XARF's 15 MB of evidence, in base64, and of what is said around it. */
export const MOST_JSON = 22 * 1024 * 1024;
/** Nobody needs more to report one message. Brackets and commas cost the most: 15 MB of them became 200 MB of objects,
 *  and ended the process, since a thread's memory limit is not looked at within JSON.parse. */
const MOST = { characters: MOST_JSON, depth: 100, values: 50_000 };

/** The JSON object that a text begins with, whatever stands behind it. */
export const objectIn = (text: string): JsonObject | undefined =>
  text.trimStart().startsWith('{') ? objectsIn(text, 1)[0] : undefined;

/** The objects that a text begins with, at most so many: one, several one after another, or those of a list. */
export const objectsIn = (text: string, most: number): JsonObject[] => {
  const found: JsonObject[] = [];
  if (text.length > MOST.characters) return found;
  for (let at = 0; found.length < most;) {
    const start = text.indexOf('{', at);
    const between = text.slice(at, Math.max(at, start)).trim();
    if (start < 0 || (between !== '' && between !== (at === 0 ? '[' : ','))) break;
    const end = endOfObject(text, start);
    const object = end < 0 ? undefined : parsed(text.slice(start, end));
    if (!object) break;
    found.push(object);
    at = end;
  }
  return found;
};

const parsed = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON, or broken
  }
};

/** Behind the bracket that closes the one at `start`; -1 when it is never closed, too deep or too much. */
const endOfObject = (text: string, start: number): number => {
  let depth = 0;
  let values = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c === '\\') at++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') values++;
    else if (c === '{' || c === '[') {
      if (++depth > MOST.depth) return -1;
    } else if ((c === '}' || c === ']') && --depth === 0) return at + 1;
    if (values > MOST.values) return -1;
  }
  return -1;
};

/** JSON whose long line was broken somewhere between two servers: within a text a bare line end means nothing, and goes
 *  with the space that a continued line begins with. */
export const unbroken = (text: string): string => {
  const pieces: string[] = [];
  let quoted = false;
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '\\' && quoted) at++;
    else if (c === '"') quoted = !quoted;
    else if (c === '\n' && quoted) {
      pieces.push(text.slice(kept, at));
      kept = text[at + 1] === ' ' ? at + 2 : at + 1;
    }
  }
  pieces.push(text.slice(kept));
  return pieces.join('');
};

/** An own property that is a text, or a number written as one. */
export const textOf = (object: JsonObject, name: string): string | undefined => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
};

/** The same for what goes into a field: no longer than a header field may be. */
export const fieldOf = (object: JsonObject, name: string): string | undefined =>
  textOf(object, name)?.slice(0, DEFAULT_BUDGET.field);

export const listOf = (object: JsonObject, name: string): readonly unknown[] => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

export const objectOf = (object: JsonObject, name: string): JsonObject => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return isObject(value) ? value : {};
};
