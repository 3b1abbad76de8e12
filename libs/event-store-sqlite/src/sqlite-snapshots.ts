import type Database from 'libsql';
import type { Json } from '@app/kernel';
import type { Snapshot, SnapshotKey, Snapshots } from '@app/event-store';
import { openSnapshots } from './tables';

interface Row {
  readonly revision: number;
  readonly event_id: string;
  readonly state: string;
  readonly commands: string;
}

/** In a file of its own, beside the log. Not in it: what is written here needs no fsync, must not wait for the writer's
 *  transaction nor hold it up, and has no place in a copy of the log. The file may be deleted at any time. */
export class SqliteSnapshots implements Snapshots {
  private readonly one: Database.Statement;
  private readonly replace: Database.Statement;

  /** `path` of the file, made when absent, or ':memory:'. */
  static open(path: string): SqliteSnapshots {
    return new SqliteSnapshots(openSnapshots(path));
  }

  private constructor(private readonly db: Database.Database) {
    this.one = db.prepare(
      `select revision, event_id, state, commands from snapshots
        where stream = ?1 and name = ?2 and version = ?3`,
    );
    this.replace = db.prepare('insert or replace into snapshots values (?1, ?2, ?3, ?4, ?5, ?6, ?7)');
  }

  load(stream: string, { name, version }: SnapshotKey): Promise<Snapshot | undefined> {
    return new Promise((resolve) => {
      const [row] = this.one.all(stream, name, version) as Row[];
      resolve(
        row && {
          revision: row.revision,
          eventId: row.event_id,
          state: JSON.parse(row.state) as Json,
          commands: row.commands,
        },
      );
    });
  }

  save(stream: string, { name, version }: SnapshotKey, snapshot: Snapshot): Promise<void> {
    return new Promise((resolve) => {
      const { revision, eventId, state, commands } = snapshot;
      this.replace.run(stream, name, version, revision, eventId, JSON.stringify(state), commands);
      resolve();
    });
  }

  close(): void {
    this.db.close();
  }
}
