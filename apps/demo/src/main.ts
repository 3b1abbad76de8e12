import 'reflect-metadata';
import { join } from 'node:path';
import { Customer } from './customer';
import { DemoDesk } from './demo-desk';
import { tellAddresses, tellQueues, tellStandings, volumes } from './ending';
import { Reporters } from './reporters';
import {
  answersInTime,
  isFramed,
  isSuspended,
  isUnharmed,
  isWarnedOnce,
  mailsOn,
  staysSilent,
} from './stories';
import { Teller } from './teller';

const out = (line: string) => process.stdout.write(`${line}\n`);
const INTERRUPTED = 130; // as a shell says that a command was ended from the keyboard

/** What the desk does for a living, in less than a minute. Ends by itself, unless somebody watches (or `--stay`). However it
 *  ends, its folder goes. */
const main = async (): Promise<number> => {
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve('interrupted'));
    process.stdout.on('error', () => resolve('interrupted')); // nobody reads any more
  });
  const desk = await DemoDesk.open(join(process.cwd(), 'config/policies'));
  try {
    const shown = show(desk).then(() => 'shown' as const);
    shown.catch(() => undefined); // what fails once the desk closes is of no interest
    if ((await Promise.race([shown, interrupted])) === 'interrupted') return INTERRUPTED;
    if (process.stdout.isTTY || process.argv.includes('--stay')) {
      out('\nLook around. Ctrl-C ends the desk and deletes its folder.');
      await interrupted;
    }
    return 0;
  } finally {
    await desk.close();
  }
};

const show = async (desk: DemoDesk): Promise<void> => {
  const teller = new Teller(desk, out, process.stdout.isTTY === true);
  const stage = { desk, teller, reporters: new Reporters(desk) };
  out(`A desk runs in ${desk.folder}: SMTP at port ${desk.smtpPort}, HTTP at ${desk.url}.`);
  out('Its policies take seconds for hours. What others do is marked ">"; all else is what the desk does,');
  out('with the rule and the sentences of the policy [in brackets] where one decided.');

  const customer = async (id: string, brand: string, name: string) => {
    teller.follow(id);
    return Customer.register(desk, id, brand, name);
  };
  const bakery = await customer('bakery', 'spotler', 'The Bakery');
  const gadgets = await customer('gadgets', 'spotler', 'Gadgets & Co');
  const pills = await customer('pills', 'spotler', 'Pills Direct');
  const travel = await customer('travel', 'iconneqt', 'Travel Far');
  const florist = await customer('florist', 'spotler', 'The Florist');
  await volumes(desk, bakery, gadgets, pills);
  teller.start();

  await teller.scene('Spotler, a customer who does not answer: 24 hours begin');
  await staysSilent(stage, gadgets);
  await teller.scene('Spotler, a customer who answers in time');
  await answersInTime(stage, bakery);
  await teller.scene('Spotler, mail that nobody asked for: held, and two hours to stop');
  await mailsOn(stage, pills);
  await teller.scene('iConneqt, a warning, and closure on the next complaint');
  await isWarnedOnce(stage, travel);
  await teller.scene('A forged report, and one that nobody can read');
  await isFramed(stage, florist);
  await teller.scene('Spotler, the 24 hours pass');
  await isSuspended(stage, gadgets);
  await isUnharmed(stage, florist);

  await teller.scene('Where they stand');
  await teller.stop();
  await tellStandings(desk, [bakery, gadgets, pills, travel, florist], out);
  await teller.scene('What waits for a person');
  await tellQueues(desk, out);
  await teller.scene('Where to look');
  await tellAddresses(desk, gadgets, out);
};

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`The demonstration ended early. ${error.message}\n`);
    process.exit(1);
  },
);
