import { join } from 'node:path';
import { loadSources } from '@app/examination';
import { SqliteLog } from '@app/event-store-sqlite';
import type { Settings } from '@app/settings';

/** What was, and what a desk would go by: to read only, beside a running desk too. */
export interface History {
  readonly log: Pick<SqliteLog, 'start' | 'readAll' | 'close'>;
  readonly brands: Settings['brands'];
  /** Mailbox providers that report complaints. */
  readonly providers: readonly string[];
}

/** Throws when no desk has run on that data directory, and what is wrong with its sources. */
export const openHistory = ({ dataDir, brands, sourcesDir }: Settings): History => {
  const providers = loadSources(sourcesDir).sources.flatMap((source) => Object.keys(source.providers));
  return { log: SqliteLog.open(join(dataDir, 'events.db')), brands, providers: [...new Set(providers)] };
};
