import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, DeskProcess, deskMain, freePort } from '../support/desk-process';
import { Dovecot, noDovecot } from '../support/dovecot';
import { eventually } from '../support/eventually';
import { ImapProxy } from '../support/imap-proxy';

const MESSAGES = 60;
const because = noDovecot() ?? (existsSync(deskMain()) ? undefined : 'the desk is not built: npm run build');
if (because) process.stderr.write(`skipped, a desk killed between store and move: ${because}\n`);

const letter = (n: number): string =>
  `From: jan${n}@reader.example\r\nTo: abuse@desk.example\r\nSubject: letter ${n}\r\n\r\nI did not ask for this.\r\n`;

(because ? describe.skip : describe)('a desk killed between store and move', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imap-crash-'));
  let dovecot: Dovecot;
  let proxy: ImapProxy;
  let desk: DeskProcess;
  const letters = Array.from({ length: MESSAGES }, (_, n) => letter(n));
  const asAdmin = { authorization: `Bearer ${ADMIN_KEY}` };

  beforeAll(async () => {
    dovecot = await Dovecot.start();
    proxy = await ImapProxy.before(dovecot.port);
  });
  afterAll(async () => {
    await desk.kill9();
    await proxy.close();
    await dovecot.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has lost nothing and doubles nothing when it runs again', async () => {
    await dovecot.deliver('INBOX', ...letters);
    const options = {
      dataDir: join(folder, 'data'),
      httpPort: await freePort(),
      smtpPort: await freePort(),
      env: { MELDKAMER_IMAP: JSON.stringify([{ ...dovecot.account(), port: proxy.port, batch: 20 }]) },
    };
    let moves = 0;
    let killed: Promise<void> | undefined;
    proxy.passes = (command) => {
      if (!command.startsWith('UID MOVE') || ++moves < 2) return true;
      killed = desk.kill9(); // all of this batch is durable, and the server never hears of it
      return false;
    };
    desk = DeskProcess.spawn(options);
    await eventually('it was killed', () => killed !== undefined);
    await killed;
    expect(await dovecot.subjects('INBOX')).toHaveLength(MESSAGES - 20);

    proxy.passes = () => true;
    desk = await DeskProcess.start(options);
    await eventually('all were moved', async () => (await dovecot.subjects('INBOX'))?.length === 0);
    expect(await dovecot.subjects('Processed')).toHaveLength(MESSAGES);
    // Of what was brought again the desk knew the batch it was killed over, and perhaps some of the one it fetched meanwhile.
    const metrics = await (await fetch(`${desk.url}/metrics`)).text();
    const count = (name: string) =>
      Number(new RegExp(`^meldkamer_imap_${name}\\{account="abuse"\\} (\\d+)$`, 'm').exec(metrics)?.[1]);
    expect(count('kept')).toBe(MESSAGES - 20);
    expect(count('duplicates')).toBeGreaterThanOrEqual(20);

    for (const body of letters) {
      const headers = { ...asAdmin, 'content-type': 'message/rfc822' };
      const answer = await fetch(`${desk.url}/v1/reports`, { method: 'POST', headers, body });
      expect(await answer.json()).toMatchObject({ duplicate: true });
    }
    const waiting = async () => {
      const list = await fetch(`${desk.url}/v1/reports?limit=100`, { headers: asAdmin });
      return ((await list.json()) as { items: unknown[] }).items.length;
    };
    await eventually('each waits for a person', async () => (await waiting()) >= MESSAGES);
    expect(await waiting()).toBe(MESSAGES);
    await desk.stop(); // in time, with a connection that idles
  }, 60_000);
});
