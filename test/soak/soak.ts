import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Zone } from '@app/testing';
import { Deliveries } from '../crash/deliveries';
import { DeskApi } from '../support/desk-api';
import { DeskProcess, freePort } from '../support/desk-process';
import { examinedOverApi, onceInLog } from './checks';
import { Customers } from './customers';
import { gauges, type Gauges } from './gauges';
import { LogReader } from './log-reader';
import { Mix } from './mix';
import { Probe } from './probe';
import { Sender } from './sender';

export interface Plan {
  readonly messages: number;
  readonly connections: number;
  readonly seed: number;
}

/** What must hold, and each place where it does not. */
export interface Claim {
  readonly claim: string;
  readonly wrong: readonly string[];
}

export interface Outcome {
  readonly figures: Readonly<Record<string, string | number>>;
  readonly claims: readonly Claim[];
}

const ACCOUNTS = 100;
const WARM = 10_000; // messages after which the desk should have what it needs; of a short run, the half
const GROWTH = 1.2; // of the memory since then
const P99 = 250; // ms
const BACKLOG = 1_000; // reports that are not examined yet, beyond which the senders hold back
const LOOK_EVERY = 100; // ms, at the log
const ROW_EVERY = 0.1; // of the messages
const DRAINED_WITHIN = 300_000; // ms

const MIB = 1024 ** 2;
const mib = (bytes: number) => Math.round(bytes / MIB);

/** Mails a desk in a process of its own as fast as it examines, and looks at its memory and lists meanwhile. */
export const soak = async (plan: Plan, tell: (line: string) => void): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const zone: Zone = {};
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => `shop-${i + 1}`);
  const deliveries = new Deliveries(accounts, zone, () => new Date());
  const zoneFile = join(folder, 'zone.json');
  const env = { MELDKAMER_DNS__ZONE_FILE: zoneFile };
  const dataDir = join(folder, 'data');
  const [httpPort, smtpPort] = [await freePort(), await freePort()];
  const api = new DeskApi(`http://127.0.0.1:${httpPort}`);
  const customers = new Customers(api, deliveries);
  const mix = new Mix(plan.seed, deliveries, (n) => customers.told(n));
  writeFileSync(zoneFile, JSON.stringify(zone)); // with the keys of all that sign

  const desk = await DeskProcess.start({ dataDir, httpPort, smtpPort, env });
  let whole = false;
  try {
    await customers.register();
    const run = await mailing(plan, { api, desk, dataDir, mix }, tell);
    const { wrong, kinds } = await examinedOverApi(api, run.sender.sent.values());
    const stopped = await desk.stop();
    run.log.look();
    const { lost, doubled } = onceInLog(run.sender.sent.values(), run.log);
    run.log.close();
    const verified = await verify(dataDir, env);
    const sent = [...run.sender.sent.values()];
    const { calls, p50, p99, max } = run.probe.latency();
    const growth = run.end.rss / run.warm.rss;
    const none = (failed: boolean, what: string) => (failed ? [what] : []);
    const claims: Claim[] = [
      { claim: 'every message is answered 250', wrong: run.sender.refused },
      { claim: 'none is lost', wrong: [...lost, ...wrong] },
      { claim: 'none is doubled', wrong: doubled },
      { claim: 'cli verify finds the log whole', wrong: verified.wrong },
      { claim: 'nothing is parked', wrong: none(run.end.parked > 0, `${run.end.parked} are parked`) },
      { claim: `memory after the last is at most ${GROWTH} x that after ${run.warmAt}`, wrong: none(growth > GROWTH, `it is ${growth.toFixed(2)} x`) },
      { claim: `lists are answered within ${P99} ms at p99`, wrong: [...none(!(p99 < P99), `p99 was ${p99} ms`), ...run.probe.failed] },
    ]; // prettier-ignore
    whole = claims.every(({ wrong }) => wrong.length === 0);
    const figures = {
      messages: plan.messages,
      connections: plan.connections,
      seed: plan.seed,
      'answered 250': run.sender.acknowledged,
      'told to come again': run.sender.deferred,
      'different messages': sent.length,
      'recognised as known': sent.reduce((sum, { known }) => sum + known, 0),
      'reports in the log': run.log.received.size,
      lost: lost.length + wrong.length,
      doubled: doubled.length,
      ...Object.fromEntries([...run.sender.shapes].sort().map(([shape, n]) => [`sent, ${shape}`, n])),
      ...Object.fromEntries([...kinds].sort().map(([kind, n]) => [`examined as ${kind}`, n])),
      events: run.log.events,
      verify: verified.said,
      'took, s': Math.round(run.ms / 1_000),
      'messages/s, drained': Math.round((plan.messages * 1_000) / (run.ms + run.drained)),
      'backlog, most': run.peak.backlog,
      'outbox, most': run.peak.outbox,
      'drained after, ms': Math.round(run.drained),
      [`RSS after ${run.warmAt}, MiB`]: mib(run.warm.rss),
      'RSS at most, MiB': mib(run.peak.rss),
      'RSS after the last, MiB': mib(run.end.rss),
      'RSS growth': growth.toFixed(2),
      'API calls': calls,
      'API p50, p99, max, ms': `${p50}, ${p99}, ${max}`,
      ...Object.fromEntries(run.probe.byPath().map(({ path, p50, p99, max }) => [`  ${path.slice(3)}`, `${p50}, ${p99}, ${max}`])),
      'stopped after SIGTERM, ms': Math.round(stopped),
      'load average at the end': loadavg()[0]!.toFixed(1),
    }; // prettier-ignore
    return { figures, claims };
  } finally {
    if (desk.runs()) await desk.kill9();
    if (whole) rmSync(folder, { recursive: true, force: true });
    else tell(`what the desk left is kept in ${folder}\n${desk.log().slice(-4_000)}`);
  }
};

interface Bench {
  readonly api: DeskApi;
  readonly desk: DeskProcess;
  readonly dataDir: string;
  readonly mix: Mix;
}

/** Sends all, and waits until the desk has worked it off. */
const mailing = async (
  { messages, connections }: Plan,
  { api, desk, dataDir, mix }: Bench,
  tell: (line: string) => void,
) => {
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
  const sender = new Sender({ port: desk.smtpPort, connections, messages, next: () => mix.next(), room });

  const watch = async () => {
    let looked = 0;
    while (!over) {
      log.look();
      peak.backlog = Math.max(peak.backlog, log.backlog);
      const { acknowledged } = sender;
      const due = acknowledged >= (row + 1) * ROW_EVERY * messages;
      if (due || (warm === undefined && acknowledged >= warmAt) || ++looked % 10 === 0) {
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
  const ms = await sender.run();
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
  return `${acknowledged} taken in ${Math.round(ms / 1_000)} s: RSS ${mib(now.rss)} MiB, heap ${mib(now.heap)} MiB, backlog ${log.backlog}, outbox ${now.outbox}, furthest behind ${now.furthest} ${now.behind.toFixed(1)} s, p99 so far ${p99} ms`;
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

/** The operator's own check, on a folder that nobody has open. */
const verify = (dataDir: string, env: Record<string, string>): Promise<{ said: string; wrong: string[] }> =>
  new Promise((resolve) => {
    const cli = join(process.cwd(), 'dist/apps/cli/src/main.js');
    const options = { env: { ...process.env, ...env, MELDKAMER_DATA_DIR: dataDir }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [cli, 'verify'], options, (error, out, err) => {
      const said = out.trim();
      const wrong = error
        ? [`cli verify ended with ${error.code}: ${err.slice(-2_000)}`, said]
        : /^[1-9]\d* events\b/m.test(said)
          ? []
          : [`cli verify read no events, so it showed nothing: ${said}`];
      resolve({ said, wrong });
    });
  });
