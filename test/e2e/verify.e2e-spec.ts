import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hours, Instant, minutes } from '@app/kernel';
import { createLogger, openDesk, operationsOf, verifyAudit } from '@app/nest';
import { FakeClock } from '@app/testing';
import { Scene } from '../support/scene';

const quiet = { progress: () => undefined, signal: new AbortController().signal };

describe('verify, asked of a running desk', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    await scene.pass(hours(26));
  });
  afterEach(() => scene.close());
  const dataDir = () => join(scene.desk.dataDir, 'data');
  const verify = () => operationsOf(dataDir()).verify({}, quiet);

  it('finds everything as it was written', async () => {
    const { events, auditRows, problems } = await verify();
    expect(problems).toEqual([]);
    expect(events).toBeGreaterThan(10);
    expect(auditRows).toBeGreaterThan(3);
  });

  it('finds that the last line of the audit is gone', async () => {
    const folder = join(dataDir(), 'audit');
    const file = join(folder, readdirSync(folder).sort().at(-1)!);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n`);
    expect((await verify()).problems).toEqual([
      expect.stringMatching(/^row \d+, which was noted, is gone: the chain ends at \d+$/),
    ]);
  });
});

it('what each start logs of the audit shows what was cut off it while the desk was down', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  const clock = new FakeClock(Instant('2026-03-02T09:00:00.000Z'));
  const lines: { audit?: { seq: number; hash: string } }[] = [];
  const logger = createLogger({
    level: 'info',
    now: clock.now,
    write: (line) => lines.push(JSON.parse(line) as object),
  });
  const env = {
    MELDKAMER_DATA_DIR: folder,
    MELDKAMER_HTTP__PORT: '0',
    MELDKAMER_SMTP__ENABLED: 'false',
    MELDKAMER_PLATFORM__KIND: 'webhook',
    MELDKAMER_PLATFORM__URL: 'http://127.0.0.1:9/orders',
    MELDKAMER_PLATFORM__SECRET: 'platform-secret',
    MELDKAMER_DNS__ZONE_FILE: join(folder, 'zone.json'),
  };
  writeFileSync(env.MELDKAMER_DNS__ZONE_FILE, '{}');
  const first = await openDesk({ env, clock, logger });
  await operationsOf(folder).reload({}, quiet); // that somebody did this is written down
  await first.close();
  await (await openDesk({ env, clock, logger })).close();
  const known = lines.flatMap(({ audit }) => audit ?? []).at(-1)!;
  const audit = join(folder, 'audit');
  expect(known.seq).toBeGreaterThan(0);
  expect(await verifyAudit(audit, known)).toMatchObject({ problems: [] });
  const file = join(audit, readdirSync(audit)[0]!);
  writeFileSync(file, '');
  expect((await verifyAudit(audit, known)).problems).toEqual([
    `row ${known.seq}, which was noted, is gone: the chain ends at 0`,
  ]);
  rmSync(folder, { recursive: true });
});
