import type { DeskApi } from '../support/desk-api';

/** What the desk says of itself at one moment. */
export interface Gauges {
  readonly rss: number; // bytes
  readonly heap: number; // bytes in use on the main thread
  readonly heapTotal: number; // bytes that thread holds
  readonly external: number; // bytes, buffers and what native code says it holds
  readonly outbox: number; // commands and effects that wait
  /** Seconds since the consumer that is furthest behind had seen everything. */
  readonly behind: number;
  readonly furthest: string;
  readonly parked: number;
  readonly cpu: number; // seconds of processor time since the start, of all its threads
}

export const gauges = async (api: DeskApi): Promise<Gauges> => {
  const text = await api.get<string>('/metrics');
  const one = (name: string): number => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`GET /metrics names no ${name}`);
    return Number(found);
  };
  const labelled = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\{[^=]*="([^"]*)"\\} (\\S+)$`, 'gm'))].map(
      ([, label, value]) => [label!, Number(value)] as const,
    );
  const lag = labelled('meldkamer_consumer_lag_seconds');
  if (lag.length === 0) throw new Error('GET /metrics names no consumer, so none can be seen to lag');
  const [furthest, behind] = lag.reduce((worst, next) => (next[1] > worst[1] ? next : worst));
  return {
    rss: one('process_resident_memory_bytes'),
    heap: one('nodejs_heap_size_used_bytes'),
    heapTotal: one('nodejs_heap_size_total_bytes'),
    external: one('nodejs_external_memory_bytes'),
    cpu: one('process_cpu_seconds_total'),
    outbox: one('meldkamer_outbox_pending'),
    behind,
    furthest,
    parked: labelled('meldkamer_parked').reduce((sum, [, n]) => sum + n, 0),
  };
};

export const mib = (bytes: number): number => Math.round(bytes / 1024 ** 2);
