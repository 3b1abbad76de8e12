import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const main = join(root, 'dist/apps/demo/src/main.js');

const because = existsSync(main) ? undefined : 'it is not built: npm run build';
if (because) process.stderr.write(`skipped, the demonstration: ${because}\n`);

(because ? describe.skip : describe)('the demonstration', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** Runs it with a folder of its own for what is temporary; `heard` is called with all it told so far. */
  const run = async (heard: (told: string, child: ReturnType<typeof spawn>) => void = () => undefined) => {
    const temporary = mkdtempSync(join(tmpdir(), 'demo-test-'));
    folders.push(temporary);
    const child = spawn(process.execPath, [main], {
      cwd: root,
      env: { ...process.env, TMPDIR: temporary },
      timeout: 110_000,
    });
    let [told, complained] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      heard(told, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
    const code = await new Promise((ended) => child.once('close', (exit, signal) => ended(exit ?? signal)));
    const left = readdirSync(temporary).filter((name) => name.startsWith('meldkamer-demo-'));
    return { told, complained, code, left };
  };

  describe('to its end', () => {
    let end: Awaited<ReturnType<typeof run>>;
    beforeAll(async () => {
      end = await run();
    }, 120_000);

    it('ends well, and leaves nothing behind', () => {
      const { code, complained, left } = end;
      expect({ code, complained, left }).toEqual({ code: 0, complained: '', left: [] });
    });

    it.each([
      ['a forged report is seen for what it is', /florist +complaint .* trust X \(FORGED/],
      ['and waits for a person', /florist +waits for a person in the queue "security": claims to be yahoo/],
      ['as does an unreadable one', /florist +waits for a person in the queue "reports": /],
      ['and moves nothing', /florist +no measure followed from the forged report: no case, standing good/],
      ['two reports of one message are one complaint', /bakery +another report of the same message/],
      ['who answers goes on', /bakery +case resolved {2}\[a person\]/],
      [
        'who is silent is suspended, and told by which sentence',
        /gadgets +decided: suspend {2}\[rule .*SP-82/,
      ],
      ['the platform is told so', /gadgets +the platform did it: suspend/],
      ['unwanted mail is held at once', /pills +account HELD/],
      ['who mails on breaches the stop order', /pills +mail was handed in .* stop order BREACHED/],
      ['two people close an account', /travel +one person agrees; a second one is needed/],
      ['damages are claimed', /travel +no refund, and a claim for damages is opened/],
      ['the platform closes it', /travel +the platform did it: close/],
      ['it says where each stands', /^travel +closed/m],
      ['since the accepted solution nothing counts', /^bakery +good +complaint rate 0\/25000, no breach/m],
      [
        'rates are fractions',
        /^gadgets +suspended +complaint rate 3\/800, above 0\.1 %, of too little mail/m,
      ],
      ['what waits for a person is counted', /^ +1 {2}security/m],
      ['it ends with the page', /the page of gadgets +http:\/\/127\.0\.0\.1:\d+\/answer\//],
      ['and the API', /the API +http:\/\/127\.0\.0\.1:\d+\/v1/],
    ])('%s', (_, line) => expect(end.told).toMatch(line));

    it('tells a cause before what came of it', () => {
      const at = (words: RegExp) => end.told.search(words);
      expect(at(/gadgets +the customer has/)).toBeLessThan(at(/gadgets +> says nothing/));
      expect(at(/bakery +the customer has/)).toBeLessThan(at(/bakery +> opens the link/));
      expect(at(/pills +the time to stop is over/)).toBeLessThan(at(/pills +> hands in/));
      expect(at(/travel +proposed: close/)).toBeLessThan(at(/travel +> Ada/));
    });

    it('uses no colours when nobody watches', () => expect(end.told).not.toContain('\u001b'));
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const { code, left } = await run((told, child) => {
      if (told.includes('> ')) child.kill('SIGINT');
    });
    expect({ code, left }).toEqual({ code: 130, left: [] });
  }, 120_000);
});
