import type { Recorded } from '@app/event-store';
import type { Reader } from './reader';
import { recorded, type Row } from './rows';

const KEPT = 8_000; // events; twice as many just before the older half goes
const KEPT_BYTES = 16_777_216; // of their data as text
const STREAMS = 20_000; // whose end is remembered

interface Kept {
  readonly position: number;
  readonly bytes: number;
  readonly event: Recorded;
}

export interface RecentPage {
  readonly events: readonly Recorded[];
  readonly next: number;
}

/** The newest events in memory, read once for the many that ask: each view and each process reads every page of the log,
 *  and each command its stream, soon after the append. A query costs 25 µs, whatever little it finds, and they were a
 *  quarter of what the road of a report costs this thread. For a file that nobody else appends to: it is looked at again
 *  only when this process's own writer has stored something. */
export class Tail {
  private kept: Kept[] = []; // in the order of the log
  private bytes = 0;
  private byStream = new Map<string, Recorded[]>(); // what is kept
  private readonly ends = new Map<string, number>(); // revisions by stream, the longest unchanged first
  private from: number; // everything after this position is kept
  private end: number;
  private stale = false;

  constructor(private readonly reader: Reader) {
    this.from = this.end = reader.head();
  }

  /** Something was appended. */
  grown(): void {
    this.stale = true;
  }

  /** The last position of the log. */
  head(): number {
    this.catchUp();
    return this.end;
  }

  /** The page that follows a position; undefined when it begins before what is kept. */
  page(after: number, limit: number, bytes: number, types?: readonly string[]): RecentPage | undefined {
    this.catchUp();
    if (after < this.from) return undefined;
    const events: Recorded[] = [];
    let read = 0;
    for (let i = this.indexAfter(after); i < this.kept.length; i++) {
      const { event, bytes: size, position } = this.kept[i]!;
      if (types && !types.includes(event.type)) continue;
      events.push(event);
      if (events.length >= limit || (read += size) >= bytes) return { events, next: position };
    }
    return { events, next: Math.max(this.end, after) };
  }

  /** The events of a stream after that revision; undefined when it takes a query to tell. */
  of(stream: string, revision: number): readonly Recorded[] | undefined {
    this.catchUp();
    const end = this.ends.get(stream);
    if (end === undefined) return undefined;
    if (end <= revision) return [];
    const events = this.byStream.get(stream);
    // What was committed but is not answered yet a query may have seen: what was read once is read again.
    if (!events || events[0]!.revision > revision + 1 || events.at(-1)!.revision < end) return undefined;
    return events.slice(revision + 1 - events[0]!.revision);
  }

  /** A query has shown where the stream ends. */
  learn(stream: string, revision: number): void {
    if (revision < (this.ends.get(stream) ?? 0)) return;
    this.ends.delete(stream);
    this.ends.set(stream, revision);
    if (this.ends.size > STREAMS) this.ends.delete(this.ends.keys().next().value!);
  }

  private catchUp(): void {
    if (!this.stale) return;
    const head = this.reader.head();
    for (let read = 0; this.end < head;) {
      const rows = this.reader.rows(this.end, head);
      for (const row of rows) this.keep(row);
      this.end = rows.at(-1)?.[0] ?? head;
      read += rows.length;
      if (read > KEPT) this.forgetAll(head); // an import: nobody is near the head, and this thread has other work
    }
    this.stale = false;
    if (this.kept.length > 2 * KEPT || this.bytes > 2 * KEPT_BYTES) this.forgetOld();
  }

  private keep(row: Row): void {
    const event = recorded(row);
    const bytes = row[6].length;
    this.kept.push({ position: row[0], bytes, event });
    this.bytes += bytes;
    this.file(event);
    this.learn(event.stream, event.revision);
  }

  private file(event: Recorded): void {
    const events = this.byStream.get(event.stream);
    if (events) events.push(event);
    else this.byStream.set(event.stream, [event]);
  }

  private forgetOld(): void {
    let [first, bytes] = [this.kept.length, 0];
    while (first > 0 && this.kept.length - first < KEPT && bytes < KEPT_BYTES)
      bytes += this.kept[--first]!.bytes;
    this.from = first > 0 ? this.kept[first - 1]!.position : this.from;
    this.kept = this.kept.slice(first);
    this.bytes = bytes;
    this.byStream = new Map();
    for (const { event } of this.kept) this.file(event);
  }

  private forgetAll(head: number): void {
    this.kept = [];
    this.bytes = 0;
    this.byStream.clear();
    this.ends.clear();
    this.from = this.end = head;
  }

  private indexAfter(position: number): number {
    let [low, high] = [0, this.kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.kept[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
