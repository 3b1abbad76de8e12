import { days, minutes } from '@app/kernel';
import { personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

describe('an account of Aino', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('aino');
    await scene.account();
  });
  afterEach(() => scene.close());

  it('AI-27, AI-28: is traced from a complaint at the regulator’s site, told of it, and never stopped by it', async () => {
    const acm = scene.desk.signer('acm.nl');
    for (const who of ['jan', 'piet', 'kees']) {
      const mail = await scene.sent(`${who}@people.example`);
      const raw = await acm.sign(personalComplaint(mail, 'spamklacht@acm.nl', who));
      await scene.desk.mail(raw, 'spamklacht@acm.nl', 'abuse@desk.example');
    }
    expect(await scene.complaints()).toHaveLength(3);
    await scene.pass(minutes(15));
    expect(scene.desk.outbox()).toHaveLength(1); // of all three

    await scene.pass(days(90));
    const { measures, deadlines } = await scene.only();
    expect([measures.filter(({ measure }) => measure !== 'forward'), deadlines]).toEqual([[], []]);
    expect(await scene.standing()).toBe('good');
  });
});
