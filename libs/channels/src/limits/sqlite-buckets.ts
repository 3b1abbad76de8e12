import Database from 'libsql';
import { migrate } from '@app/read-store';
import type { Instant } from '@app/kernel';
import type { Bucket, BucketStore } from './rate-limiter';

const tables = [
  `create table buckets(
     limiter text, key text, tokens real not null, at integer not null, primary key(limiter, key)) strict, without rowid`,
];

/** `<dataDir>/limits.db`. Survives a kill -9; what a power cut takes away of the last seconds is no loss, so nothing waits
 *  for an fsync here. In a file of its own, because it is written every second and nobody misses it in a backup. */
export class SqliteBuckets implements BucketStore {
  private readonly db: Database.Database;
  private readonly put: Database.Statement;
  private readonly drop: Database.Statement;

  constructor(path: string) {
    this.db = new Database(path, { timeout: 5_000 });
    this.db.exec('pragma journal_mode = wal; pragma synchronous = normal');
    migrate(this.db, path, tables);
    this.put = this.db.prepare(
      `insert into buckets(limiter, key, tokens, at) values (?1, ?2, ?3, ?4)
        on conflict(limiter, key) do update set tokens = excluded.tokens, at = excluded.at`,
    );
    this.drop = this.db.prepare('delete from buckets where limiter = ?1 and key = ?2');
  }

  load(limiter: string): [string, Bucket][] {
    const rows = this.db.prepare('select key, tokens, at from buckets where limiter = ?1').all(limiter);
    return (rows as { key: string; tokens: number; at: Instant }[]).map(({ key, ...bucket }) => [
      key,
      bucket,
    ]);
  }

  save(limiter: string, changed: Iterable<readonly [string, Bucket | undefined]>): void {
    this.db.exec('begin immediate');
    try {
      for (const [key, bucket] of changed)
        if (bucket) this.put.run(limiter, key, bucket.tokens, bucket.at);
        else this.drop.run(limiter, key);
      this.db.exec('commit');
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.db.close();
  }
}
