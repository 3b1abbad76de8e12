import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Zone } from '@app/testing';
import { Deliveries } from '../crash/deliveries';
import { DeskApi } from '../support/desk-api';
import { DeskProcess, freePort } from '../support/desk-process';
import { examinedOverApi, onceInLog } from './checks';
import { Customers } from './customers';
import { mib } from './gauges';
import { mailing, type Plan } from './mailing';
import { Mix } from './mix';

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
const GROWTH = 1.2; // of the memory since then
const P99 = 250; // ms

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
    const run = await mailing(plan, { api, dataDir, smtpPort, mix }, tell);
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
      'desk, processor ms a message': ((run.end.cpu * 1_000) / plan.messages).toFixed(2),
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
