/** What a header may hold for its signatures to be verified. Each signature costs a look-up and a hash of the body, and
 *  mailauth's way with folded lines takes quadratic time: real reports stay far below all of these. */
const MOST = { bytes: 256 * 1024, lines: 2_000, signatures: 10, chains: 20 };

/** Why this header is too much to verify; undefined when it is not. */
export const excessOf = (bytes: Uint8Array): string | undefined => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MOST.bytes + 4));
  const header = headerOf(buffer);
  if (header === undefined) return `not verified: its header is over ${MOST.bytes} bytes`;
  let lines = 0;
  for (let at = header.indexOf(10); at >= 0 && lines <= MOST.lines; at = header.indexOf(10, at + 1)) lines++;
  if (lines > MOST.lines) return `not verified: its header has over ${MOST.lines} lines`;
  const text = header.toString('latin1');
  if (count(text, /^dkim-signature[ \t]*:/gim) > MOST.signatures)
    return `not verified: it carries over ${MOST.signatures} signatures`;
  if (count(text, /^arc-seal[ \t]*:/gim) > MOST.chains) return `not verified: its ARC chain is too long`;
  return undefined;
};

const headerOf = (buffer: Buffer): Buffer | undefined => {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => buffer.indexOf(end)).filter((at) => at >= 0);
  if (ends.length === 0) return buffer.length > MOST.bytes ? undefined : buffer;
  return buffer.subarray(0, Math.min(...ends));
};

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
