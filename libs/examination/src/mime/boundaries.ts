import type { Binary } from './decode';

export interface Delimiter {
  /** Where the part before it ends. */
  readonly at: number;
  /** Where the part behind it begins; -1 when there is no further delimiter. */
  readonly next: number;
  /** `--boundary--`: the last one. */
  readonly closes: boolean;
}

/** The next delimiter line of a multipart (RFC 2046 section 5.1.1) at or behind `from`, which begins a line. */
export const delimiter = (body: Binary, boundary: string, from: number): Delimiter => {
  const mark = `--${boundary}`;
  for (let search = from; ;) {
    const atStart = search === from && body.startsWith(mark, from);
    const newline = atStart ? from - 1 : body.indexOf(`\n${mark}`, search);
    if (!atStart && newline < 0) return { at: body.length, next: -1, closes: false };
    const behind = newline + 1 + mark.length;
    const closes = body.startsWith('--', behind);
    const rest = closes ? behind + 2 : behind;
    const end = body.indexOf('\n', rest);
    const stop = end < 0 ? body.length : end;
    // `--abc` also begins the line `--abcd`, which delimits something else.
    if (stop - rest < 200 && body.slice(rest, stop).trim() === '')
      return { at: Math.max(newline, from), next: Math.min(stop + 1, body.length), closes };
    search = rest;
  }
};

/** A line `--something` right before a Content- or MIME- header field, near the beginning: the boundary that a header
 *  should have told. */
export const guessBoundary = (body: Binary): string | undefined => {
  const head = body.slice(0, 20_000);
  for (let at = head.startsWith('--') ? 0 : nextMark(head, 0); at >= 0; at = nextMark(head, at)) {
    const end = head.indexOf('\n', at);
    if (end < 0) return undefined;
    const line = head.slice(at + 2, end).trimEnd();
    if (line.length > 0 && line.length <= 200 && /^(?:content|mime)-/i.test(head.slice(end + 1, end + 9)))
      return line;
  }
  return undefined;
};

const nextMark = (text: string, from: number): number => {
  const newline = text.indexOf('\n--', from);
  return newline < 0 ? -1 : newline + 1;
};
