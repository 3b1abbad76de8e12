import { randomUUID } from 'node:crypto';
import type { Meta } from '@app/event-store';

/** A new one: what it is for will not be asked for again under the same. */
export const commandId = (): string => randomUUID();

/** Of a command that nothing in here caused. */
export const rootMeta = (id: string, correlationId = id): Meta => ({
  commandId: id,
  correlationId,
  causationId: id,
});
