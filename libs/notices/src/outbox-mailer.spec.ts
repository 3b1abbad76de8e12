import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailerContract } from './mailer.contract';
import { outboxMailer } from './outbox-mailer';
import { aMail, keys, NOW } from './sample-mail';

const opened = () => {
  const parent = mkdtempSync(join(tmpdir(), 'outbox-'));
  const folder = join(parent, 'data', 'outbox');
  const mailer = outboxMailer({ folder, keys: keys(), now: () => NOW });
  return { folder, mailer, end: () => rmSync(parent, { recursive: true }) };
};

mailerContract('The outbox folder', () => {
  const { folder, mailer, end } = opened();
  const line = (name: string, raw: string) => new RegExp(`^${name}: <(.*)>\r$`, 'm').exec(raw)![1]!;
  return Promise.resolve({
    mailer,
    arrived: () =>
      Promise.resolve(
        (existsSync(folder) ? readdirSync(folder) : []).map((name) => {
          const raw = readFileSync(join(folder, name), 'utf8');
          return { raw, from: line('Return-Path', raw), to: line('X-Envelope-To', raw) };
        }),
      ),
    end: () => Promise.resolve(end()),
  });
});

describe('the outbox folder', () => {
  it('holds one file a mail, for its owner only, and none half written', async () => {
    const { folder, mailer, end } = opened();
    await mailer.send(aMail());
    await mailer.send(aMail({ text: 'said otherwise' }));
    expect(readdirSync(folder)).toEqual([`${aMail().id}.eml`]);
    expect(statSync(join(folder, `${aMail().id}.eml`)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, `${aMail().id}.eml`), 'utf8')).toContain('Dear customer,');
    end();
  });

  it('says so, and that it may be tried again, when it cannot be written', async () => {
    const { folder, end } = opened();
    writeFileSync(join(folder, '../..', 'file'), '');
    const blocked = outboxMailer({ folder: join(folder, '../..', 'file'), keys: keys(), now: () => NOW });
    expect(await blocked.send(aMail())).toMatchObject({
      outcome: 'temporary',
      detail: expect.stringContaining('could not be written') as string,
    });
    end();
  });

  it('takes no name for a file but an id', async () => {
    const { folder, mailer, end } = opened();
    expect(await mailer.send(aMail({ id: '../../evil' }))).toMatchObject({ outcome: 'temporary' });
    expect(existsSync(folder)).toBe(false);
    end();
  });
});
