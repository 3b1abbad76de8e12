/** A message as Outlook saves it (MS-OXMSG in MS-CFB). Streams by name, storages within as objects of their own. */
export interface OutlookStorage {
  readonly [name: string]: Buffer | OutlookStorage;
}

/** The properties of a message, by their identifiers in hexadecimal, in UTF-16. */
export const outlookProperties = (texts: Readonly<Record<string, string>>): Record<string, Buffer> =>
  Object.fromEntries(
    Object.entries(texts).map(([id, text]) => [`__substg1.0_${id}001F`, Buffer.from(text, 'utf16le')]),
  );

const NONE = 0xffffffff;
const END = 0xfffffffe;
const OF_TABLE = 0xfffffffd;

interface Entry {
  readonly name: string;
  readonly type: number;
  child: number;
  right: number;
  first: number;
  size: number;
}

/** The file, in sectors of 512 or 4096 bytes; at most 109 sectors of the allocation table. */
export const outlookFile = (root: OutlookStorage, sectorSize: 512 | 4096 = 512): Buffer => {
  const entries: Entry[] = [{ name: 'Root Entry', type: 5, child: NONE, right: NONE, first: END, size: 0 }];
  const sectors: Buffer[] = [];
  const table: number[] = [];
  const put = (bytes: Buffer): number => {
    const first = sectors.length;
    for (let at = 0; at < bytes.length; at += sectorSize) {
      sectors.push(padded(bytes.subarray(at, at + sectorSize), sectorSize));
      table.push(sectors.length);
    }
    if (bytes.length === 0) return END;
    table[table.length - 1] = END;
    return first;
  };
  const minis: Buffer[] = [];
  const miniTable: number[] = [];
  const putMini = (bytes: Buffer): number => {
    const first = minis.length;
    for (let at = 0; at < bytes.length; at += 64) {
      minis.push(padded(bytes.subarray(at, at + 64), 64));
      miniTable.push(minis.length);
    }
    if (bytes.length === 0) return END;
    miniTable[miniTable.length - 1] = END;
    return first;
  };

  const add = (storage: OutlookStorage, parent: Entry): void => {
    let before: Entry | undefined;
    for (const [name, content] of Object.entries(storage)) {
      const isStream = Buffer.isBuffer(content);
      const entry: Entry = { name, type: isStream ? 2 : 1, child: NONE, right: NONE, first: 0, size: 0 };
      if (before) before.right = entries.length;
      else parent.child = entries.length;
      before = entry;
      entries.push(entry);
      if (!isStream) add(content, entry);
      else {
        entry.size = content.length;
        entry.first = content.length < 4_096 ? putMini(content) : put(content);
      }
    }
  };
  add(root, entries[0]!);

  const mini = Buffer.concat(minis);
  entries[0]!.first = put(mini);
  entries[0]!.size = mini.length;
  const directory = put(Buffer.concat(entries.map(written)));
  const firstMini = put(numbers(miniTable, sectorSize));
  const ofTable = Math.ceil((table.length + 1) / (sectorSize / 4 - 1));
  const firstOfTable = sectors.length;
  for (let n = 0; n < ofTable; n++) table.push(OF_TABLE);
  const tableBytes = numbers(table, sectorSize);

  const header = Buffer.alloc(sectorSize);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 0x18);
  header.writeUInt16LE(sectorSize === 512 ? 3 : 4, 0x1a);
  header.writeUInt16LE(0xfffe, 0x1c);
  header.writeUInt16LE(sectorSize === 512 ? 9 : 12, 0x1e);
  header.writeUInt16LE(6, 0x20);
  header.writeUInt32LE(sectorSize === 512 ? 0 : Math.ceil((entries.length * 128) / sectorSize), 0x28);
  header.writeUInt32LE(ofTable, 0x2c);
  header.writeUInt32LE(directory, 0x30);
  header.writeUInt32LE(4_096, 0x38);
  header.writeUInt32LE(firstMini, 0x3c);
  header.writeUInt32LE(Math.ceil((miniTable.length * 4) / sectorSize), 0x40);
  header.writeUInt32LE(END, 0x44);
  for (let n = 0; n < 109; n++) header.writeUInt32LE(n < ofTable ? firstOfTable + n : NONE, 0x4c + n * 4);
  return Buffer.concat([header, ...sectors, tableBytes]);
};

const padded = (bytes: Buffer, size: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);

const numbers = (values: readonly number[], sectorSize: number): Buffer => {
  const bytes = Buffer.alloc(Math.ceil((values.length * 4) / sectorSize) * sectorSize, 0xff);
  values.forEach((value, n) => bytes.writeUInt32LE(value, n * 4));
  return bytes;
};

const written = ({ name, type, child, right, first, size }: Entry): Buffer => {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE(name.length * 2 + 2, 0x40);
  bytes[0x42] = type;
  bytes[0x43] = 1; // black
  [NONE, right, child].forEach((number, n) => bytes.writeUInt32LE(number, 0x44 + n * 4));
  bytes.writeUInt32LE(first, 0x74);
  bytes.writeUInt32LE(size, 0x78);
  return bytes;
};
