import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Zone } from '@app/testing';
import { caseEntries, deadlinesOnce, noticesOnce, ordersOnce, reportsOnce, type Verdict } from './checks';
import { Customers, outboxOf } from './customers';
import { BRANDS, Deliveries } from './deliveries';
import { Load } from './load';
import { seeded } from './random';
import { Rig } from './rig';

// npm run crash [-- --kills N --seed S --json]. Exit 1, with the places, when something was lost or done twice.

const KILL_AFTER = { least: 500, most: 1_500 }; // ms of serving
const WHILE_STARTING = 0.2; // of the kills, before it serves
const ACCOUNTS = 12;

const say = (text: string) => process.stdout.write(`${text}\n`);
const note = (text: string) => process.stderr.write(`${text}\n`);

const register = async (rig: Rig, accounts: readonly string[]): Promise<void> => {
  for (const [i, id] of accounts.entries()) {
    const { status, body } = await rig.api.call('PUT', `/v1/accounts/${id}`, {
      brand: BRANDS[i % BRANDS.length],
      name: `Shop ${i}`,
      contacts: [{ email: `owner@${id}.customer.example`, locale: 'nl' }],
    });
    if (status !== 200) throw new Error(`account ${id} was answered ${status}: ${JSON.stringify(body)}`);
  }
};

/** Kills as often as asked, and answers how long each start took, in ms. */
const killing = async (rig: Rig, kills: number, random: () => number): Promise<number[]> => {
  const starts: number[] = [];
  for (let kill = 1; kill <= kills; kill++) {
    const starting = kill > 1 && random() < WHILE_STARTING;
    if (starting) await wait(random() * 700);
    else {
      await rig.desk.ready();
      await wait(KILL_AFTER.least + random() * (KILL_AFTER.most - KILL_AFTER.least));
    }
    if (!rig.desk.runs()) throw new Error(`before kill ${kill} the desk ended by itself:\n${rig.desk.log()}`);
    await rig.killAndStart();
    if (process.stderr.isTTY) process.stderr.write(`\rkill ${kill} of ${kills}${kill === kills ? '\n' : ''}`);
    const start = performance.now();
    if (kill === kills || random() < 0.5)
      await rig.desk.ready().then(() => starts.push(performance.now() - start));
  }
  return starts;
};

/** The operator's own check, on a folder that nobody has open. */
const verified = (rig: Rig): Promise<Verdict> =>
  new Promise((resolve) => {
    const cli = join(process.cwd(), 'dist/apps/cli/src/main.js');
    const env = { ...process.env, ...rig.options.env, MELDKAMER_DATA_DIR: rig.options.dataDir };
    execFile(process.execPath, [cli, 'verify'], { env, maxBuffer: 1 << 26 }, (error, out, err) => {
      const said = (out + err).trim().split('\n');
      resolve({
        counted: { verify: said.at(-1) ?? '' },
        wrong: error
          ? [`cli verify ended with ${error.code}:`, ...said]
          : /^[1-9]\d* events\b/m.test(out)
            ? []
            : [`cli verify read no events, so it showed nothing: ${said.at(-1)}`],
      });
    });
  });

const median = (values: readonly number[]) =>
  Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN);

const run = async (kills: number, seed: number): Promise<Verdict> => {
  const begun = performance.now();
  const random = seeded(seed);
  const zone: Zone = {};
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => `shop-${i + 1}`);
  const deliveries = new Deliveries(accounts, zone, () => new Date());
  const rig = await Rig.open(seed, zone);
  let wrong: string[] = ['it did not come to the end'];
  try {
    await rig.desk.ready();
    await register(rig, accounts);
    const load = new Load(rig.api, rig.options.smtpPort, deliveries, seeded(seed + 1));
    const customers = new Customers(rig.api, rig.options.dataDir, seeded(seed + 2), load);
    load.start();
    customers.start();
    const starts = await killing(rig, kills, random);
    await customers.stop();
    await load.stop();
    const drained = await rig.drained();

    const reports = await reportsOnce(rig.api, load.accepted);
    const orders = ordersOnce(rig.witness.orders, load.accepted);
    const inCases = await caseEntries(rig.api);
    const entries = inCases?.entries ?? [];
    const notices = noticesOnce(outboxOf(rig.options.dataDir), entries);
    const deadlines = deadlinesOnce(entries);
    const stopped = await rig.desk.stop();
    const log = await verified(rig);
    const verdicts = [reports, orders, notices, deadlines, log];
    wrong = [...load.refused, ...verdicts.flatMap((verdict) => verdict.wrong)];
    const smtp = load.accepted.filter(({ via }) => via === 'smtp').length;
    return {
      counted: {
        kills,
        seed,
        'accepted over SMTP': smtp,
        'accepted over HTTP': load.accepted.length - smtp,
        'sent again, unanswered': load.unanswered,
        'sent twice on purpose': load.sentTwice,
        'volume batches': load.volumes,
        ...Object.fromEntries(verdicts.flatMap(({ counted }) => Object.entries(counted))),
        cases: inCases?.cases.length ?? (customers.note as string),
        answers: customers.answers,
        decisions: customers.decisions,
        'start to ready, ms': `median ${median(starts)}, longest ${Math.round(Math.max(...starts))}`,
        'drained after, ms': Math.round(drained),
        'stopped after SIGTERM, ms': Math.round(stopped),
        'took, s': Math.round((performance.now() - begun) / 1_000),
      },
      wrong,
    };
  } finally {
    if (wrong.length > 0)
      note(`what the desk left is kept in ${rig.folder}\n${rig.desk.log().slice(-4_000)}`);
    await rig.close(wrong.length > 0);
  }
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
    throw new Error('--kills is a whole number from 1, --seed a whole number');
  const { counted, wrong } = await run(kills, seed);
  if (values.json) say(JSON.stringify({ ...counted, wrong }));
  else {
    for (const [name, value] of Object.entries(counted)) say(`${name.padEnd(28)} ${value}`);
    say(
      wrong.length === 0
        ? '\nnothing was lost, nothing was done twice'
        : `\n${wrong.length} things are wrong:`,
    );
    for (const place of wrong.slice(0, 200)) say(`  ${place}`);
  }
  return wrong.length === 0 ? 0 : 1;
};

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    note(`the crash rig failed: ${error.stack ?? error.message}`);
    process.exit(2);
  },
);
