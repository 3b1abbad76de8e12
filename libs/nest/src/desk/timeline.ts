import type { EventStore, Recorded } from '@app/event-store';
import { ask, type ReadStore } from '@app/read-store';
import { streamsOf } from '@app/views';
import type { TimelineEntry } from '../cli-socket';

/** Everything that happened to an account, or in a case, oldest first: read from the log, sealed fields left sealed. */
export const timelineOf = async (
  events: EventStore,
  tables: ReadStore,
  of: { readonly account: string } | { readonly case: string },
  latest = 1_000,
): Promise<TimelineEntry[]> => {
  const found: Recorded[] = [];
  for (const stream of await ask(tables, streamsOf(of)))
    for await (const recorded of events.read(stream)) found.push(recorded);
  found.sort((a, b) => events.compare(a.position, b.position));
  return found.slice(-latest).map(entry);
};

const entry = ({ at, stream, revision, type, data, meta }: Recorded): TimelineEntry => ({
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
