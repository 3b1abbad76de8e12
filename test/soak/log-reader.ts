import { join } from 'node:path';
import Database from 'libsql';

const PAGE = 20_000; // rows read at once

/** Reads the desk's log beside the desk, from the file itself: what the desk says of itself is not what it is judged by.
 *  Holds no transaction between two looks, so that it hinders no checkpoint. */
export class LogReader {
  private readonly db: Database.Database;
  private readonly rows: Database.Statement;
  private last = 0;
  /** How often each report was taken in, and examined. */
  readonly received = new Map<string, number>();
  readonly examined = new Map<string, number>();
  events = 0;

  constructor(dataDir: string) {
    this.db = new Database(join(dataDir, 'events.db'), { readonly: true });
    this.rows = this.db.prepare(
      'select position, stream, type from events where position > ? order by position limit ?',
    );
  }

  /** Takes in what was appended since the last look. */
  look(): void {
    for (;;) {
      const rows = this.rows.all(this.last, PAGE) as { position: number; stream: string; type: string }[];
      for (const { position, stream, type } of rows) {
        this.last = position;
        if (type === 'ReportReceived') count(this.received, stream);
        else if (type === 'ReportExamined') count(this.examined, stream);
      }
      this.events += rows.length;
      if (rows.length < PAGE) return;
    }
  }

  /** Reports that were taken in and not examined yet. */
  get backlog(): number {
    return this.received.size - this.examined.size;
  }

  close(): void {
    this.db.close();
  }
}

const count = (of: Map<string, number>, stream: string): void => {
  const id = stream.replace(/^report-/, '');
  of.set(id, (of.get(id) ?? 0) + 1);
};
