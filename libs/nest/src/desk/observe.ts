import type { FreeSpace } from '@app/channels';
import { ask } from '@app/read-store';
import { countOfAlarms, haltedScopes } from '@app/views';
import { rfc3339 } from '../http';
import type { Health, Metrics } from '../observability';
import { destination } from './deliveries';
import type { Desk } from './desk';

/** Views this far behind are told of; the desk stays ready. */
const BEHIND = 30_000; // ms

/** What whoever runs the desk wants to see of it. */
export const observe = (desk: Desk, space: FreeSpace, health: Health, metrics: Metrics): void => {
  const { tables } = desk.stores;
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
  // Degraded and not down: reports are taken in, and what is decided goes out once it can.
  for (const to of destination)
    health.add(to, async () => {
      const { failing, oldest } = await desk.deliveries.waiting(to);
      return failing === 0
        ? { state: 'ok' }
        : {
            state: 'degraded',
            detail: `deliveries fail, and are tried again: ${failing}; the oldest that waits is of ${rfc3339(oldest!)}`,
          };
    });
  metrics.gauges(
    'undelivered_oldest_seconds',
    'How long the oldest notice (mail) or order (platform) that did not go out has waited',
    'destination',
    async () => {
      const waits = await Promise.all(
        destination.map(async (to) => [to, (await desk.deliveries.waiting(to)).oldest] as const),
      );
      const now = desk.now();
      return new Map(waits.map(([to, oldest]) => [to, oldest === null ? 0 : (now - oldest) / 1000]));
    },
  );
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
  metrics.gauges(
    'order_alarms',
    'Orders to the platform that failed, are overdue, or whose hold leaked',
    'alarm',
    () => ask(tables, countOfAlarms),
  );
  metrics.gauges(
    'automation_halted',
    'Switches that turn automatic measures into proposals, by what each is of: desk, brand or source',
    'kind',
    async () => {
      const halted = await ask(tables, haltedScopes);
      const kinds = ['desk', 'brand', 'source'];
      return new Map(
        kinds.map((kind) => [kind, halted.filter(({ scope }) => scope.split(':', 1)[0] === kind).length]),
      );
    },
  );
  metrics.gauges('parked', 'What waits for an operator: see `parked list` of the CLI', 'kind', async () => {
    const { instances, effects } = await desk.runtime.parked.summary();
    return new Map([
      ['instance', instances],
      ['effect', effects],
    ]);
  });
  metrics.gauge(
    'send_log_rows',
    'Deliveries in the send log',
    async () => (await desk.sendLog.extent()).rows,
  );
  metrics.gauge(
    'send_log_shed',
    '1 while deliveries younger than retention.sendLog are missing: raise limits.sendLogRows',
    async () => ((await desk.sendLog.extent()).shedTo === null ? 0 : 1),
  );
};

const mib = (bytes: number): string => `${Math.floor(bytes / 1024 ** 2)} MiB`;
