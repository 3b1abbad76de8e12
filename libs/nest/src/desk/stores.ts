import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, Snapshots } from '@app/event-store';
import { SqliteEventStore, SqliteSnapshots } from '@app/event-store-sqlite';
import type { Instant } from '@app/kernel';
import { SqliteRawStore, SqliteVault, type RawStore, type Vault } from '@app/privacy';
import { SqliteReadStore, type ReadStore } from '@app/read-store';
import type { Settings } from '@app/settings';
import { migrateTracing } from '@app/tracing';
import { AuditLog } from '../audit';
import type { Logger } from '../observability';

/** Everything durable, by the kind of store that the settings name. */
export interface Stores {
  readonly events: EventStore;
  readonly tables: ReadStore;
  readonly snapshots: Snapshots;
  readonly vault: Vault;
  readonly raw: RawStore;
  /** What customers hand in as evidence. Apart from the reports: what no event names there is submitted again as one. */
  readonly handedIn: RawStore;
  readonly audit: AuditLog;
  close(): Promise<void>;
}

/** The embedded stores, files in the data directory, which this process must own. A store that cannot be trusted any more
 *  ends the process: whatever it still answered might prove wrong. */
export const openStores = async (settings: Settings, now: () => Instant, logger: Logger): Promise<Stores> => {
  const { dataDir } = settings;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const onFatal = (error: Error) => {
    logger.fatal({ err: error }, 'a store failed');
    process.exit(70); // EX_SOFTWARE: a supervisor starts it again, and the log says what is there
  };
  const audit = await AuditLog.open(join(dataDir, 'audit'));
  const vault = new SqliteVault({
    dataDir,
    masterFile: settings.keys.masterFile,
    now,
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    onOpened: async ({ by, why, keyId, eventId, path, at }) => {
      await audit.record({
        at: new Date(at).toISOString(),
        requestId: eventId,
        keyId: by,
        role: null,
        from: null,
        method: 'OPEN', // personal data, by a person or by a part of the desk
        route: path,
        ids: { eventId, sealedUnder: keyId, why },
        outcome: 'attempted',
      });
    },
    onFatal,
  });
  const raw = new SqliteRawStore({ dataDir, keys: vault.keys, onFatal });
  const handedIn = new SqliteRawStore({ dataDir: join(dataDir, 'evidence'), keys: vault.keys, onFatal });
  const events = await SqliteEventStore.open(join(dataDir, 'events.db'), { now, onFatal });
  const snapshots = SqliteSnapshots.open(join(dataDir, 'snapshots.db'));
  const tables = await SqliteReadStore.open(join(dataDir, 'desk.db'));
  await migrateTracing(tables);
  return {
    events,
    tables,
    snapshots,
    vault,
    raw,
    handedIn,
    audit,
    close: async () => {
      await events.close();
      await tables.close();
      await raw.close();
      await handedIn.close();
      await vault.close();
      snapshots.close();
      await audit.close();
    },
  };
};
