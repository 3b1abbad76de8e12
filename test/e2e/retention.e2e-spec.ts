import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

describe('originals of reports', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler', { RETENTION__RAW_REPORTS: '30d' });
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
  });
  afterEach(() => scene.close());
  const segment = () => existsSync(join(scene.desk.dataDir, 'data/raw/2026-03-03.db'));
  const days = async (n: number) => {
    for (let i = 0; i < n; i++) {
      await scene.pass(hours(24));
      await scene.pass(minutes(2)); // chores
    }
  };

  it('go at the end of their retention, and the desk says so; what was read of them stays', async () => {
    await scene.answer({ feedback: 'An old list.', solution: 'It is gone.' });
    await scene.decide((await scene.only()).id, 'accept-answer');
    const [complaint] = (await scene.complaints()) as unknown as { reports: { id: string }[] }[];
    const report = complaint!.reports[0]!.id;
    await days(29);
    expect(segment()).toBe(true);
    await days(3);
    expect(segment()).toBe(false);
    expect((await scene.desk.call('GET', `/v1/reports/${report}/original`)).status).toBe(404);
    expect(await scene.desk.get(`/v1/reports/${report}`)).toMatchObject({ format: 'arf', trust: 'A' });
  });

  it('stay while a case rests on them', async () => {
    await days(33);
    expect(segment()).toBe(true);
  });
});
