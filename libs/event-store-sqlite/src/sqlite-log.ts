import { existsSync } from 'node:fs';
import type { Page, Position } from '@app/event-store';
import { Reader } from './reader';
import { position } from './rows';
import { openForReading } from './tables';

/** A page, and how much of the log there is before it and in all, in events. */
export interface LogPage extends Page {
  readonly done: number;
  readonly total: number;
}

/** The log of a data directory, to read and not to write: also while a desk owns it. It ends where it ended when it was
 *  opened. */
export class SqliteLog {
  readonly start: Position = position(0);

  private constructor(private readonly reader: Reader) {}

  /** Throws when there is no file, or it is no log of ours. */
  static open(path: string): SqliteLog {
    if (!existsSync(path))
      throw new Error(`there is no log ${path}: no desk has run on that data directory yet`);
    const reader = new Reader(openForReading(path));
    reader.logId();
    return new SqliteLog(reader);
  }

  readAll(after: Position, limit: number, types: readonly string[]): LogPage {
    const page = this.reader.readAll(after, limit, types);
    return { ...page, done: Number(page.next), total: Number(page.head) };
  }

  close(): void {
    this.reader.close();
  }
}
