import { decodeCharset } from './decode';

/** A header field with parameters, RFC 2045 section 5.1: `multipart/report; boundary="x"`. */
export interface Parameterised {
  /** In lower case, comments removed. */
  readonly value: string;
  /** By lower-case name; the first of a name stands. */
  readonly params: ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Linear and forgiving: missing quotes, stray semicolons and comments do not hide the parameters behind them. */
export const parseParameterised = (text: string): Parameterised => {
  const end = text.indexOf(';');
  const value = withoutComments(end < 0 ? text : text.slice(0, end)).toLowerCase();
  if (end < 0) return { value, params: NONE };
  const params = new Map<string, string>();
  let at = end + 1;
  while (at < text.length) {
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const stray = text.lastIndexOf(';', equals);
    const name = text
      .slice(Math.max(at, stray + 1), equals)
      .trim()
      .toLowerCase();
    const [content, next] = parameterValue(text, equals + 1);
    if (name !== '' && !params.has(name)) params.set(name, content);
    at = next;
  }
  if (text.includes('*')) joinContinuations(params);
  return { value, params };
};

/** RFC 2231 section 3 and 4: `name*0*=utf-8''a%20; name*1=b` and `name*=utf-8''a%20b`. The plain parameter stands when there
 *  is one too. */
const joinContinuations = (params: Map<string, string>): void => {
  const pieces = new Map<string, [piece: number, text: string, encoded: boolean][]>();
  for (const [key, text] of params) {
    const [name = '', ...marks] = key.split('*', 4);
    const piece = marks[0] === undefined || marks[0] === '' ? 0 : Number(marks[0]);
    if (marks.length === 0 || name === '' || params.has(name) || !(piece < MOST_PIECES)) continue;
    const found = pieces.get(name) ?? [];
    if (found.length === 0) pieces.set(name, found);
    found.push([piece, text, marks.at(-1) === '']);
  }
  for (const [name, found] of pieces) {
    found.sort(([a], [b]) => a - b);
    const charset = found[0]![2] ? found[0]![1].split("'", 1)[0] : undefined;
    const bytes = found.map(([, text, encoded], n) =>
      encoded ? percentDecoded(n === 0 ? text.replace(/^[^']{0,60}'[^']{0,60}'/, '') : text) : text,
    );
    params.set(name, charset === undefined ? bytes.join('') : decodeCharset(bytes.join(''), charset));
  }
};
const MOST_PIECES = 100;

const percentDecoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const parameterValue = (text: string, from: number): [string, number] => {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  if (text[at] !== '"') {
    const end = text.indexOf(';', at);
    const raw = end < 0 ? text.slice(at) : text.slice(at, end);
    return [withoutComments(raw), end < 0 ? text.length : end + 1];
  }
  let content = '';
  for (at++; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && at + 1 < text.length) at++;
    content += text[at];
  }
  const end = text.indexOf(';', at);
  return [content, end < 0 ? text.length : end + 1];
};

const isSpace = (code: number): boolean => code === 32 || code === 9;

/** Comments in parentheses (RFC 5322 section 3.2.2) removed, nested ones too. */
export const withoutComments = (text: string): string => {
  if (!text.includes('(')) return text.trim();
  let depth = 0;
  let out = '';
  for (const c of text)
    if (c === '(') depth++;
    else if (c === ')' && depth > 0) depth--;
    else if (depth === 0) out += c;
  return out.trim();
};
