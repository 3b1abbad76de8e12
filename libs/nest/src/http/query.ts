import { Problem } from './problem';

/** Throws Problem 400 for a query that a lenient reader would make something else of: bytes that are not UTF-8, and a field
 *  by whose name a prototype could be reached. `url` is the path with its query. */
export const checkQuery = (url: string): void => {
  const [, query] = url.split(/\?(.*)/s);
  if (!query) return;
  for (const part of query.split('&')) {
    const name = decoded(part.split('=', 1)[0]!);
    decoded(part);
    if (/^__proto__(\[|\.|$)/.test(name)) throw wrong('__proto__', 'there is no such field');
  }
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw wrong('', 'the query must be percent-encoded UTF-8');
  }
};

const wrong = (path: string, message: string): Problem =>
  new Problem('invalid-request', path === '' ? message : `the query has a field ${path}: ${message}`, {
    errors: [{ path, message }],
  });
