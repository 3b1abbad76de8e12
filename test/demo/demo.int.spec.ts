import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../..');
const main = join(root, 'dist/apps/demo/src/main.js');

const because = existsSync(main) ? undefined : 'it is not built: npm run build';
if (because) process.stderr.write(`skipped, the demonstration: ${because}\n`);

(because ? describe.skip : describe)('the demonstration', () => {
  let told: string;
  beforeAll(async () => {
    ({ stdout: told } = await run(process.execPath, [main], { cwd: root, timeout: 110_000 }));
  }, 120_000);

  it.each([
    ['a forged report moves nothing', /florist +> nothing follows: standing good/],
    ['two reports of one message are one complaint', /bakery +another report of the same message/],
    ['who answers goes on', /bakery +case resolved/],
    ['who is silent is suspended by rule', /gadgets +decided by rule: suspend/],
    ['who mails on breaches the stop order', /pills +mail went out after the deadline: breach/],
    ['two people close an account', /travel +one person agrees; a second one is needed/],
    ['damages are claimed', /travel +no refund, and a claim for damages is opened/],
    ['the platform does what it is told', /travel +the platform did it: close/],
    ['it says where each stands', /^travel +closed/m],
    ['since the accepted solution nothing counts', /^bakery +good +complaint rate 0\/25000, no breach/m],
    ['rates are fractions', /^gadgets +suspended +complaint rate 3\/800, above 0\.1 %, of too little mail/m],
    ['what waits for a person is counted', /^ +1 {2}security$/m],
    ['it ends with the page', /the customer's page +http:\/\/127\.0\.0\.1:\d+\/answer\//],
    ['and the API', /the API +http:\/\/127\.0\.0\.1:\d+\/v1/],
  ])('%s', (_, line) => expect(told).toMatch(line));
});
