import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hours, minutes } from '@app/kernel';
import { operationsOf } from '@app/nest';
import { Scene } from '../support/scene';

const config = join(__dirname, '../../config');
const quiet = { progress: () => undefined, signal: new AbortController().signal };

describe('policies and feedback sources read again while the desk runs', () => {
  let folder: string;
  let scene: Scene;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
    for (const name of ['policies', 'sources'])
      cpSync(join(config, name), join(folder, name), { recursive: true });
    scene = await Scene.open('spotler', {
      POLICIES_DIR: join(folder, 'policies'),
      SOURCES_DIR: join(folder, 'sources'),
    });
    await scene.account();
  });
  afterEach(async () => {
    await scene.close();
    rmSync(folder, { recursive: true });
  });
  const reload = () => operationsOf(join(scene.desk.dataDir, 'data')).reload({}, quiet);
  const policyFile = () => join(folder, 'policies/spotler.yaml');
  const edit = (change: (text: string) => string) =>
    writeFileSync(policyFile(), change(readFileSync(policyFile(), 'utf8')));

  it('a new case is decided by the new version, an open one by the version it began with', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    const before = (await scene.only()).deadlines[0]!;
    edit((text) => text.replaceAll('24h', '48h'));
    const { policies } = await reload();
    expect(policies.map(({ id }) => id)).toContain('spotler');

    await scene.account('shop-2');
    await scene.complaintAbout('piet@yahoo.example', { account: 'shop-2' });
    await scene.pass(minutes(15));
    const [old] = (await scene.only()).deadlines;
    const [young] = (await scene.only('shop-2')).deadlines;
    expect(old).toEqual(before);
    const lasts = Date.parse(young!.dueAt) - Date.parse(before.dueAt);
    expect(lasts).toBe(hours(24) + minutes(15));
  });

  it('a file that is wrong is named, and everything stays as it was', async () => {
    edit((text) => text.replace(/^rules:/m, 'rulez:'));
    rmSync(join(folder, 'sources/yahoo.yaml'));
    await expect(reload()).rejects.toThrow(/spotler\.yaml cannot be taken/);
    await scene.complaintAbout('jan@yahoo.example'); // Yahoo still vouches for it
    await scene.pass(minutes(15));
    expect((await scene.only()).state).toBe('demanded');
  });

  it('a brand whose policy is gone is named, and everything stays as it was', async () => {
    edit((text) => text.replace(/^id: spotler$/m, 'id: other'));
    await expect(reload()).rejects.toThrow(
      /brands\.spotler\.policy = "spotler": no file in .* has a policy of that id; there are (?:\w+, )*iconneqt, (?:\w+, )*other/,
    );
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    expect((await scene.only()).state).toBe('demanded');
  });

  it('a source that was taken away vouches for nothing any more', async () => {
    const trusts = async () =>
      (await scene.complaints()).flatMap((c) => c.reports.map((r) => (r as { trust: string }).trust));
    await scene.complaintAbout('jan@yahoo.example');
    rmSync(join(folder, 'sources/yahoo.yaml'));
    await reload();
    await scene.complaintAbout('piet@yahoo.example');
    expect((await trusts()).sort()).toEqual(['A', 'C']); // before, and as anybody's mail
  });
});
