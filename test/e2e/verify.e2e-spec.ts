import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hours, minutes } from '@app/kernel';
import { operationsOf } from '@app/nest';
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
