import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import {
  dayOf,
  day,
  StoreFull,
  type Day,
  type Erased,
  type Instant,
  type Json,
  type ReportId,
} from '@app/kernel';
import { Bounded } from './bounded';
import type { DataKeys } from './data-keys';
import { ERASED } from './envelope';
import { UnknownKey } from './errors';
import { GroupWriter, type Write, type WriterOptions } from './group-writer';
import { openDatabase } from './open-database';
import type { Orphan, RawStore } from './port';
import type { KeyId } from './subject';
import { rows, segmentDb } from './tables';
import { decrypt, encrypt } from './wrap';

const OPEN = 8; // segments that are read from at once
const BEFORE_ALL = '0000-01-01' as Day;
const ASKED = 500; // reports of which `known` is asked at once

export interface RawStoreOptions extends Omit<WriterOptions, 'name'> {
  readonly dataDir: string;
  readonly keys: DataKeys;
}

interface Found {
  readonly segment: Day;
  readonly keyId: KeyId;
}

/** `<dataDir>/raw/YYYY-MM-DD.db`. One commit a group in a thread of its own: 26,000 blobs of 6 KB a second were measured
 *  this way, against 2,100 files with an fsync each. Whole days can go at the end of their retention. */
export class SqliteRawStore implements RawStore {
  private readonly folder: string;
  private readonly mark: string;
  private readonly writer: GroupWriter;
  private readonly open = new Bounded<Day, Database.Database>(OPEN, (db) => db.close());
  private readonly storing = new Map<ReportId, Promise<Found & { fresh: boolean }>>();

  constructor(private readonly options: RawStoreOptions) {
    this.folder = join(options.dataDir, 'raw');
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    this.mark = join(this.folder, 'swept');
    this.writer = new GroupWriter({ ...options, name: 'raw reports' });
  }

  put(
    reportId: ReportId,
    bytes: Uint8Array,
    at: Instant,
    about: Json = {},
  ): Promise<Found & { fresh: boolean }> {
    const storing = this.storing.get(reportId);
    if (storing) return storing.then((found) => ({ ...found, fresh: false }));
    const stored = this.store(reportId, bytes, at, about).finally(() => this.storing.delete(reportId));
    this.storing.set(reportId, stored);
    return stored;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, SQLite is not
  async get(segment: Day, reportId: ReportId): Promise<Buffer | Erased | undefined> {
    const [row] = this.has(segment)
      ? rows<{ key: string; block: ArrayBuffer }>(
          this.segment(segment),
          'select key, block from reports join blobs using (n) where id = ?1',
          reportId,
        )
      : [];
    if (!row) return undefined;
    const dek = this.options.keys.dek(row.key);
    return dek ? unpacked(decrypt(dek, new Uint8Array(row.block), reportId)).bytes : ERASED;
  }

  async *orphans(
    olderThan: Instant,
    known: (reportIds: readonly ReportId[]) => Promise<ReadonlySet<ReportId>>,
    since?: Day,
  ): AsyncIterable<Orphan> {
    const last = dayOf(olderThan, 'UTC');
    const from = since ?? this.sweptUntil();
    for (const segment of this.segments().filter((one) => one >= from && one <= last)) {
      for (const page of this.pages(segment, olderThan)) {
        const named = await known(page);
        for (const reportId of page) {
          const orphan = named.has(reportId) ? undefined : this.orphan(segment, reportId);
          if (orphan) yield orphan; // whoever throws while he has it, never comes back: the mark stays where it is
        }
      }
      if (!since) this.markSwept(segment);
    }
  }

  async expire(before: Day, inUse: () => Promise<ReadonlySet<Day>>): Promise<Day[]> {
    const swept = this.sweptUntil();
    const old = this.segments().filter((segment) => segment < before && segment <= swept);
    if (old.length === 0) return [];
    const used = await inUse();
    const expired = old.filter((segment) => !used.has(segment));
    for (const segment of expired) {
      this.open.get(segment)?.close();
      this.open.deleteWhere((_, key) => key === segment);
      for (const rest of ['', '-wal', '-shm']) rmSync(`${this.pathOf(segment)}${rest}`, { force: true });
    }
    return expired;
  }

  async close(): Promise<void> {
    await this.writer.close();
    this.open.clear();
  }

  private async store(reportId: ReportId, bytes: Uint8Array, at: Instant, about: Json) {
    const { keys } = this.options;
    const subject = { kind: 'report', id: reportId } as const;
    const content = packed(about, bytes);
    const segment = dayOf(at, 'UTC');
    this.segment(segment); // its tables, before the first write
    // A key means that it came before, perhaps on another day. Only then is it worth looking.
    const madeAt = keys.madeAt(subject);
    const before = madeAt === undefined ? undefined : this.find(reportId, dayOf(madeAt, 'UTC'));
    const { keyId, dek, durable } = keys.ahead(subject);
    if (before?.keyId === keyId) return { ...before, fresh: false };
    if (!dek) throw new Error(`report ${reportId} was erased while it was being stored`);

    const written = this.writer.write({
      file: this.pathOf(segment),
      statements: insertOf(reportId, keyId, encrypt(dek, content, reportId), at),
    });
    // Both at once. A crash that takes the key alone leaves a blob that nobody was told of and nobody can read.
    const [[added]] = await Promise.all([written, durable]);
    return { segment, keyId, fresh: added === 1 };
  }

  /** The day its key was made first, then the newest: what comes twice mostly comes soon. */
  private find(reportId: ReportId, keyMade: Day): Found | undefined {
    const segments = this.segments();
    const likely = segments.includes(keyMade) ? [keyMade] : [];
    for (const segment of [...likely, ...segments.reverse()]) {
      const [row] = rows<{ key: string }>(
        this.segment(segment),
        'select key from reports where id = ?1',
        reportId,
      );
      if (row) return { segment, keyId: row.key };
    }
    return undefined;
  }

  private *pages(segment: Day, olderThan: Instant): Iterable<ReportId[]> {
    for (let after = ''; ;) {
      const page = rows<{ id: ReportId; at: number }>(
        this.segment(segment),
        'select id, at from reports where id > ?1 order by id limit ?2',
        after,
        ASKED,
      );
      if (page.length === 0) return;
      yield page.filter(({ at }) => at < olderThan).map(({ id }) => id);
      after = page.at(-1)!.id;
    }
  }

  private orphan(segment: Day, reportId: ReportId): Orphan | undefined {
    const [row] = rows<{ key: string; at: number; block: ArrayBuffer }>(
      this.segment(segment),
      'select key, at, block from reports join blobs using (n) where id = ?1',
      reportId,
    );
    const dek = row && this.dekOf(row.key);
    if (!dek) return undefined;
    const unwrapped = unpacked(decrypt(dek, new Uint8Array(row.block), reportId));
    return { segment, reportId, at: row.at as Instant, ...unwrapped };
  }

  /** undefined when it was erased, or lost in a crash before anybody was told that the report is kept. */
  private dekOf(keyId: KeyId): Buffer | undefined {
    try {
      return this.options.keys.dek(keyId);
    } catch (error) {
      if (error instanceof UnknownKey) return undefined;
      throw error;
    }
  }

  /** The newest segment that was gone through; it is gone through again, because it may have grown since. */
  private sweptUntil(): Day {
    const mark = existsSync(this.mark) ? readFileSync(this.mark, 'latin1').trim() : '';
    return day.safeParse(mark).data ?? BEFORE_ALL; // torn by a power cut: looking again does no harm
  }
  private markSwept(segment: Day): void {
    if (segment <= this.sweptUntil()) return;
    writeFileSync(`${this.mark}.new`, `${segment}\n`);
    renameSync(`${this.mark}.new`, this.mark);
  }

  private segment(segment: Day): Database.Database {
    let db = this.open.get(segment);
    if (!db) {
      db = opened(this.pathOf(segment));
      this.open.set(segment, db);
    }
    return db;
  }

  private has(segment: Day): boolean {
    return this.open.get(segment) !== undefined || this.segments().includes(segment);
  }

  /** The oldest first. */
  private segments(): Day[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.db'))
      .map((name) => day.safeParse(name.slice(0, -3)))
      .flatMap(({ data }) => data ?? [])
      .sort();
  }

  private pathOf(segment: Day): string {
    return join(this.folder, `${segment}.db`);
  }
}

/** The first report of a day may find the disk full already. */
const opened = (path: string): Database.Database => {
  try {
    return openDatabase(path, segmentDb);
  } catch (error) {
    throw (error as { code?: string }).code === 'SQLITE_FULL' ? new StoreFull('raw reports') : error;
  }
};

const insertOf = (reportId: ReportId, keyId: KeyId, block: Buffer, at: Instant): Write[] => [
  {
    text: 'insert into blobs(block) select ?1 where not exists (select 1 from reports where id = ?2 and key = ?3)',
    params: [block, reportId, keyId],
  },
  {
    // One under another key was erased, or lost its key in a crash: what comes in now is new.
    text: `insert into reports(id, key, at, n) select ?1, ?2, ?3, last_insert_rowid() where changes() > 0
      on conflict(id) do update set key = excluded.key, at = excluded.at, n = excluded.n`,
    params: [reportId, keyId, BigInt(at)],
  },
];

/** What is encrypted: length of `about` (4 bytes, big endian), `about` as JSON, the bytes as received. */
const packed = (about: Json, bytes: Uint8Array): Buffer => {
  const json = Buffer.from(JSON.stringify(about));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(json.length);
  return Buffer.concat([head, json, bytes]);
};
const unpacked = (block: Buffer): { about: Json; bytes: Buffer } => {
  const end = 4 + block.readUInt32BE(0);
  return { about: JSON.parse(block.toString('utf8', 4, end)) as Json, bytes: block.subarray(end) };
};
