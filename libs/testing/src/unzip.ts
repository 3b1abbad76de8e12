import { crc32 } from 'node:zlib';

/** The files of an archive by name, by its index and not by its order, each checked against its CRC. Reads what is stored
 *  and not compressed; throws for anything else, for a file that was changed, and when index and files do not agree. */
export const unzip = (archive: Buffer): Map<string, Buffer> => {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('this is no archive, or its end is cut off');
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  if (at + archive.readUInt32LE(end + 12) !== end) throw new Error('the index is not where its end says');
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error('a line of the index is broken');
    const [method, crc, size, length, head] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ];
    const name = archive.toString('latin1', at + 46, at + 46 + length);
    if (method !== 0) throw new Error(`${name} is compressed`);
    if (
      archive.readUInt32LE(head) !== 0x04034b50 ||
      archive.toString('latin1', head + 30, head + 30 + length) !== name
    )
      throw new Error(`${name} is not where the index says`);
    const bytes = archive.subarray(head + 30 + length, head + 30 + length + size);
    if (crc32(bytes) !== crc || archive.readUInt32LE(head + 14) !== crc)
      throw new Error(`${name} was changed`);
    files.set(name, bytes);
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
};
