import type { EventStore, Recorded } from '@app/event-store';
import { ask, type ReadStore } from '@app/read-store';
import { streamsOf } from '@app/views';
import type { TimelineEntry } from '../cli-socket';

export type StoryOf = { readonly account: string } | { readonly case: string };

const MOST_STREAMS = 2_000; // some 50 ms to read; beyond it the complaints last heard of longest ago are left out

/** Every event of an account, or of a case, oldest first, and whether there were too many complaints to read. */
export const storyOf = async (
  events: EventStore,
  tables: ReadStore,
  of: StoryOf,
): Promise<{ readonly found: readonly Recorded[]; readonly leftOut: boolean }> => {
  const streams = await ask(tables, streamsOf(of, MOST_STREAMS + 1));
  const found: Recorded[] = [];
  for (const stream of streams.slice(0, MOST_STREAMS))
    for await (const recorded of events.read(stream)) found.push(recorded);
  found.sort((a, b) => events.compare(a.position, b.position));
  return { found, leftOut: streams.length > MOST_STREAMS };
};

/** What happened last to an account, or in a case, oldest first: read from the log, sealed fields left sealed. */
export const timelineOf = async (
  events: EventStore,
  tables: ReadStore,
  of: StoryOf,
  latest = 1_000,
): Promise<TimelineEntry[]> => (await storyOf(events, tables, of)).found.slice(-latest).map(entryOf);

export const entryOf = ({ at, stream, revision, type, data, meta }: Recorded): TimelineEntry => ({
  at: new Date(at).toISOString(),
  stream,
  revision,
  event: type,
  data: shown(data) as TimelineEntry['data'],
  because: because(data, meta.causationId),
});

const isEnvelope = (value: object): boolean =>
  'k' in value && 'iv' in value && 'ct' in value && 'tag' in value;

const shown = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shown);
  if (isEnvelope(value)) return '(sealed)';
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner)]));
};

/** In words, as far as the event says it; else the command that caused it. */
const because = (data: Readonly<Record<string, unknown>>, causationId: string): string => {
  const { by, why } = data as {
    by?: { kind: string; rule?: string; keyId?: string };
    why?: { rule?: string; ground?: string };
  };
  if (typeof why === 'object' && why.rule !== undefined) return `rule ${why.rule}: ${why.ground}`;
  if (by?.kind === 'person') return `a person, by key ${by.keyId}`;
  if (by?.kind === 'rule') return `rule ${by.rule}`;
  return `command ${causationId}`;
};
