import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportId } from '@app/kernel';
import type { Submit } from '../submit';
import { SmtpScene, until, type Talk } from '../testing/smtp-scene';

const scene = new SmtpScene();
const folder = mkdtempSync(join(tmpdir(), 'lmtp-'));
const socket = join(folder, 'lmtp');
afterEach(() => scene.end());
afterAll(() => rmSync(folder, { recursive: true }));

const LMTP = { protocol: 'lmtp', rates: undefined } as const;
const greeted = async (to: number | string): Promise<Talk> => {
  const talk = scene.talk(to);
  expect(await talk.reply()).toMatch(/^220 .*LMTP/);
  expect(await talk.say('LHLO mx.platform.example')).toMatch(/^250/);
  return talk;
};
const RECIPIENTS = ['RCPT TO:<fbl@desk.example>', 'RCPT TO:<answer+token@desk.example>'];
const given = async (talk: Talk): Promise<void> =>
  expect(await talk.codes('MAIL FROM:<jan@example.org>', ...RECIPIENTS, 'DATA')).toEqual([
    '250',
    '250',
    '250',
    '354',
  ]);

describe('LMTP', () => {
  it('answers for each recipient, and only once the message is durable', async () => {
    let keep = (): void => undefined;
    const durable = new Promise<void>((resolve) => (keep = resolve));
    const submit: Submit = async (raw) => {
      scene.taken.push(raw);
      await durable;
      return { reportId: 'r1' as ReportId, duplicate: false };
    };
    const { port } = await scene.listen(LMTP, { submit });
    const talk = await greeted(port);
    await given(talk);
    const order: string[] = [];
    const first = talk.say('Subject: x\r\n\r\nreport\r\n.').finally(() => order.push('answered'));
    await until(() => scene.taken.length === 1);
    await greeted(port); // an answer given too early would be here by now
    order.push('durable');
    keep();
    expect(await first).toBe('250 OK: kept as r1');
    expect(await talk.reply()).toBe('250 OK: kept as r1');
    expect(order).toEqual(['durable', 'answered']);
    expect(scene.taken).toMatchObject([
      {
        channel: 'lmtp',
        envelope: { mailFrom: 'jan@example.org', rcptTo: ['fbl@desk.example', 'answer+token@desk.example'] },
      },
    ]);
  });

  it('vouches for no client: the peer is a mail server of ours', async () => {
    const { port } = await scene.listen(LMTP);
    const talk = await greeted(port);
    scene.taken.length = 0;
    await given(talk);
    expect(await talk.say('report\r\n.')).toMatch(/^250/);
    expect(scene.taken[0]!.envelope).not.toHaveProperty('remoteAddress');
    expect(scene.taken[0]!.envelope).not.toHaveProperty('helo');
  });

  it('refuses for each recipient what was not kept, and what is too big', async () => {
    const { port, counts } = await scene.listen(
      { ...LMTP, size: 100 },
      { submit: () => Promise.reject(new Error('no')) },
    );
    const talk = await greeted(port);
    await given(talk);
    expect(await talk.codes('report\r\n.')).toEqual(['451']);
    expect(await talk.reply()).toMatch(/^451/);
    await given(talk);
    expect(await talk.codes(`${'x'.repeat(150)}\r\n.`)).toEqual(['552']);
    expect(await talk.reply()).toMatch(/^552/);
    expect(counts).toMatchObject({ deferred: 1, refused: 1 });
  });

  it('does not speak SMTP', async () => {
    const { port } = await scene.listen(LMTP);
    const talk = scene.talk(port);
    await talk.reply();
    expect(await talk.codes('EHLO client.example')).toEqual(['500']);
  });

  it('listens on a socket that its group may write to, and leaves nothing behind', async () => {
    const listener = await scene.listen({ ...LMTP, socket });
    expect(statSync(socket).mode & 0o777).toBe(0o660);
    const talk = await greeted(socket);
    await given(talk);
    expect(await talk.say('report\r\n.')).toMatch(/^250/);
    talk.socket.destroy();
    await scene.end();
    expect(listener.counts.accepted).toBe(1);
    expect(existsSync(socket)).toBe(false);
  });

  it('takes the place of a socket whose process was killed, not of one in use, nor of another file', async () => {
    spawnSync(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    expect(existsSync(socket)).toBe(true);
    await scene.listen({ ...LMTP, socket });
    await greeted(socket);
    await scene.end();

    const other = createServer();
    await new Promise<void>((listening) => other.listen(socket, listening));
    await expect(scene.listen({ ...LMTP, socket })).rejects.toThrow(
      /^cannot listen for LMTP on .*EADDRINUSE/,
    );
    await new Promise((closed) => other.close(closed));

    writeFileSync(socket, 'a file of somebody');
    await expect(scene.listen({ ...LMTP, socket })).rejects.toThrow(/EADDRINUSE/);
    rmSync(socket);
  });
});
