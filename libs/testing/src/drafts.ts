import { randomUUID } from 'node:crypto';
import type { Draft, EventStore, Recorded } from '@app/event-store';

export const draft = (type = 'Happened', id: string = randomUUID()): Draft => ({
  id,
  type,
  version: 1,
  data: {},
  meta: { commandId: id, correlationId: id, causationId: id },
});
export const drafts = (n: number): Draft[] => Array.from({ length: n }, () => draft());

export const eventsOf = async (store: EventStore, stream: string, after?: number): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for await (const event of store.read(stream, after)) events.push(event);
  return events;
};
