const LF = 0x0a;
const LONGEST_PIECE = 64 * 1024;

/** Cuts a stream of chunks into lines, their ends included. A line beyond 64 KiB comes in pieces, so that a file without
 *  line ends is no trap; all but its first are told apart by `begins`. */
export class Lines {
  private rest: Buffer = Buffer.alloc(0);
  private begins = true;

  /** Synchronous within a chunk: a promise a line made reading ten times slower. */
  *of(chunk: Buffer): Iterable<{ line: Buffer; begins: boolean }> {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let from = 0;
    for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, from)) {
      yield { line: bytes.subarray(from, lf + 1), begins: this.begins };
      this.begins = true;
      from = lf + 1;
    }
    this.rest = bytes.subarray(from);
    if (this.rest.length < LONGEST_PIECE) return;
    yield* this.end();
    this.begins = false;
  }

  /** What stands behind the last line end. */
  *end(): Iterable<{ line: Buffer; begins: boolean }> {
    if (this.rest.length > 0) yield { line: this.rest, begins: this.begins };
    this.rest = Buffer.alloc(0);
  }
}
