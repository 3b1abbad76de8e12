import { createHash } from 'node:crypto';

/** One file of a bundle: `chain` is SHA-256, in hex, of the line before's `chain`, a line end, the name, a line end and the
 *  file's own `sha256`. So the last one stands for all files, their names and their order. */
export interface ManifestLine {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly chain: string;
}

/** What the first line's chain begins with. */
export const BEGINNING = '0'.repeat(64);

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export class Manifest {
  readonly lines: ManifestLine[] = [];

  get head(): string {
    return this.lines.at(-1)?.chain ?? BEGINNING;
  }

  add(name: string, bytes: Uint8Array): void {
    const hash = sha256(bytes);
    const chain = sha256(`${this.head}\n${name}\n${hash}`);
    this.lines.push({ name, bytes: bytes.length, sha256: hash, chain });
  }
}
