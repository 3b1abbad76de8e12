import type Database from 'libsql';
import type { Page, Position, Recorded } from '@app/event-store';
import { COLUMNS, position, recorded, type Row } from './rows';
import { Tail } from './tail';

// A page is read while everybody else on this thread waits: these keep it to some 10 ms, whatever lies in the log.
const MAX_PAGE = 1_000; // events
const MAX_PAGE_BYTES = 4_194_304;
const MAX_SCANNED = 20_000; // of which a filter may pass none
const CHUNK = 100; // rows a statement returns; each runs to its end, as one cut short would hold its place in the WAL

/** One connection that reads what was committed. What is new it has in memory. */
export class Reader {
  private readonly tail: Tail;
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
    this.tail = new Tail(this);
  }

  /** Something was appended: it is not looked for before. */
  grown(): void {
    this.tail.grown();
  }

  logId(): string {
    return (this.logIds.all() as [[string]])[0][0];
  }

  head(): number {
    return (this.lastPosition.all() as [[number]])[0][0];
  }

  /** Some rows, in the order of the log, from after one position up to another; none when there are no more. */
  rows(after: number, end: number): readonly Row[] {
    return this.page(undefined).all(after, end, CHUNK) as Row[];
  }

  async *read(stream: string, after: number): AsyncGenerator<Recorded, void, undefined> {
    const known = this.tail.of(stream, after);
    if (known) return yield* known;
    for (;;) {
      const rows = this.stream.all(stream, after) as Row[];
      if (rows.length < CHUNK) this.tail.learn(stream, rows.at(-1)?.[2] ?? after);
      for (const row of rows) yield recorded(row);
      if (rows.length < CHUNK) return;
      after = rows.at(-1)![2];
      await new Promise(setImmediate); // a stream of 100,000 events takes half a second: others come in between
    }
  }

  readAll(after: Position, limit: number, types?: readonly string[]): Page {
    const from = Number(after);
    if (!Number.isSafeInteger(from) || from < 0) throw new TypeError(`"${after}" is no position of this log`);
    // The head is read first and bounds the page: an event appended meanwhile is never jumped over.
    const head = Math.max(this.tail.head(), from);
    const recent = this.tail.page(from, Math.min(limit, MAX_PAGE), MAX_PAGE_BYTES, types);
    if (recent) return { events: recent.events, next: position(recent.next), head: position(head) };
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
