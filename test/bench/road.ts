import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { DURABLE, inFolder, median, type Bench } from './harness';
import { RoadDesk } from './road-desk';
import { send } from './road-load';

const BURST = 4_000; // reports
const TURNS = 3;
const LASTING = 25_000; // ms of sending
const ROAD = 15_000; // reports at most in that time
const BACKLOG = 1_000; // reports that are not complaints yet, beyond which the sender holds back
const LOOK_EVERY = 250; // ms: each look costs the desk some 5 ms

const SETTING =
  'desk, sender and simulated platform on the same cores, 32 SMTP connections with PIPELINING, reports of 6 KB signed beforehand';
const cpuOf = (seconds: number, n: number) => ((seconds * 1_000) / n).toFixed(2);
const loadNow = () => `load average ${loadavg()[0]!.toFixed(1)} before`;

/** How many a second a server acknowledges that does nothing but keep the bytes. */
const withNoOp = async <T>(folder: string, work: (port: number) => Promise<T>): Promise<T> => {
  const child = spawn(process.execPath, [join(__dirname, 'no-op-smtp.js'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return await work(Number(line));
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
};

const perSecond = ({ sent, ms }: { sent: number; ms: number }) => Math.round((sent * 1_000) / ms);

/** Acknowledged once durable. The desk examines what it has meanwhile, as it does in life; it is drained between the turns. */
const acknowledged: Bench = {
  name: 'smtp-250',
  run: () =>
    inFolder((folder) =>
      withNoOp(folder, async (noOp) => {
        const load = loadNow();
        const desk = await RoadDesk.open(folder);
        const [values, limits, cpus]: [number[], number[], number[]] = [[], [], []];
        for (let turn = 0; turn <= TURNS; turn++) {
          const reports = await desk.reports(BURST);
          const limit = perSecond(await send(noOp, reports));
          const before = await desk.cpu();
          const value = perSecond(await send(desk.smtpPort, reports));
          const cpu = (await desk.cpu()) - before;
          await desk.complained((turn + 1) * BURST);
          if (turn === 0) continue; // it only warms up
          limits.push(limit);
          values.push(value);
          cpus.push(cpu);
        }
        await desk.process.stop();
        const note = `median of ${TURNS} bursts of ${BURST} reports into a running desk that examines them meanwhile: ${values.join(' ')} against ${limits.join(' ')}; the limit is a no-op smtp-server whose blobs are group-committed; the desk's processor time ${cpuOf(median(cpus), BURST)} ms a report; ${SETTING}; ${load}`;
        const [value, limit] = [median(values), median(limits)];
        return [
          { name: 'smtp-250', value, limit, unit: 'messages/s', goal: 1_500, durability: DURABLE, note },
        ];
      }),
    ),
};

/** From the first byte sent until the last report is a qualified complaint. */
const toComplaint: Bench = {
  name: 'smtp-to-complaint',
  run: () =>
    inFolder((folder) =>
      withNoOp(folder, async (noOp) => {
        const load = loadNow();
        const desk = await RoadDesk.open(folder, profiled());
        const warm = await desk.reports(1_000);
        await send(desk.smtpPort, warm);
        await desk.complained(warm.length);
        const reports = await desk.reports(ROAD);
        const limit = perSecond(await send(noOp, reports.slice(0, BURST)));

        const [deskBefore, ownBefore, start] = [await desk.cpu(), process.cpuUsage(), performance.now()];
        let [sent, backlog, peak, over] = [0, 0, 0, false];
        const looking = (async () => {
          while (!over) {
            backlog = Math.max(0, sent - ((await desk.roughly()) - warm.length));
            peak = Math.max(peak, backlog);
            await wait(LOOK_EVERY);
          }
        })();
        const more = async (before: number) => {
          sent = before;
          while (backlog > BACKLOG && performance.now() - start < LASTING) await wait(10);
          return performance.now() - start < LASTING;
        };
        const done = await send(desk.smtpPort, reports, more);
        over = true;
        await looking;
        await desk.complained(warm.length + done.sent);
        const ms = performance.now() - start;
        const cpu = (await desk.cpu()) - deskBefore;
        const own = process.cpuUsage(ownBefore);
        await desk.qualified(warm.length + done.sent);
        await desk.process.stop();
        const note = `${done.sent} reports in ${Math.round(done.ms / 1_000)} s, each another message of one of 100 accounts, by send log; the sender holds back beyond a backlog of ${BACKLOG}; it was ${peak} at most and drained in ${Math.round(ms - done.ms)} ms, all of them qualified complaints by reports of trust A or B; processor time of a report: desk ${cpuOf(cpu, done.sent)} ms, sender ${cpuOf((own.user + own.system) / 1e6, done.sent)} ms; the limit is a no-op smtp-server whose blobs are group-committed; ${SETTING}; ${load}`;
        const value = Math.round((done.sent * 1_000) / ms);
        return [
          {
            name: 'smtp-to-complaint',
            value,
            limit,
            unit: 'reports/s',
            goal: 500,
            durability: DURABLE,
            note,
          },
        ];
      }),
    ),
};

/** BENCH_PROFILE=FOLDER: the desk leaves a CPU profile of each of its threads there. */
const profiled = (): Record<string, string> => {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined
    ? {}
    : { BENCH_PROFILE: folder, NODE_OPTIONS: `--require ${join(__dirname, 'profile.js')}` };
};

export const road: readonly Bench[] = [acknowledged, toComplaint];
