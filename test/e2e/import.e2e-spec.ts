import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hours, minus, minutes } from '@app/kernel';
import { operationsOf } from '@app/nest';
import { Scene } from '../support/scene';

const quiet = { progress: () => undefined, signal: new AbortController().signal };

describe('what is imported', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  const imported = async (ago: number, flags: { archive?: boolean; suppress?: boolean } = {}) => {
    const mail = await scene.sent(`r${ago}@yahoo.example`, { at: minus(scene.desk.now, hours(ago)) });
    const file = join(scene.desk.dataDir, `${ago}.eml`);
    writeFileSync(file, await scene.report(mail, `r${ago}`));
    const operations = operationsOf(join(scene.desk.dataDir, 'data'));
    const summary = await operations.importPaths(
      { paths: [file], archive: false, suppress: false, ...flags },
      quiet,
    );
    expect(summary).toMatchObject({ read: 1, accepted: 1, failed: 0 });
    await scene.pass(minutes(15));
    return (await scene.complaints()).length;
  };
  const ordered = () => scene.desk.platform.orders().map((order) => order.order);

  it('about mail of the last three days, is like any report', async () => {
    expect(await imported(71)).toBe(1);
    expect((await scene.only()).state).toBe('demanded');
    expect(ordered()).toEqual(['suppress']);
  });

  it('about older mail, is kept, and starts no measure, clock or order', async () => {
    expect(await imported(73)).toBe(1);
    expect(await scene.cases()).toEqual([]);
    expect(ordered()).toEqual([]);
  });

  it('about older mail, has the recipient suppressed when that was asked for', async () => {
    await imported(73, { suppress: true });
    expect(await scene.cases()).toEqual([]);
    expect(ordered()).toEqual(['suppress']);
  });

  it('as an archive, starts nothing, however young the mail', async () => {
    await imported(1, { archive: true });
    expect(await scene.cases()).toEqual([]);
    expect(ordered()).toEqual([]);
  });
});
