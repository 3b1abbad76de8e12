import { setTimeout as wait } from 'node:timers/promises';
import type { DeskApi } from '../support/desk-api';
import { gauges, mib, type Gauges } from './gauges';
import { LogReader } from './log-reader';
import type { Mix } from './mix';
import { Probe } from './probe';
import { Sender } from './sender';

const WARM = 10_000; // messages after which the desk should have what it needs; of a short run, the half
const BACKLOG = 1_000; // reports that are not examined yet, beyond which the senders hold back
const LOOK_EVERY = 100; // ms, at the log
const LOOKS = 10; // at the log, to one at the gauges
const ROW_EVERY = 0.05; // of the messages
const DRAINED_WITHIN = 300_000; // ms

export interface Plan {
  readonly messages: number;
  readonly connections: number;
  readonly seed: number;
}

/** What came of it; `warm` and `end` are what the desk was after `warmAt` messages and after the last, times are in ms. */
export interface Mailed {
  readonly log: LogReader;
  readonly probe: Probe;
  readonly sender: Sender;
  readonly peak: { readonly backlog: number; readonly outbox: number; readonly rss: number };
  readonly warmAt: number;
  readonly warm: Gauges;
  readonly end: Gauges;
  readonly ms: number;
  readonly drained: number;
}

interface Bench {
  readonly api: DeskApi;
  readonly dataDir: string;
  readonly smtpPort: number;
  readonly mix: Mix;
}

/** Sends all, and waits until the desk has worked it off. */
export const mailing = async (
  { messages, connections }: Plan,
  { api, dataDir, smtpPort, mix }: Bench,
  tell: (line: string) => void,
): Promise<Mailed> => {
  const log = new LogReader(dataDir);
  const probe = new Probe(api.url);
  const peak = { backlog: 0, outbox: 0, rss: 0 };
  const warmAt = Math.min(WARM, Math.floor(messages / 2));
  let warm: Gauges | undefined;
  let row = 0;
  let over = false;
  const look = async (): Promise<Gauges> => {
    const now = await gauges(api);
    peak.outbox = Math.max(peak.outbox, now.outbox);
    peak.rss = Math.max(peak.rss, now.rss);
    return now;
  };
  const room = async () => {
    while (log.backlog > BACKLOG) await wait(LOOK_EVERY);
  };
  const sender = new Sender({ port: smtpPort, connections, messages, next: () => mix.next(), room });

  const watch = async () => {
    let looked = 0;
    while (!over) {
      log.look();
      peak.backlog = Math.max(peak.backlog, log.backlog);
      const { acknowledged } = sender;
      const due = acknowledged >= (row + 1) * ROW_EVERY * messages;
      if (due || (warm === undefined && acknowledged >= warmAt) || ++looked % LOOKS === 0) {
        const now = await look();
        if (acknowledged >= warmAt) warm ??= now;
        if (due) {
          row++;
          tell(rowOf(acknowledged, log, now, probe, performance.now() - start));
        }
      }
      await wait(LOOK_EVERY);
    }
  };
  const start = performance.now();
  probe.start();
  const watching = watch();
  // Whoever watches fails when the desk is gone, and the sender would try for ever.
  const ms = (await Promise.race([sender.run(), watching])) as number;
  const drainedFrom = performance.now();
  const end = await drained(log, look);
  const drainedMs = performance.now() - drainedFrom;
  over = true;
  await watching;
  await probe.stop();
  return { log, probe, sender, peak, warmAt, warm: warm!, end, ms, drained: drainedMs };
};

const rowOf = (acknowledged: number, log: LogReader, now: Gauges, probe: Probe, ms: number): string => {
  const { p99 } = probe.latency();
  return `${acknowledged} taken in ${Math.round(ms / 1_000)} s: RSS ${mib(now.rss)} MiB, heap ${mib(now.heap)} of ${mib(now.heapTotal)} MiB, external ${mib(now.external)} MiB, backlog ${log.backlog}, outbox ${now.outbox}, furthest behind ${now.furthest} ${now.behind.toFixed(1)} s, p99 so far ${p99} ms`;
};

/** Until every report is examined, every consumer has seen everything and the outbox is empty: what it is then. */
const drained = async (log: LogReader, look: () => Promise<Gauges>): Promise<Gauges> => {
  const start = performance.now();
  let calm = 0;
  for (;;) {
    log.look();
    const now = await look();
    calm = log.backlog === 0 && now.outbox === 0 && now.behind < 0.5 ? calm + 1 : 0;
    if (calm === 3) return now; // what a consumer does may make work for another
    if (performance.now() - start > DRAINED_WITHIN)
      throw new Error(
        `not drained after ${DRAINED_WITHIN} ms: ${log.backlog} reports, ${now.outbox} in the outbox, ${now.furthest} is ${now.behind} s behind`,
      );
    await wait(LOOK_EVERY);
  }
};
