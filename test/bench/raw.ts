import { createCipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'libsql';
import { unsealed, type Instant, type ReportId } from '@app/kernel';
import { SqliteRawStore, SqliteVault } from '@app/privacy';
import { against, DURABLE, inFolder, rate, type Bench } from './harness';

const AT = Date.UTC(2026, 2, 1) as Instant;
const REPORT = 6 * 1_024;
const AT_ONCE = 64;
const REPORTS = 10_000;
const SEALS = 100_000;

const vaultIn = (dataDir: string) => new SqliteVault({ dataDir, now: () => AT, warn: () => undefined });

/** Reports of 6 KB from 64 callers, each under a new key of its own that is durable before it, against as many blobs put
 *  into the same tables, encrypted beforehand, 64 a transaction, without a key or a thread. */
const put: Bench = {
  name: 'raw-put',
  run: () =>
    inFolder(async (folder) => {
      const vault = vaultIn(folder);
      const store = new SqliteRawStore({ dataDir: folder, keys: vault.keys });
      const db = new Database(join(folder, 'limit.db'));
      db.exec(`pragma journal_mode = wal; pragma synchronous = full;
        create table blobs(n integer primary key, block blob not null) strict;
        create table reports(
          id text primary key, key text not null, at integer not null, n integer not null) strict, without rowid`);
      const [blob, row] = [
        'blobs(block) values (?1)',
        "reports values (?1, 'key', ?2, last_insert_rowid())",
      ].map((into) => db.prepare(`insert into ${into}`)) as [Database.Statement, Database.Statement];
      const bytes = randomBytes(REPORT);
      const ids = () => Array.from({ length: REPORTS }, () => randomBytes(16).toString('hex') as ReportId);

      const limit = () => {
        const all = ids();
        return rate(REPORTS, () => {
          for (let i = 0; i < REPORTS; i += AT_ONCE) {
            db.exec('begin immediate');
            for (const id of all.slice(i, i + AT_ONCE)) {
              blob.run([bytes]);
              row.run([id, AT]);
            }
            db.exec('commit');
          }
        });
      };
      const value = () => {
        const all = ids();
        const caller = async () => {
          for (let id = all.pop(); id; id = all.pop()) await store.put(id, bytes, AT);
        };
        return rate(REPORTS, () => Promise.all(Array.from({ length: AT_ONCE }, caller)));
      };
      const { runs, ...rates } = await against(limit, value, 3);
      await store.close();
      await vault.close();
      db.close();
      const note = `${REPORTS} reports of 6 KB, ${AT_ONCE} at a time, encrypted, a durable key each; limit without keys; ${runs}`;
      return [{ name: 'raw-put', ...rates, unit: 'reports/s', goal: 1_500, durability: DURABLE, note }];
    }),
};

/** One address into an envelope, against nothing but its AES-256-GCM. */
const seal: Bench = {
  name: 'seal',
  run: () =>
    inFolder(async (folder) => {
      const vault = vaultIn(folder);
      const keyId = await vault.keyFor({ kind: 'recipient', id: 'somebody' });
      const event = { complaintId: 'c', at: AT, to: unsealed(keyId, 'somebody@example.org') as unknown };
      const [key, iv, about] = [randomBytes(32), randomBytes(12), Buffer.from('event:/to')];
      const limit = () =>
        rate(SEALS, () => {
          for (let i = 0; i < SEALS; i++) {
            const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(about);
            cipher.update('"somebody@example.org"', 'utf8', 'base64');
            cipher.final('base64');
            cipher.getAuthTag();
          }
        });
      const value = () =>
        rate(SEALS, async () => {
          for (let i = 0; i < SEALS; i++) await vault.seal(`event-${i}`, event);
        });
      const { runs, ...rates } = await against(limit, value, 3);
      await vault.close();
      return [
        {
          name: 'seal',
          ...rates,
          unit: 'fields/s',
          goal: 50_000,
          durability: 'none',
          note: `one field an event; ${runs}`,
        },
      ];
    }),
};

export const raw: readonly Bench[] = [put, seal];
