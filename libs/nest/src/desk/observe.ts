import type { FreeSpace } from '@app/channels';
import type { Health, Metrics } from '../observability';
import type { Desk } from './desk';

/** Views this far behind are told of; the desk stays ready. */
const BEHIND = 30_000; // ms

/** What whoever runs the desk wants to see of it. */
export const observe = (desk: Desk, space: FreeSpace, health: Health, metrics: Metrics): void => {
  // Degraded and not down: what was taken in is worked off, and people decide on it.
  health.add('disk', async () =>
    (await space.hasRoomFor(0))
      ? { state: 'ok' }
      : {
          state: 'degraded',
          detail: `${mib(await space.free())} are free, and limits.freeDisk is ${mib(space.minFree)}: nothing is taken in`,
        },
  );
  health.add('consumers', async () => {
    const { behind } = await desk.runtime.lag();
    const late = Object.entries(behind).filter(([, ms]) => ms > BEHIND);
    return late.length === 0
      ? { state: 'ok' }
      : {
          state: 'degraded',
          detail: `${late.map(([name, ms]) => `${name} is ${Math.round(ms / 1000)} s behind`).join(', ')}`,
        };
  });
  health.add('store', async () => {
    await desk.stores.events.logId();
    return { state: 'ok' };
  });
  metrics.gauges(
    'consumer_lag_seconds',
    'How far behind the log each view and process is',
    'consumer',
    async () => {
      const { behind } = await desk.runtime.lag();
      return new Map(Object.entries(behind).map(([name, ms]) => [name, ms / 1000]));
    },
  );
  metrics.gauge(
    'outbox_pending',
    'Commands and effects that wait to be sent',
    async () => (await desk.runtime.lag()).outbox.pending,
  );
};

const mib = (bytes: number): string => `${Math.floor(bytes / 1024 ** 2)} MiB`;
