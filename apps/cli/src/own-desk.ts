import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Instant } from '@app/kernel';
import {
  audited,
  AuditLog,
  AuditTrail,
  bringFaceTablesUp,
  DataDirLock,
  keyOperations,
  KeyStore,
  OperationRefused,
  requests,
  verifyAudit,
  type Operations,
} from '@app/nest';
import { SqliteReadStore } from '@app/read-store';
import type { Settings } from '@app/settings';
import type { OpenedOperations } from './reach-desk';

const now = () => Date.now() as Instant;

/** What can be done in a data directory on which no desk runs. */
export const openOwnDesk = async (settings: Settings): Promise<OpenedOperations> => {
  const lock = DataDirLock.acquire(settings.dataDir, 'cli', now());
  try {
    const tables = await SqliteReadStore.open(join(settings.dataDir, 'desk.db'));
    const audit = await AuditLog.open(join(settings.dataDir, 'audit'));
    await bringFaceTablesUp(tables);
    const operations = {
      ...needDesk(),
      ...keyOperations(new KeyStore(tables, now)),
      verify: async () => {
        const { rows, problems } = await verifyAudit(join(settings.dataDir, 'audit'));
        return { events: 0, auditRows: rows, problems };
      },
    };
    const trail = new AuditTrail(audit, now);
    return {
      operations: audited(operations, (operation, ids) => trail.operated(randomUUID(), operation, ids)),
      async close() {
        await audit.close();
        await tables.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};

const needDesk = (): Operations =>
  Object.fromEntries(
    Object.keys(requests).map((name) => [
      name,
      () => Promise.reject(new OperationRefused('this needs a desk that runs: npm start, then repeat it')),
    ]),
  ) as unknown as Operations;
