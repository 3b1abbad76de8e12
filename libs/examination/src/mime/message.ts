import type { Budget, Problems } from './budget';
import { parseParameterised, type Parameterised } from './content-type';
import { decodeTransfer, type Binary } from './decode';
import { first, readHeaders, type Fields } from './headers';
import { unixLines } from './lines';

/** One node of the MIME tree. Bodies are not decoded until somebody asks: a complaint needs headers and fields, seldom
 *  bodies, and that is why this scanner exists (measurement in test/bench/examine.ts). */
export interface Part {
  readonly headers: Fields;
  /** `multipart/report`, in lower case; `text/plain` when nothing is said. */
  readonly type: string;
  readonly params: Parameterised['params'];
  /** As it stood, still encoded; lines end with \n, and a character is a byte. */
  readonly body: Binary;
  /** Of a multipart. */
  readonly parts: readonly Part[];
  /** What a message/rfc822 part, or one with only its headers, holds. */
  readonly message?: Part;
}

/** Types whose content is a message, or its headers alone; `-header` is how some write it. */
const MESSAGES = new Set([
  'message/rfc822',
  'message/global',
  'message/rfc822-headers',
  'message/global-headers',
  'text/rfc822-headers',
  'text/rfc822-header',
  'text/rfc822',
]);

/** Opens a message. Never throws, and reads each byte a bounded number of times. */
export const openMessage = (bytes: Uint8Array, budget: Budget, problems: Problems): Part => {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (whole.length > budget.bytes) problems.add(`only the first ${budget.bytes} bytes were read`);
  const start = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf ? 3 : 0;
  const text = unixLines(whole.toString('latin1', start, Math.min(whole.length, budget.bytes)));
  return new Scanner(budget, problems).message(text, 0);
};

class Scanner {
  private parts = 0;

  constructor(
    private readonly budget: Budget,
    private readonly problems: Problems,
  ) {}

  message(text: Binary, depth: number): Part {
    const start = afterEnvelopeLine(text);
    if (text.charCodeAt(0) !== 10 && start > 0)
      this.problems.add('an mbox "From " line stands before the headers');
    return this.part(text, start, depth, true);
  }

  private part(text: Binary, from: number, depth: number, isMessage = false): Part {
    this.parts++;
    const { fields, end } = readHeaders(text, from, this.budget, this.problems);
    const declared = first(fields, 'content-type');
    const { value, params } = parseParameterised(declared ?? 'text/plain');
    const type = value.includes('/') ? value : value === 'multipart' ? 'multipart/mixed' : 'text/plain';
    const body = text.slice(end);
    const part = { headers: fields, type, params, body, parts: [] };
    if (depth >= this.budget.depth) {
      if (type.startsWith('multipart/') || MESSAGES.has(type))
        this.problems.add(`parts nested more than ${this.budget.depth} deep: the inner ones were left out`);
      return part;
    }
    if (type.startsWith('multipart/'))
      return { ...part, parts: this.split(body, params.get('boundary'), depth + 1) };
    if (isMessage && declared === undefined) {
      const boundary = guessBoundary(body);
      if (boundary !== undefined) {
        this.problems.add('parts without a Content-Type that announces them');
        return { ...part, type: 'multipart/mixed', parts: this.split(body, boundary, depth + 1) };
      }
    }
    if (!MESSAGES.has(type)) return part;
    const encoding = first(fields, 'content-transfer-encoding');
    const decoded = decodeTransfer(body, encoding, this.budget.decoded);
    // Encoding a message is forbidden (RFC 2046 section 5.2.1) and done all the same; its line ends appear only now.
    const inner = decoded === body ? body : unixLines(decoded);
    return { ...part, message: this.message(inner, depth + 1) };
  }

  /** RFC 2046 section 5.1: what stands between lines that begin with `--boundary`. */
  private split(body: Binary, declared: string | undefined, depth: number): Part[] {
    const boundary = declared === undefined || declared === '' ? guessBoundary(body) : declared.trimEnd();
    if (boundary === undefined) {
      this.problems.add('a multipart without a boundary');
      return [];
    }
    if (declared === undefined) this.problems.add('a multipart without a boundary parameter');
    const found: Part[] = [];
    let { next: start, closes } = delimiter(body, boundary, 0);
    if (start < 0) this.problems.add('the boundary of a multipart does not occur');
    while (start >= 0 && !closes) {
      if (this.parts >= this.budget.parts) {
        this.problems.add(`more than ${this.budget.parts} parts: the rest was left out`);
        break;
      }
      const next = delimiter(body, boundary, start);
      if (next.next < 0) this.problems.add('no closing boundary');
      const content = body.slice(start, next.next < 0 ? body.length : next.at);
      found.push(this.part(content, 0, depth));
      start = next.next;
      closes = next.closes;
    }
    return found;
  }
}

interface Delimiter {
  /** Where the part before it ends. */
  readonly at: number;
  /** Where the part behind it begins; -1 when there is no further delimiter. */
  readonly next: number;
  readonly closes: boolean;
}

/** The next delimiter line at or behind `from`, which is the beginning of a line. */
const delimiter = (body: Binary, boundary: string, from: number): Delimiter => {
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

/** Where the headers begin, behind an mbox "From " line, quoted or not, and behind empty lines. */
const afterEnvelopeLine = (text: Binary): number => {
  let at = 0;
  while (text.charCodeAt(at) === 10) at++;
  if (!text.startsWith('From ', at) && !text.startsWith('>From ', at)) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
};

/** A line `--something` right before a Content- header field, near the beginning. */
const guessBoundary = (body: Binary): string | undefined => {
  const head = body.slice(0, 20_000);
  for (let at = head.startsWith('--') ? 0 : head.indexOf('\n--') + 1; at > 0 || head.startsWith('--');) {
    const end = head.indexOf('\n', at);
    if (end < 0) return undefined;
    const line = head.slice(at + 2, end).trimEnd();
    if (line.length > 0 && line.length <= 200 && /^(content|mime)-/i.test(head.slice(end + 1, end + 9)))
      return line;
    const next = head.indexOf('\n--', end);
    if (next < 0) return undefined;
    at = next + 1;
  }
  return undefined;
};

/** The part and all below it, depth first; not into messages. */
export function* leaves(part: Part): Generator<Part> {
  yield part;
  for (const child of part.parts) yield* leaves(child);
}

/** The decoded bytes of a part. */
export const content = (part: Part, limit: number): Binary =>
  decodeTransfer(part.body, first(part.headers, 'content-transfer-encoding'), limit);
