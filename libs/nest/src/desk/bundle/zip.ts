import { crc32 } from 'node:zlib';
import type { Instant } from '@app/kernel';

export interface ZipEntry {
  /** Relative, with `/` between folders, in ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const STORED = 0;
const VERSION = 20; // 2.0: folders
const MOST_BYTES = 0xffff_ffff; // without Zip64, which not every reader knows
const MOST_ENTRIES = 0xffff;

/** A ZIP archive (APPNOTE 6.3.10), one entry in memory at a time. Nothing is compressed: scans and pictures are already, and
 *  the bytes can be found in the archive as they were. All entries are of `at`, in UTC. Throws RangeError for a name that is
 *  no safe path, and for more than fits. */
export async function* zip(entries: AsyncIterable<ZipEntry>, at: Instant): AsyncGenerator<Buffer> {
  const stamp = dosTime(at);
  const index: Buffer[] = [];
  let offset = 0;
  for await (const { name, bytes } of entries) {
    if (!/^[\w .-]+(?:\/[\w .-]+)*$/.test(name) || name.split('/').some((part) => /^\.+$/.test(part)))
      throw new RangeError(`${JSON.stringify(name)} cannot be the name of a file in an archive`);
    const path = Buffer.from(name, 'latin1');
    const about = Buffer.alloc(26); // what the head of a file and its line in the index share
    about.writeUInt16LE(VERSION, 0);
    about.writeUInt16LE(STORED, 4);
    about.writeUInt32LE(stamp, 6);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14); // no comment, first disk, no attributes
    place.writeUInt32LE(offset, 10);
    index.push(Buffer.concat([sign(0x02014b50), version(), about, place, path]));
    yield Buffer.concat([sign(0x04034b50), about, path]);
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    offset += 4 + about.length + path.length + bytes.length;
    if (offset > MOST_BYTES || index.length > MOST_ENTRIES)
      throw new RangeError('the archive would be larger than 4 GiB, or have more than 65,535 files');
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(index.length, 4);
  end.writeUInt16LE(index.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  yield directory;
  yield Buffer.concat([sign(0x06054b50), end]);
}

const sign = (signature: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
};
const version = (): Buffer => Buffer.from([VERSION, 0]);

/** Date in the upper half, time in the lower, two seconds to a step; what lies before 1980 is its beginning. */
const dosTime = (at: Instant): number => {
  const t = new Date(at);
  const year = t.getUTCFullYear() - 1980;
  if (year < 0) return (1 << 21) | (1 << 16);
  const date = (year << 9) | ((t.getUTCMonth() + 1) << 5) | t.getUTCDate();
  const time = (t.getUTCHours() << 11) | (t.getUTCMinutes() << 5) | (t.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
};
