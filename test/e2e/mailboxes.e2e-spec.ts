import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { Dovecot, noDovecot } from '../support/dovecot';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { stuffed } from '../support/smtp-client';

interface Ready {
  readonly status: string;
  readonly checks: Record<string, { state: string; detail?: string }>;
}

const because = noDovecot();
if (because) process.stderr.write(`skipped, a report that lies in a mailbox: ${because}\n`);

(because ? describe.skip : describe)('a report that lies in a mailbox', () => {
  let dovecot: Dovecot;
  let scene: Scene;
  beforeAll(async () => {
    dovecot = await Dovecot.start();
    const { password, ...account } = dovecot.account({ name: 'fbl' });
    scene = await Scene.open('spotler', { IMAP: JSON.stringify([{ ...account, password }]) });
    await scene.account();
  });
  afterAll(async () => {
    await scene.close();
    await dovecot.remove();
  });
  const processed = (count: number) =>
    eventually(`${count} were moved`, async () => (await dovecot.subjects('Processed'))?.length === count);

  it('goes the road of one over SMTP: who signed it vouches for it, and it opens a case', async () => {
    await dovecot.deliver('INBOX', await scene.report(await scene.sent('jan@yahoo.example'), 'r1'));
    await processed(1);
    await scene.desk.settled();
    expect((await scene.only()).complaints).toHaveLength(1);
    expect(await scene.complaints()).toHaveLength(1);
  });

  it('is the same report when it comes over SMTP as well', async () => {
    const raw = await scene.report(await scene.sent('piet@yahoo.example'), 'r2');
    await scene.desk.mail(raw, 'feedback@arf.mail.yahoo.com');
    await dovecot.deliver('INBOX', raw);
    await processed(2);
    await scene.desk.settled();
    expect((await scene.complaints()).map(({ reports }) => reports.length)).toEqual([1, 1]);
  });

  it('is in the metrics, and a server that is away in /health/ready, which stays ready', async () => {
    const metrics = await scene.desk.call<string>('GET', '/metrics');
    expect(metrics.body).toContain('meldkamer_imap_kept{account="fbl"} 2');
    expect(metrics.body).toContain('meldkamer_imap_duplicates{account="fbl"} 1');
    expect(metrics.body).toContain('meldkamer_imap_oldest_seconds{account="fbl"} 0');
    expect((await scene.desk.get<Ready>('/health/ready')).checks['imap fbl']).toEqual({ state: 'ok' });
    await dovecot.kill();
    await eventually('it is told', async () => {
      const { status, checks } = await scene.desk.get<Ready>('/health/ready');
      return status === 'degraded' && checks['imap fbl']?.detail === 'INBOX: the connection was lost';
    });
  });
});

it('a report over LMTP opens a case too, and the socket goes when the desk ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lmtp-'));
  const socket = join(folder, 'lmtp');
  const scene = await Scene.open('spotler', { LMTP__ENABLED: 'true', LMTP__SOCKET: socket });
  try {
    await scene.account();
    const raw = await scene.report(await scene.sent('jan@yahoo.example'), 'r1');
    expect(await overLmtp(socket, raw)).toMatch(/^(250 OK: kept as \S+\r\n){2}$/);
    await scene.desk.settled();
    expect((await scene.only()).complaints).toHaveLength(1);
  } finally {
    await scene.close();
    expect(existsSync(socket)).toBe(false);
    rmSync(folder, { recursive: true });
  }
});

/** What the desk said after DATA. */
const overLmtp = async (socket: string, raw: string): Promise<string> => {
  const line = connect(socket).setEncoding('latin1');
  let said = '';
  line.on('data', (text: string) => (said += text));
  const say = async (lines: string, reply: RegExp) => {
    said = '';
    line.write(lines, 'latin1');
    await eventually(`the desk answers ${reply.source}`, () => reply.test(said));
  };
  await say('', /^220 .*\r\n/);
  await say('LHLO mx.platform.example\r\n', /^250 .*\r\n$/m);
  const to = ['fbl', 'abuse'].map((name) => `RCPT TO:<${name}@desk.example>\r\n`).join('');
  await say(`MAIL FROM:<feedback@arf.mail.yahoo.com>\r\n${to}DATA\r\n`, /^354 .*\r\n$/m);
  await say(stuffed(raw), /(\d{3} .*\r\n){2}$/);
  line.destroy();
  return said;
};
