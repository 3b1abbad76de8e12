import type { Encoded } from '@app/kernel';
import type { EventStore, Position, Recorded } from './port';

/** Something in the log that should not be there, and where. */
export interface Finding {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly problem: string;
}

export interface Verification {
  readonly events: number;
  readonly streams: number;
  readonly found: number;
  /** The first of them in the order of the log, `mostFindings` at most. */
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  readonly mostFindings?: number; // 1,000
  /** Called after each page: how many events have been read so far. */
  readonly onProgress?: (events: number) => void;
}

const PAGE = 1_000;

/** Reads a log from its beginning to where it ends now: is every event one of the catalogue, in a form that it reads; do
 *  the revisions of each stream run 1, 2, 3 … in the order of the log; is no id twice in a stream. Changes nothing, and may
 *  run beside a desk at work. Memory does not grow with the log: a stream is read whole when its first event comes by,
 *  instead of being kept in mind, which for the streams of a month would take gigabytes. */
export const verify = async (
  store: EventStore,
  catalogue: { decode(stored: Encoded): unknown },
  { mostFindings = 1_000, onProgress }: VerifyOptions = {},
): Promise<Verification> => {
  const findings: Finding[] = [];
  let found = 0;
  const report = ({ stream, revision, position }: Recorded, problem: string) => {
    found++;
    if (findings.length < mostFindings) findings.push({ stream, revision, position, problem });
  };

  const { head } = await store.readAll(store.start, 1);
  let events = 0;
  let inStreams = 0;
  let streams = 0;
  for await (const page of pagesUpTo(store, head)) {
    for (const event of page) {
      const problem = unreadable(event, catalogue);
      if (problem) report(event, problem);
      if (event.revision !== 1) continue;
      streams++;
      inStreams += await verifyStream(store, event.stream, head, report);
    }
    events += page.length;
    onProgress?.(events);
  }
  // Every event belongs to a stream that begins at revision 1. When some do not, they are looked for in a second go.
  if (inStreams !== events)
    for await (const page of pagesUpTo(store, head))
      for (const event of page) {
        const problem = await misplaced(store, event);
        if (problem) report(event, problem);
      }
  return { events, streams, found, findings };
};

async function* pagesUpTo(store: EventStore, end: Position): AsyncGenerator<readonly Recorded[]> {
  for (let at = store.start; store.compare(at, end) < 0;) {
    const { events, next } = await store.readAll(at, PAGE);
    yield events.filter(({ position }) => store.compare(position, end) <= 0);
    at = next;
  }
}

const unreadable = (event: Recorded, catalogue: { decode(stored: Encoded): unknown }): string | undefined => {
  try {
    catalogue.decode(event);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Answers how many events it holds up to `end`. */
const verifyStream = async (
  store: EventStore,
  stream: string,
  end: Position,
  report: (event: Recorded, problem: string) => void,
): Promise<number> => {
  const ids = new Map<string, number>();
  let before: Recorded | undefined;
  let count = 0;
  for await (const event of store.read(stream)) {
    if (store.compare(event.position, end) > 0) break;
    count++;
    const expected = (before?.revision ?? 0) + 1;
    if (event.revision !== expected)
      report(event, `revision ${expected} should stand here: events are missing, or one is there twice`);
    if (before && store.compare(before.position, event.position) >= 0)
      report(event, `stands in the log before revision ${before.revision}, which it follows`);
    const same = ids.get(event.id);
    if (same !== undefined) report(event, `has the id ${event.id} of revision ${same}: it was stored twice`);
    ids.set(event.id, event.revision);
    before = event;
  }
  return count;
};

/** Whether an event is missing from its stream, or its stream has no beginning. */
const misplaced = async (store: EventStore, event: Recorded): Promise<string | undefined> => {
  for await (const first of store.read(event.stream)) {
    if (first.revision !== 1)
      return `its stream begins at revision ${first.revision}: the beginning is missing`;
    break;
  }
  for await (const here of store.read(event.stream, event.revision - 1))
    return here.revision === event.revision && here.id === event.id
      ? undefined
      : 'is in the log, but not where its stream should have it';
  return 'is in the log, but not in its stream';
};
