import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

describe('a desk that was down while a customer’s time ran', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.complaintAbout('piet@yahoo.example');
    await scene.pass(minutes(15));
  });
  afterEach(() => scene.close());
  const due = async () =>
    Date.parse((await scene.only()).deadlines.find((d) => d.name === 'answer-due')!.dueAt);

  it('gives that time back, once, and the timeline says how much', async () => {
    const before = await due();
    await scene.pass(hours(2));
    await scene.desk.restart(hours(3));
    await scene.desk.settled();
    expect(await due()).toBe(before + hours(3));
    await scene.desk.restart();
    await scene.desk.settled();
    expect(await due()).toBe(before + hours(3));
    const { items } = await scene.desk.get<{ items: { event: string; data: Record<string, unknown> }[] }>(
      '/v1/accounts/shop-1/timeline',
    );
    const extended = items.filter((e) => e.data['because'] === 'outage');
    expect(extended.map((e) => e.data['extendedBy'])).toEqual([hours(3)]);
  });

  it('suspends nobody for time that ran out while it was down', async () => {
    const before = await due();
    await scene.pass(hours(20));
    await scene.desk.restart(hours(30));
    await scene.pass(hours(2));
    expect(await scene.standing()).toBe('good');
    expect((await scene.only()).state).toBe('demanded');
    expect(await due()).toBe(before + hours(30));
    expect(
      await scene.answer({ feedback: 'An old list was imported.', solution: 'It is gone.' }),
    ).toBeLessThan(400);
    await scene.pass(hours(3));
    expect(await scene.standing()).toBe('good');
  });
});
