import { hours, plus } from '@app/kernel';
import { Scene } from '../support/scene';

describe('a hold, on a platform whose holds end by themselves', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('iconneqt');
    await scene.account();
  });
  afterEach(() => scene.close());

  it('stands as long as the desk wants it, and not a day longer than it was renewed', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    const { id } = await scene.only();
    await scene.decide(id, 'impose', { measure: 'hold' });
    const { platform, now } = scene.desk;
    expect(platform.account('shop-1')).toMatchObject({ sending: 'held', heldUntil: plus(now, hours(72)) });

    for (let day = 1; day <= 4; day++) await scene.pass(hours(24));
    expect(platform.account('shop-1')).toMatchObject({
      sending: 'held',
      heldUntil: plus(now, hours(4 * 24 + 72)),
      generation: 5,
    });

    for (const person of ['ann', 'bob'])
      await scene.decide(id, 'reinstate', {}, await scene.key('supervisor', person));
    expect(platform.account('shop-1')).toMatchObject({ sending: 'sending' });
    const { length } = platform.orders();
    await scene.pass(hours(100));
    expect(platform.orders()).toHaveLength(length);
  });
});
