import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { auditRow, chained, GENESIS, type AuditEntry, type AuditHead, type AuditRow } from './audit-row';

const MAX_WAITING = 10_000; // rows; beyond it callers are told, instead of memory running out
const FILE = /^audit-\d{4}-\d{2}\.jsonl$/;

/** Nobody may do what cannot be remembered: the call has to be refused (503). */
export class AuditUnavailable extends Error {
  constructor(why: string) {
    super(`the audit cannot be written: ${why}. Nothing was done; the call can be repeated.`);
  }
}

/** The files of an audit, oldest first. */
export const auditFiles = async (dir: string): Promise<string[]> =>
  (await readdir(dir))
    .filter((name) => FILE.test(name))
    .sort()
    .map((name) => join(dir, name));

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  size: number; // all of it durable, or about to be
}

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: (row: AuditRow) => void;
  readonly reject: (error: Error) => void;
}

/** A hash-chained list of rows, one JSON object a line, one file a month; the chain runs on from file to file.
 *
 *  A file and not a table: its one fsync for all rows that wait happens in the thread pool, where SQLite's would hold up
 *  the event loop or need a worker of its own, and what is only ever appended and read from end to end needs no index. */
export class AuditLog {
  private readonly waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private broken: string | undefined;

  /** Makes `dir` when absent. What a crash left of a last row, which was never answered, is cut off. */
  static async open(dir: string): Promise<AuditLog> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    let head = GENESIS;
    for (const file of (await auditFiles(dir)).reverse()) {
      const last = await lastRow(file);
      if (!last) continue; // made just before a crash
      head = { seq: last.seq, hash: last.hash };
      break;
    }
    return new AuditLog(dir, head);
  }

  private file: OpenFile | undefined;

  private constructor(
    private readonly dir: string,
    private standing: AuditHead,
  ) {}

  get head(): AuditHead {
    return this.standing;
  }

  /** Resolves once the row is on disk. Rejects with AuditUnavailable. */
  record(entry: AuditEntry): Promise<AuditRow> {
    if (this.broken !== undefined) return Promise.reject(new AuditUnavailable(this.broken));
    if (this.waiting.length >= MAX_WAITING)
      return Promise.reject(new AuditUnavailable(`${this.waiting.length} rows are waiting`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject });
      this.writing ??= this.write();
    });
  }

  /** Answers once what was accepted is written. */
  async close(): Promise<void> {
    await this.writing;
    this.broken ??= 'it is closed';
    await this.file?.handle.close();
    this.file = undefined;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      await new Promise(setImmediate); // those of this turn of the loop share the first fsync
      const month = this.waiting[0]!.entry.at.slice(0, 7);
      const other = this.waiting.findIndex(({ entry }) => entry.at.slice(0, 7) !== month);
      await this.writeGroup(month, this.waiting.splice(0, other < 0 ? this.waiting.length : other));
    }
    this.writing = undefined;
  }

  private async writeGroup(month: string, group: readonly Waiting[]): Promise<void> {
    const rows: AuditRow[] = [];
    let head = this.standing;
    for (const { entry } of group) {
      const row = chained(head, entry);
      rows.push(row);
      head = { seq: row.seq, hash: row.hash };
    }
    try {
      await this.append(month, Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
    } catch (error) {
      for (const { reject } of group) reject(new AuditUnavailable((error as Error).message));
      return;
    }
    this.standing = head;
    group.forEach(({ resolve }, i) => resolve(rows[i]!));
  }

  private async append(month: string, bytes: Buffer): Promise<void> {
    if (this.broken !== undefined) throw new Error(this.broken);
    const file = await this.fileOf(month);
    try {
      await file.handle.appendFile(bytes);
    } catch (error) {
      // A full disk may have taken half a row. Without it the file ends as it did, and the log goes on once there is room.
      await file.handle
        .truncate(file.size)
        .catch(() => (this.broken = 'a broken row could not be taken back'));
      throw error;
    }
    try {
      await file.handle.datasync();
    } catch (error) {
      // Whether it is on disk is unknown, and a second fsync would claim that it is: nothing may build on it.
      this.broken = `fsync failed (${(error as Error).message}); end this process, check the disk, start again`;
      throw error;
    }
    file.size += bytes.length;
  }

  private async fileOf(month: string): Promise<OpenFile> {
    // A clock set back does not go back to an older file: the order of the files is the order of the chain.
    const wanted = join(this.dir, `audit-${month}.jsonl`);
    if (this.file && this.file.path >= wanted) return this.file;
    const newest = (await auditFiles(this.dir)).at(-1) ?? wanted;
    const path = newest > wanted ? newest : wanted;
    const handle = await open(path, 'a+', 0o600);
    const size = await cutTornRow(handle);
    await handle.sync();
    const folder = await open(this.dir, 'r'); // a new file is durable once its folder is
    await folder.sync();
    await folder.close();
    await this.file?.handle.close();
    return (this.file = { path, handle, size });
  }
}

const LONGEST_ROW = 64 * 1024;
/** The end of a file: what follows the last newline, and the line before it. */
const tail = async (handle: FileHandle): Promise<{ size: number; torn: number; last: string }> => {
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(Math.min(size, 2 * LONGEST_ROW));
  await handle.read(buffer, 0, buffer.length, size - buffer.length);
  const end = buffer.lastIndexOf(0x0a);
  const start = end > 0 ? buffer.lastIndexOf(0x0a, end - 1) : -1;
  return { size, torn: buffer.length - end - 1, last: buffer.toString('utf8', start + 1, Math.max(end, 0)) };
};

const cutTornRow = async (handle: FileHandle): Promise<number> => {
  const { size, torn } = await tail(handle);
  if (torn > 0) await handle.truncate(size - torn);
  return size - torn;
};

const lastRow = async (file: string): Promise<AuditRow | undefined> => {
  const handle = await open(file, 'r');
  try {
    const { last } = await tail(handle);
    return last === '' ? undefined : auditRow.parse(JSON.parse(last));
  } catch (error) {
    throw new Error(`the last row of ${file} cannot be read: run "cli verify", restore the file`, {
      cause: error,
    });
  } finally {
    await handle.close();
  }
};
