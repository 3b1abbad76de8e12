import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';
import { personalComplaint } from '@app/testing';

describe('iConneqt, over real SMTP and HTTP', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('iconneqt');
    await scene.account('shop-1', { legalForm: 'legal-person' });
  });
  afterEach(() => scene.close());

  /** A person writes to abuse@, from a domain that signs its mail, with the spam attached. */
  const writes = async (who: string, id: string) => {
    const domain = who.split('@')[1]!;
    const mail = await scene.sent(who);
    const signer = scene.desk.signer(domain);
    await scene.desk.mail(await signer.sign(personalComplaint(mail, who, id)), who, 'abuse@desk.example');
  };

  it('warns on the first complaint', async () => {
    await writes('first@people.example', 'one');
    await scene.pass(minutes(15));
    expect(await scene.standing()).toBe('warned');
    expect(scene.desk.outbox()).toHaveLength(1);
  });

  it('holds on the next new complaint and closes with four eyes, without refund, claiming damages', async () => {
    await writes('first@people.example', 'one');
    await scene.pass(hours(3));
    await writes('second@others.example', 'two');
    await scene.pass(minutes(15));
    expect(await scene.standing()).toBe('held');

    const open = await scene.only();
    const close = open.measures.find((m) => m.measure === 'close')!;
    expect(close.state).toBe('proposed');
    const [first, second] = [await scene.key('supervisor', 'Ada'), await scene.key('supervisor', 'Bob')];
    await scene.decide(open.id, 'approve', { measureId: close.id }, first);
    expect(await scene.standing()).toBe('held'); // one pair of eyes
    await scene.decide(open.id, 'approve', { measureId: close.id }, second);
    expect(await scene.standing()).toBe('closed');

    const { items } = await scene.desk.get<{ items: { type: string }[] }>('/v1/accounts/shop-1/timeline');
    const types = items.map((e) => e.type);
    expect(types).toEqual(expect.arrayContaining(['DamageClaimOpened', 'AccountClosed']));
  });

  it('does not take a complaint about mail from before the warning for a new one', async () => {
    const early = await scene.sent('slow@people.example');
    await writes('first@people.example', 'one');
    await scene.pass(hours(3));
    await scene.complain(early);
    await scene.pass(hours(1));
    expect(await scene.standing()).toBe('warned');
  });
});
