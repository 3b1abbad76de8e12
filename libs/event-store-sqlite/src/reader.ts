import type Database from 'libsql';
import type { Instant, Json } from '@app/kernel';
import type { Meta, Page, Position, Recorded } from '@app/event-store';

// A page is read while everybody else on this thread waits: these keep it to some 10 ms, whatever lies in the log.
const MAX_PAGE = 1_000; // events
const MAX_PAGE_BYTES = 4_194_304;
const MAX_SCANNED = 20_000; // of which a filter may pass none
const CHUNK = 100; // rows a statement returns; each runs to its end, as one cut short would hold its place in the WAL

const COLUMNS = 'position, stream, revision, id, type, version, data, meta, at';
type Row = [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  version: number,
  data: string,
  meta: string,
  at: number,
];

export class Reader {
  private readonly stream: Database.Statement;
  private readonly lastPosition: Database.Statement;
  private readonly logIds: Database.Statement;
  private readonly pages = new Map<string, Database.Statement>(); // by the types they filter

  constructor(private readonly db: Database.Database) {
    this.stream = db
      .prepare(
        `select ${COLUMNS} from events where stream = ?1 and revision > ?2 order by revision limit ${CHUNK}`,
      )
      .raw();
    this.lastPosition = db.prepare('select coalesce(max(position), 0) from events').raw();
    this.logIds = db.prepare('select id from log').raw();
  }

  logId(): string {
    return (this.logIds.all() as [[string]])[0][0];
  }

  head(): number {
    return (this.lastPosition.all() as [[number]])[0][0];
  }

  async *read(stream: string, after: number): AsyncGenerator<Recorded, void, undefined> {
    for (;;) {
      const rows = this.stream.all(stream, after) as Row[];
      for (const row of rows) yield recorded(row);
      if (rows.length < CHUNK) return;
      after = rows.at(-1)![2];
      await new Promise(setImmediate); // a stream of 100,000 events takes half a second: others come in between
    }
  }

  readAll(after: Position, limit: number, types?: readonly string[]): Page {
    // The head is read first and bounds the page: an event appended meanwhile is never jumped over.
    const from = Number(after);
    if (!Number.isSafeInteger(from) || from < 0) throw new TypeError(`"${after}" is no position of this log`);
    const head = Math.max(this.head(), from);
    const end = types ? Math.min(head, from + MAX_SCANNED) : head;
    const wanted = Math.min(limit, MAX_PAGE);
    const page = this.page(types);
    const events: Recorded[] = [];
    let next = from;
    for (let bytes = 0; next < end && events.length < wanted && bytes < MAX_PAGE_BYTES;) {
      const size = Math.min(CHUNK, wanted - events.length);
      const rows = page.all(next, end, size, ...(types ?? [])) as Row[];
      for (const row of rows) {
        events.push(recorded(row));
        bytes += row[6].length;
      }
      next = rows.length < size ? end : rows.at(-1)![0];
    }
    return { events, next: position(next), head: position(head) };
  }

  close(): void {
    this.db.close();
  }

  private page(types: readonly string[] | undefined): Database.Statement {
    const filter = types ? `and type in (${types.map((_, i) => `?${i + 4}`).join(', ')})` : '';
    let page = this.pages.get(filter);
    if (!page) {
      page = this.db
        .prepare(
          `select ${COLUMNS} from events where position > ?1 and position <= ?2 ${filter} order by position limit ?3`,
        )
        .raw();
      this.pages.set(filter, page);
    }
    return page;
  }
}

export const position = (n: number): Position => String(n) as Position;

const recorded = (row: Row): Recorded => ({
  position: position(row[0]),
  stream: row[1],
  revision: row[2],
  id: row[3],
  type: row[4],
  version: row[5],
  data: JSON.parse(row[6]) as Json,
  meta: JSON.parse(row[7]) as Meta,
  at: row[8] as Instant,
});
