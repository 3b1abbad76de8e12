import { isUtf8 } from 'node:buffer';
import { Problem } from './problem';

const DEEPEST = 64;

/** The value of a JSON body. Throws Problem 400, which says what is wrong and never what stood there: bytes that are not
 *  UTF-8, nesting that would cost the stack of whoever walks it, `__proto__` and its like. */
export const parseJson = (body: Buffer): unknown => {
  if (!isUtf8(body)) throw notJson('the body is not UTF-8, as JSON has to be');
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  if (depthOf(body) > DEEPEST) throw notJson(`the body is nested more than ${DEEPEST} deep`);
  const value = parsed(text);
  const forbidden = forbiddenIn(value);
  if (forbidden) throw notJson(`the body has a field ${forbidden}, which is taken nowhere`);
  return value;
};

const notJson = (detail: string): Problem => new Problem('invalid-request', detail);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/.exec((error as Error).message) ?? [];
    throw notJson(
      `the body is not valid JSON: ${position === undefined ? 'it ends too early' : `see character ${position}`}`,
    );
  }
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);

/** How deep lists and objects go, before anything is made of them. */
const depthOf = (body: Buffer): number => {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < body.length && deepest <= DEEPEST; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) i += byte === BACKSLASH ? 1 : 0;
    else if (OPENS.has(byte)) deepest = Math.max(deepest, ++depth);
    else if (CLOSES.has(byte)) depth--;
  }
  return deepest;
};

/** The first field by whose name a prototype could be reached. */
const forbiddenIn = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, '__proto__')) return '__proto__';
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'constructor' && typeof inner === 'object' && inner !== null && 'prototype' in inner)
      return 'constructor.prototype';
    const found = forbiddenIn(inner);
    if (found) return found;
  }
  return undefined;
};
