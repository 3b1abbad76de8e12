import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';
import { personalComplaint, type Signer } from '@app/testing';

describe('iConneqt, over real SMTP and HTTP', () => {
  let scene: Scene;
  let acm: Signer;
  beforeEach(async () => {
    scene = await Scene.open('iconneqt');
    await scene.account('shop-1', { legalForm: 'legal-person' });
    acm = scene.desk.signer('acm.nl');
  });
  afterEach(() => scene.close());

  /** A recipient complains to the regulator, whose site passes the mail on, signed. */
  const complains = async (who: string, id: string) => {
    const mail = await scene.sent(who);
    const raw = await acm.sign(personalComplaint(mail, 'spamklacht@acm.nl', id));
    await scene.desk.mail(raw, 'spamklacht@acm.nl', 'abuse@desk.example');
  };

  it('IN-26, IE-19: warns on the first complaint, which the regulator’s site passed on', async () => {
    await complains('first@people.example', 'one');
    await scene.pass(minutes(15));
    expect(await scene.standing()).toBe('warned');
    expect(scene.desk.outbox()).toHaveLength(1);
  });

  it('holds on the next new complaint and closes with four eyes, without refund, claiming damages', async () => {
    await complains('first@people.example', 'one');
    await scene.pass(hours(3));
    await complains('second@others.example', 'two');
    await scene.pass(minutes(15));
    expect(await scene.standing()).toBe('held');

    const open = await scene.only();
    const close = open.measures.find((m) => m.measure === 'close')!;
    expect(close.state).toBe('proposed');
    const [first, second] = [await scene.key('supervisor', 'Ada'), await scene.key('supervisor', 'Bob')];
    const approve = (key: string) => scene.decide(open.id, 'approve', { measureId: close.id }, key);
    expect(await approve(first)).toMatchObject({
      outcome: 'seconded',
      measures: [{ measureId: close.id, state: 'seconded' }],
    });
    expect(await scene.standing()).toBe('held'); // one pair of eyes
    expect(await approve(second)).toMatchObject({
      outcome: 'done',
      measures: [{ measureId: close.id, state: 'taken' }],
    });
    expect(await scene.standing()).toBe('closed');

    const { items } = await scene.desk.get<{ items: { type: string }[] }>('/v1/accounts/shop-1/timeline');
    const types = items.map((e) => e.type);
    expect(types).toEqual(expect.arrayContaining(['DamageClaimOpened', 'AccountClosed']));
  });

  it('does not take a complaint about mail from before the warning for a new one', async () => {
    const early = await scene.sent('slow@people.example');
    await complains('first@people.example', 'one');
    await scene.pass(hours(3));
    await scene.complain(early);
    await scene.pass(hours(1));
    expect(await scene.standing()).toBe('warned');
  });
});
