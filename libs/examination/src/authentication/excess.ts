/** What a message may hold for its signatures to be verified; real reports stay far below. Each signature costs a look-up
 *  and a hash of the body. mailauth takes quadratic time for folded header lines and for long lines of a body (one of
 *  25 MB: 20 s), and a buffer for each line of blanks (25 MB of them: 3.4 GB). */
const MOST = {
  headerBytes: 256 * 1024,
  headerLines: 2_000,
  signatures: 10,
  seals: 20,
  line: 1024 * 1024,
  blankLines: 20_000, // one after the other
};
/** A body below this cannot hold anything that takes long. */
const SMALL = 64 * 1024;

/** Why this message is too much to verify; undefined when it is not. */
export const excessOf = (bytes: Uint8Array): string | undefined => {
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfHeader(message);
  if (end > MOST.headerBytes) return `not verified: its header is over ${MOST.headerBytes} bytes`;
  const header = message.subarray(0, end);
  let lines = 0;
  for (let at = header.indexOf(LF); at >= 0; at = header.indexOf(LF, at + 1)) lines++;
  if (lines > MOST.headerLines) return `not verified: its header has over ${MOST.headerLines} lines`;
  const text = header.toString('latin1');
  if (count(text, /^dkim-signature[ \t]*:/gim) > MOST.signatures)
    return `not verified: it carries over ${MOST.signatures} signatures`;
  if (count(text, /^arc-seal[ \t]*:/gim) > MOST.seals) return 'not verified: its ARC chain is too long';
  return message.length - end > SMALL ? excessOfBody(message.subarray(end)) : undefined;
};

const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;

const endOfHeader = (message: Buffer): number => {
  const head = message.subarray(0, MOST.headerBytes + 4);
  const ends = ['\r\n\r\n', '\n\n'].map((end) => head.indexOf(end)).filter((at) => at >= 0);
  return ends.length > 0 ? Math.min(...ends) : message.length;
};

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const excessOfBody = (body: Buffer): string | undefined => {
  let start = 0; // of the line
  let blank = true;
  let blankLines = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === LF) {
      blankLines = blank && at - start > 1 ? blankLines + 1 : 0;
      if (blankLines > MOST.blankLines)
        return 'not verified: its body has too many lines of nothing but blanks';
      start = at + 1;
      blank = true;
    } else if (byte !== SPACE && byte !== TAB && byte !== CR) blank = false;
    if (at - start > MOST.line) return `not verified: its body has a line over ${MOST.line} bytes`;
  }
  return undefined;
};
