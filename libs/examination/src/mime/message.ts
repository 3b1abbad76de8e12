import { delimiter, guessBoundary } from './boundaries';
import type { Budget, Problems } from './budget';
import { parseParameterised, type Parameterised } from './content-type';
import { decodeTransfer, type Binary } from './decode';
import { first, readHeaders, type Fields } from './headers';
import { unixLines, unixText } from './lines';
import { signedContent } from './signed-data';

/** One node of the MIME tree. Bodies are not decoded until somebody asks: a complaint needs headers and fields, seldom
 *  bodies, and that is why this scanner exists (measurement in test/bench/examine.ts). */
export interface Part {
  readonly headers: Fields;
  /** `multipart/report`, in lower case; `text/plain` when nothing is said. */
  readonly type: string;
  readonly params: Parameterised['params'];
  /** As it stood, still encoded; lines end with \n, and a character is a byte. */
  readonly body: Binary;
  /** Of a multipart; of a message within, only once it was expanded. */
  readonly parts: readonly Part[];
  /** What a message/rfc822 part, or one with only its headers, holds. */
  readonly message?: Part;
  /** Of a message: all of it, headers included. */
  readonly source?: Binary;
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

const NO_PARTS: readonly Part[] = [];

/** Opens a message. Never throws, and reads each byte a bounded number of times. */
export const openMessage = (bytes: Uint8Array, budget: Budget, problems: Problems): Part => {
  const whole = inEightBits(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (whole.length > budget.bytes) problems.add(`only the first ${budget.bytes} bytes were read`);
  const start = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf ? 3 : 0;
  const text = unixLines(whole.subarray(start, budget.bytes)).toString('latin1');
  // A report posted as JSON has no header fields; its first line must not be taken for one.
  if (/^\s{0,100}(?:\[\s{0,100})?\{/.test(text))
    return { headers: new Map(), type: 'application/json', params: new Map(), body: text, parts: NO_PARTS };
  const scanner = new Scanner(budget, problems);
  return scanner.expand(scanner.message(text), 0);
};

/** A file that somebody saved as "Unicode", which its first two bytes tell. */
const inEightBits = (bytes: Buffer): Buffer => {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16LE(0);
  if (mark !== 0xfeff && mark !== 0xfffe) return bytes;
  const text = bytes.subarray(2, bytes.length - (bytes.length % 2));
  return Buffer.from((mark === 0xfeff ? text : Buffer.from(text).swap16()).toString('utf16le'));
};

/** A message found within another, with its parts. */
export const expand = (message: Part, budget: Budget, problems: Problems): Part =>
  new Scanner(budget, problems).expand(message, 0);

class Scanner {
  private count = 0;

  constructor(
    private readonly budget: Budget,
    private readonly problems: Problems,
  ) {}

  message(source: Binary): Part {
    const start = afterEnvelopeLine(source);
    if (start > 0 && source.charCodeAt(0) !== NEWLINE)
      this.problems.add('an mbox "From " line stands before the headers');
    return { ...this.part(source, start), source };
  }

  private part(text: Binary, from: number, usual = 'text/plain'): Part {
    const { fields, end } = readHeaders(text, from, this.budget, this.problems);
    const { value, params } = this.declared(fields.get('content-type') ?? [usual], text);
    const type = value.includes('/') ? value : value === 'multipart' ? 'multipart/mixed' : usual;
    return { headers: fields, type, params, body: text.slice(end), parts: NO_PARTS };
  }

  /** Of several fields (RFC 2045 allows one) the one that announces the parts that are there; else the first. */
  private declared([only, ...more]: readonly string[], text: Binary): Parameterised {
    const first = parseParameterised(only!);
    if (more.length === 0) return first;
    this.problems.add('several Content-Type header fields in a part');
    const announcing = [first, ...more.slice(0, 4).map(parseParameterised)].find(
      ({ value, params }) =>
        value.startsWith('multipart/') && text.includes(`\n--${params.get('boundary')?.trimEnd() ?? ''}\n`),
    );
    return announcing ?? first;
  }

  /** With its parts, theirs, and the headers of messages among them. What the messages hold is left alone: it is the
   *  reported message's own affair, and seldom asked for. */
  expand(part: Part, depth: number): Part {
    const { type, params, headers, body } = part;
    const multipart = type.startsWith('multipart/');
    if (depth >= this.budget.depth) {
      if (multipart)
        this.problems.add(`parts nested more than ${this.budget.depth} deep: the inner ones were left out`);
      return part;
    }
    if (multipart)
      return { ...part, parts: this.split(body, params.get('boundary'), depth + 1, USUAL.get(type)) };
    if (depth === 0 && !headers.has('content-type')) {
      const boundary = guessBoundary(body);
      if (boundary === undefined) return part;
      this.problems.add('parts without a Content-Type that announces them');
      return { ...part, type: 'multipart/mixed', parts: this.split(body, boundary, depth + 1) };
    }
    if (type === 'application/pkcs7-mime' || type === 'application/x-pkcs7-mime')
      return this.opened(part, depth);
    if (!MESSAGES.has(type)) return part;
    const decoded = decodeTransfer(body, first(headers, 'content-transfer-encoding'), this.budget.decoded);
    // Encoding a message is forbidden (RFC 2046 section 5.2.1) and done all the same; its line ends appear only now.
    return { ...part, message: this.message(decoded === body ? body : unixText(decoded)) };
  }

  /** What is signed as a whole is read like a multipart of one part; what is encrypted has none. */
  private opened(part: Part, depth: number): Part {
    const signed = signedContent(content(part, this.budget.decoded));
    if (signed === undefined || ++this.count > this.budget.parts) return part;
    return { ...part, parts: [this.expand(this.part(unixText(signed), 0), depth + 1)] };
  }

  /** RFC 2046 section 5.1: what stands between lines that begin with `--boundary`. */
  private split(body: Binary, declared: string | undefined, depth: number, usual?: string): Part[] {
    let boundary = declared === undefined || declared === '' ? guessBoundary(body) : declared.trimEnd();
    if (boundary === undefined) {
      this.problems.add('a multipart without a boundary');
      return [];
    }
    if (declared === undefined) this.problems.add('a multipart without a boundary parameter');
    const found: Part[] = [];
    let { next: start, closes } = delimiter(body, boundary, 0);
    if (start < 0) {
      this.problems.add('the boundary of a multipart does not occur');
      const other = guessBoundary(body);
      if (other !== undefined) ({ next: start, closes } = delimiter(body, (boundary = other), 0));
    }
    while (start >= 0 && !closes) {
      if (++this.count > this.budget.parts) {
        this.problems.add(`more than ${this.budget.parts} parts: the rest was left out`);
        break;
      }
      const next = delimiter(body, boundary, start);
      if (next.next < 0) this.problems.add('no closing boundary');
      const content = body.slice(start, next.next < 0 ? body.length : next.at);
      found.push(this.expand(this.part(content, 0, usual), depth));
      start = next.next;
      closes = next.closes;
    }
    return found;
  }
}

/** What the parts of a multipart are when they do not say: RFC 2046 section 5.1.5. */
const USUAL = new Map([['multipart/digest', 'message/rfc822']]);

const NEWLINE = 10;

/** Where the headers begin, behind an mbox "From " line, quoted or not, and behind empty lines. */
const afterEnvelopeLine = (text: Binary): number => {
  let at = 0;
  while (text.charCodeAt(at) === NEWLINE) at++;
  if (!text.startsWith('From ', at) && !text.startsWith('>From ', at)) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
};

/** The part and all below it, depth first; not into messages. */
export function* leaves(part: Part): Generator<Part> {
  yield part;
  for (const child of part.parts) yield* leaves(child);
}

/** The decoded bytes of a part. */
export const content = (part: Part, limit: number): Binary =>
  decodeTransfer(part.body, first(part.headers, 'content-transfer-encoding'), limit);
