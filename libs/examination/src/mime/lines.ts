const CR = 13;
const LF = 10;

/** CRLF, LF and CR all end a line, mixed or not, and so does CR CR LF, which broken relays write. On bytes, in one pass:
 *  String.replace took 1.9 GB for 25 MB of line ends. */
export const unixLines = (bytes: Buffer): Buffer => {
  let read = bytes.indexOf(CR);
  if (read < 0) return bytes;
  const lines = Buffer.allocUnsafe(bytes.length);
  bytes.copy(lines, 0, 0, read);
  let written = read;
  while (read < bytes.length) {
    const byte = bytes[read++]!;
    if (byte !== CR) {
      lines[written++] = byte;
      continue;
    }
    if (bytes[read] === CR && bytes[read + 1] === LF) read += 2;
    else if (bytes[read] === LF) read++;
    lines[written++] = LF;
  }
  return lines.subarray(0, written);
};

/** The same for what was decoded: a character is a byte. */
export const unixText = (binary: string): string =>
  binary.includes('\r') ? unixLines(Buffer.from(binary, 'latin1')).toString('latin1') : binary;

/** Each bare LF made CRLF, as signatures are verified (RFC 6376 section 5.3). mailauth does it too, with an awaited chunk
 *  for each line: minutes for what takes this milliseconds. */
export const networkLines = (bytes: Buffer): Buffer => {
  let bare = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) if (bytes[at - 1] !== CR) bare++;
  if (bare === 0) return bytes;
  const lines = Buffer.allocUnsafe(bytes.length + bare);
  let written = 0;
  for (let read = 0; read < bytes.length; read++) {
    const byte = bytes[read]!;
    if (byte === LF && bytes[read - 1] !== CR) lines[written++] = CR;
    lines[written++] = byte;
  }
  return lines;
};
