import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { DURABLE, inFolder, type Bench } from './harness';
import type { Latencies } from './guard-load';
import { LISTS, listId, waits } from './guard-lists';
import { RoadDesk } from './road-desk';
import { send } from './road-load';

const CALLS = 200; // a second
const INTAKE = 300; // reports a second
const LASTING = 20_000; // ms of calls; the reports begin a second before
const WARM = 3_000; // ms
const ACCOUNTS = 50;
const GOAL = 5; // ms

const ask = async (url: string, during: number): Promise<Latencies> => {
  const args = [join(__dirname, 'guard-caller.js'), url, String(CALLS), String(during)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [[line]] = (await Promise.all([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit'),
  ])) as [[string], unknown];
  return JSON.parse(line) as Latencies;
};

const constantly = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const child = spawn(process.execPath, [join(__dirname, 'guard-constant.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
};

const put = async (desk: RoadDesk, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await desk.api.call('PUT', path, body);
  if (status !== 200) throw new Error(`PUT ${path} answered ${status}: ${JSON.stringify(answer)}`);
};

const imports = async (desk: RoadDesk): Promise<void> => {
  for (let n = 0; n < ACCOUNTS; n++)
    await put(desk, `/v1/accounts/importer-${n}`, {
      brand: 'conectoo',
      name: `Importer ${n}`,
      contacts: [{ email: `owner@importer-${n}.customer.example`, locale: 'en' }],
    });
  for (let i = 0; i < LISTS; i++) {
    const contacts = waits(i) ? 5_000 : 500;
    await put(desk, `/v1/lists/${listId(i)}`, {
      accountId: `importer-${i % ACCOUNTS}`,
      importId: 'first',
      contacts,
      newContacts: contacts,
      origin: 'opt-in',
    });
  }
};

/** What `work` finds while reports come in, `INTAKE` of them a second; and how many a second came in. */
const whileTakingIn = async <T>(
  desk: RoadDesk,
  reports: readonly string[],
  work: () => Promise<T>,
): Promise<{ found: T; intake: number }> => {
  const start = performance.now();
  let [turn, over] = [0, false];
  const sending = send(desk.smtpPort, reports, async () => {
    const ahead = start + (turn++ * 1_000) / INTAKE - performance.now();
    if (ahead > 0) await wait(ahead);
    return !over;
  });
  await wait(1_000);
  try {
    const found = await Promise.race([
      work(),
      sending.then(() => Promise.reject(new Error('too few reports'))),
    ]);
    over = true;
    const { sent, ms } = await sending;
    return { found, intake: Math.round((sent * 1_000) / ms) };
  } finally {
    over = true;
  }
};

/** Asked before each send: the desk's own answer, and that of a server that knows nothing else, each while the desk takes in. */
const guarded: Bench = {
  name: 'guard',
  run: () =>
    inFolder((folder) =>
      constantly(async (constant) => {
        const load = `load average ${loadavg()[0]!.toFixed(1)} before`;
        const desk = await RoadDesk.open(folder);
        await imports(desk);
        const reports = () => desk.reports((INTAKE * (LASTING + 5_000)) / 1_000);
        await ask(desk.process.url, WARM * 2); // the first refusal of each list is recorded here
        const quiet = await ask(desk.process.url, LASTING / 2);
        const first = await reports();
        const limit = await whileTakingIn(desk, first, () => ask(constant, LASTING));
        await wait(LASTING / 2); // what came in is worked off
        const second = await reports();
        const value = await whileTakingIn(desk, second, () => ask(desk.process.url, LASTING));
        await desk.process.stop();
        const shown = ({ p50, p99 }: Latencies) => `p50 ${p50} ms, p99 ${p99} ms`;
        const note =
          `${CALLS} calls/s open-loop from a process of its own for ${LASTING / 1_000} s, over ${LISTS} lists of which half wait, every answer ` +
          `checked, while ${value.intake} reports/s are acknowledged and examined (${limit.intake} beside the limit); a call is timed ` +
          `from when it was due, and the caller began at most ${value.found.latest} ms late; without intake ${shown(quiet)}; the limit is the same ` +
          `route of another server that answers a constant, under the same intake; desk, sender, caller and simulated platform on ` +
          `the same cores; ${load}`;
        const of = { unit: 'ms', goal: null, durability: DURABLE };
        return [
          { ...of, name: 'guard-p50', value: value.found.p50, limit: limit.found.p50, note },
          {
            ...of,
            name: 'guard-p99',
            value: value.found.p99,
            limit: limit.found.p99,
            note: `goal: below ${GOAL} ms, ${value.found.p99 < GOAL ? 'met' : 'MISSED'}; of the same calls`,
          },
        ];
      }),
    ),
};

export const guard: readonly Bench[] = [guarded];
