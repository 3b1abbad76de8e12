import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { SmtpScene } from '../testing/smtp-scene';

let scene: SmtpScene;
beforeEach(() => {
  scene = new SmtpScene();
});
afterEach(() => scene.end());

describe('STARTTLS', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tls-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const tls = { certFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem') };
  const made = (() => {
    try {
      const args = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ];
      const files = ['-subj', '/CN=mx.abuse.example', '-keyout', tls.keyFile, '-out', tls.certFile];
      execFileSync('openssl', [...args, ...files], { stdio: 'ignore' });
      return true;
    } catch {
      process.stderr.write('STARTTLS is not tested: openssl, which makes the certificate, is absent\n');
      return false;
    }
  })();
  const testIf = made ? it : it.skip;

  testIf('is offered when there is a certificate, and noted in the envelope', async () => {
    const { port } = await scene.listen({ tls });
    const client = nodemailer.createTransport({
      host: '127.0.0.1',
      port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
    });
    await client.sendMail({ from: 'a@b.example', to: 'abuse@example.net', text: 'spam' });
    client.close();
    expect(scene.taken[0]!.envelope.tls).toBe(true);
  });

  testIf('forgets what was said before it, injected commands included', async () => {
    const talk = await scene.greeted(await scene.listen({ tls }));
    talk.socket.write(
      'STARTTLS\r\nMAIL FROM:<injected@b.example>\r\nRCPT TO:<x@b.example>\r\nDATA\r\nx\r\n.\r\n',
    );
    expect(await talk.reply()).toMatch(/^220 /);
    talk.socket.end();
    expect(await talk.reply()).toBe('closed');
    expect(scene.taken).toEqual([]);
  });

  it('is not offered without one', async () => {
    const talk = await scene.greeted(await scene.listen());
    expect(await talk.codes('STARTTLS')).toEqual(['500']);
  });
});
