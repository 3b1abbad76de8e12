/** The container in which Outlook saves a message (MS-CFB): a file system in a file, its sectors chained by a table like a
 *  diskette's. Read only as far as a message needs, every loop bounded by what the file can hold: whoever made it may have
 *  chained its sectors in a ring, or claimed sizes that it has not got. */
export interface Storage {
  readonly name: string;
  /** The bytes of a stream directly in it, cut at `limit`; undefined when there is none of that name. */
  readonly stream: (name: string, limit: number) => Buffer | undefined;
  readonly storages: readonly Storage[];
}

const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const HEADER = 512;
const ENTRY = 128; // bytes of a directory entry
const MOST_ENTRIES = 8_192;
const MOST_DEPTH = 8;
/** Sector numbers from here on have other meanings: the end of a chain, a free sector. */
const LAST_SECTOR = 0xfffffff9;
const NO_ENTRY = 0xffffffff;

export const isCompoundFile = (bytes: Buffer): boolean =>
  bytes.length > HEADER && bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);

/** The root of a compound file. Undefined when it is none, or so broken that nothing can be found in it. Never throws. */
export const openCompoundFile = (bytes: Buffer): Storage | undefined => {
  if (!isCompoundFile(bytes)) return undefined;
  const shift = bytes.readUInt16LE(0x1e);
  if (shift !== 9 && shift !== 12) return undefined;
  const file = new Sectors(bytes, 1 << shift);
  const entries = entriesIn(file.chain(bytes.readUInt32LE(0x30), MOST_ENTRIES * ENTRY));
  const root = entries[0];
  if (root?.type !== ROOT) return undefined;
  return storage(root, { entries, file, mini: miniStream(bytes, file, root) }, 0, new Set([0]));
};

interface Streams {
  readonly chain: (first: number, limit: number) => Buffer;
}

/** The sectors of the file, and which follows which. */
class Sectors implements Streams {
  private readonly table: Buffer;

  constructor(
    private readonly bytes: Buffer,
    private readonly size: number,
  ) {
    this.table = this.sectorsOf(this.tableSectors());
  }

  chain(first: number, limit: number): Buffer {
    return this.sectorsOf(followed(this.table, first, Math.ceil(limit / this.size))).subarray(0, limit);
  }

  /** The first 109 stand in the header, the others in sectors of their own, each of which names the next. */
  private tableSectors(): number[] {
    const most = Math.ceil(this.bytes.length / this.size);
    const found = numbersIn(this.bytes.subarray(0x4c, HEADER));
    let next = this.bytes.readUInt32LE(0x44);
    for (let read = 0; next < LAST_SECTOR && read < most && found.length < most; read++) {
      const sector = this.sector(next);
      if (sector.length < this.size) break;
      found.push(...numbersIn(sector.subarray(0, this.size - 4)));
      next = sector.readUInt32LE(this.size - 4);
    }
    return found.filter((number) => number < LAST_SECTOR).slice(0, most);
  }

  private sectorsOf(numbers: readonly number[]): Buffer {
    return Buffer.concat(numbers.map((number) => this.sector(number)));
  }

  /** Shorter than it should be, or empty, where the file ends before. */
  private sector(number: number): Buffer {
    const at = (number + 1) * this.size;
    return this.bytes.subarray(at, at + this.size);
  }
}

/** What is shorter than 4096 bytes stands in sectors of 64 within a stream of the root's. */
const miniStream = (bytes: Buffer, file: Sectors, root: Entry): Streams => {
  const table = file.chain(bytes.readUInt32LE(0x3c), bytes.length);
  const whole = file.chain(root.first, Math.min(root.size, bytes.length));
  return {
    chain: (first, limit) =>
      Buffer.concat(
        followed(table, first, Math.ceil(limit / 64)).map((n) => whole.subarray(n * 64, n * 64 + 64)),
      ).subarray(0, limit),
  };
};

/** A chain of at most so many sectors: one that is a ring ends there as well. */
const followed = (table: Buffer, first: number, most: number): number[] => {
  const found: number[] = [];
  for (let at = first; at < LAST_SECTOR && found.length < most && at * 4 + 4 <= table.length;) {
    found.push(at);
    at = table.readUInt32LE(at * 4);
  }
  return found;
};

const numbersIn = (bytes: Buffer): number[] =>
  Array.from({ length: Math.floor(bytes.length / 4) }, (_, n) => bytes.readUInt32LE(n * 4));

const STORAGE = 1;
const STREAM = 2;
const ROOT = 5;
interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly first: number;
  readonly size: number;
}

const entriesIn = (directory: Buffer): Entry[] =>
  Array.from({ length: Math.floor(directory.length / ENTRY) }, (_, n) => {
    const entry = directory.subarray(n * ENTRY, (n + 1) * ENTRY);
    return {
      name: entry.toString('utf16le', 0, Math.max(0, Math.min(64, entry.readUInt16LE(0x40)) - 2)),
      type: entry[0x42]!,
      left: entry.readUInt32LE(0x44),
      right: entry.readUInt32LE(0x48),
      child: entry.readUInt32LE(0x4c),
      first: entry.readUInt32LE(0x74),
      size: entry.readUInt32LE(0x78),
    };
  });

interface Opened {
  readonly entries: readonly Entry[];
  readonly file: Streams;
  readonly mini: Streams;
}

const storage = (entry: Entry, opened: Opened, depth: number, seen: Set<number>): Storage => {
  const children = childrenOf(entry, opened.entries, seen);
  return {
    name: entry.name,
    stream: (name, limit) => {
      const found = children.find((child) => child.type === STREAM && child.name === name);
      if (!found) return undefined;
      return (found.size < 4_096 ? opened.mini : opened.file).chain(found.first, Math.min(found.size, limit));
    },
    storages:
      depth >= MOST_DEPTH
        ? []
        : children
            .filter(({ type }) => type === STORAGE)
            .map((child) => storage(child, opened, depth + 1, seen)),
  };
};

/** The entries below one, which form a tree of their own; none of them is anybody else's. */
const childrenOf = ({ child }: Entry, entries: readonly Entry[], seen: Set<number>): Entry[] => {
  const found: Entry[] = [];
  const ahead = [child];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    const entry = at === NO_ENTRY || seen.has(at) ? undefined : entries[at];
    if (!entry) continue;
    seen.add(at);
    found.push(entry);
    ahead.push(entry.right, entry.left);
  }
  return found;
};
