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
  return { value, params };
};

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
