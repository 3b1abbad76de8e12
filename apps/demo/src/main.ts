import 'reflect-metadata';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Customer, Reporters } from './customer';
import { DemoDesk } from './demo-desk';
import { answersInTime, isFramed, isWarnedOnce, mailsOn, staysSilent } from './stories';
import { Teller } from './teller';

const out = (line: string) => process.stdout.write(`${line}\n`);

/** What the desk does for a living, in less than a minute. Ends by itself, unless somebody watches (or `--stay`). */
const main = async (): Promise<void> => {
  const desk = await DemoDesk.open(join(process.cwd(), 'config/policies'));
  try {
    await show(desk);
    if (process.stdout.isTTY || process.argv.includes('--stay')) {
      out('\nLook around. Ctrl-C ends the desk and deletes its folder.');
      await once(process, 'SIGINT');
    }
  } finally {
    await desk.close();
  }
};

const show = async (desk: DemoDesk): Promise<void> => {
  const teller = new Teller(desk, out, process.stdout.isTTY === true);
  const stage = { desk, teller, reporters: new Reporters(desk) };
  out(`A desk runs in ${desk.folder}: SMTP at port ${desk.smtpPort}, HTTP at ${desk.url}.`);
  out(
    'Its policies take seconds for hours. What others do is marked with ">"; all else is what the desk does.',
  );

  const customer = async (id: string, brand: string, name: string) => {
    teller.follow(id);
    return Customer.register(desk, id, brand, name);
  };
  const bakery = await customer('bakery', 'spotler', 'The Bakery');
  const gadgets = await customer('gadgets', 'spotler', 'Gadgets & Co');
  const pills = await customer('pills', 'spotler', 'Pills Direct');
  const travel = await customer('travel', 'iconneqt', 'Travel Far');
  const florist = await customer('florist', 'spotler', 'The Florist');
  await volumes(desk, bakery, gadgets);
  teller.start();

  teller.scene('One forged report, and one that nobody can read');
  await isFramed(stage, florist);
  teller.scene('Four customers at once: one answers, one is silent, one mails on, one was warned before');
  await Promise.all([
    answersInTime(stage, bakery),
    staysSilent(stage, gadgets),
    mailsOn(stage, pills),
    isWarnedOnce(stage, travel),
  ]);
  await teller.stop();

  teller.scene('Where they stand');
  for (const one of [bakery, gadgets, pills, travel, florist])
    out(`${one.id.padEnd(8)}  ${(await one.standing()).padEnd(10)} ${await rateOf(desk, one.id)}`);
  teller.scene('What waits for a person');
  const { items } = await desk.get<{ items: readonly { queue: string; count: number }[] }>('/v1/queues');
  for (const { queue, count } of items) if (count > 0) out(`${`${count}`.padStart(3)}  ${queue}`);
  teller.scene('Where to look');
  out(`the customer's page   ${await gadgets.page()}`);
  out(`the API               ${desk.url}/v1, described at ${desk.url}/docs, key ${desk.adminKey}`);
  out(`notices that went out ${desk.outboxFolder} (${readdirSync(desk.outboxFolder).length} files)`);
};

/** What was delivered today, so that there is something to divide by. */
const volumes = async (desk: DemoDesk, bakery: Customer, gadgets: Customer): Promise<void> => {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' }).format(new Date());
  const delivered = (accountId: string, provider: string, n: number) => ({
    accountId,
    provider,
    day,
    delivered: n,
    revision: 1,
  });
  await desk.call('POST', '/v1/delivery-volumes', [
    delivered(bakery.id, 'yahoo', 25_000),
    delivered(gadgets.id, 'microsoft', 400),
    delivered(gadgets.id, 'comcast', 300),
    delivered(gadgets.id, 'fastmail', 100),
  ]);
};

const rateOf = async (desk: DemoDesk, account: string): Promise<string> => {
  const { rate, breached, actionable } = await desk.get<{
    rate: string | null;
    breached: boolean;
    actionable: boolean;
  }>(`/v1/accounts/${account}/complaint-rate?window=30d`);
  if (rate === null) return 'complaint rate unknown: nobody told how much was delivered';
  const verdict = breached
    ? `above 0.1 %${actionable ? '' : ', of too little mail to act on'}`
    : 'no breach of 0.1 %';
  return `complaint rate ${rate}, ${verdict}`;
};

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`The demonstration ended early. ${error.message}\n`);
    process.exit(1);
  },
);
