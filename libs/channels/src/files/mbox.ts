import { Lines } from './lines';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x3e; // '>'
const FROM = Buffer.from('From ');

/** A separator begins with "From " and names a time of day, as every writer's does. The time is asked for, because
 *  writers that do not quote leave "From here on …" in a text as it is. */
const TIME = /\d\d?:\d\d/;
const LONGEST_SEPARATOR = 1_000;

/** One message of an mbox file; undefined when it is over the limit. */
export type MboxMessage = Buffer | undefined;

/** Takes an mbox file apart while it is read: of gigabytes, one message at a time is in memory, and of one over `limit`
 *  bytes nothing. `>From ` loses one `>` (mboxrd; for mboxo, which is ambiguous, the usual reading), and the blank line
 *  before a separator belongs to the separator. */
export async function* mboxMessages(
  chunks: AsyncIterable<Buffer>,
  limit: number,
): AsyncIterable<MboxMessage> {
  const lines = new Lines();
  const split = new Split(limit);
  for await (const chunk of chunks)
    for (const { line, begins } of lines.of(chunk))
      if (split.separates(line, begins)) yield* split.next();
      else split.add(line, begins);
  for (const { line, begins } of lines.end()) split.add(line, begins);
  yield* split.last();
}

/** How many there are, for a progress bar. */
export const countMbox = async (chunks: AsyncIterable<Buffer>): Promise<number> => {
  const lines = new Lines();
  const split = new Split(0);
  let count = 0;
  for await (const chunk of chunks)
    for (const { line, begins } of lines.of(chunk)) if (split.separates(line, begins)) count++;
  return count;
};

/** Whether a file that begins like this is an mbox. */
export const looksLikeMbox = (start: Buffer): boolean => {
  const end = start.indexOf(LF);
  return isSeparator(end < 0 ? start : start.subarray(0, end + 1));
};

class Split {
  private message: Collected | undefined;
  private afterBlank = true; // the first line of the file may be a separator too

  constructor(private readonly limit: number) {}

  separates(line: Buffer, begins: boolean): boolean {
    const separates = begins && this.afterBlank && isSeparator(line);
    this.afterBlank = begins && isBlank(line);
    return separates;
  }

  add(line: Buffer, begins: boolean): void {
    this.message?.add(begins && isQuoted(line) ? line.subarray(1) : line, begins);
  }

  *next(): Iterable<MboxMessage> {
    if (this.message) yield this.message.bytes(true);
    this.message = new Collected(this.limit);
  }

  *last(): Iterable<MboxMessage> {
    if (this.message) yield this.message.bytes(false);
  }
}

/** Copied into one buffer: a list of lines weighs a hundred times a message of empty ones. */
class Collected {
  private buffer = Buffer.allocUnsafe(8 * 1024);
  private length = 0;
  private blank = 0; // bytes of the last line, when it is blank

  constructor(private readonly limit: number) {}

  add(line: Buffer, begins: boolean): void {
    if (this.length > this.limit) return;
    if (this.length + line.length > this.buffer.length) this.grow(line.length);
    this.length += line.copy(this.buffer, this.length);
    this.blank = begins && isBlank(line) ? line.length : 0;
  }

  bytes(separated: boolean): MboxMessage {
    const length = this.length - (separated ? this.blank : 0);
    return length > this.limit ? undefined : Buffer.from(this.buffer.subarray(0, length));
  }

  private grow(more: number): void {
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + more));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}

const isBlank = (line: Buffer): boolean => line[0] === LF || (line[0] === CR && line[1] === LF);

const startsWithFrom = (line: Buffer, at: number): boolean => {
  for (let i = 0; i < FROM.length; i++) if (line[at + i] !== FROM[i]) return false;
  return true;
};

const isSeparator = (line: Buffer): boolean =>
  startsWithFrom(line, 0) &&
  line.length <= LONGEST_SEPARATOR &&
  TIME.test(line.toString('latin1', FROM.length));

const isQuoted = (line: Buffer): boolean => {
  let quotes = 0;
  while (line[quotes] === QUOTE) quotes++;
  return quotes > 0 && startsWithFrom(line, quotes);
};
