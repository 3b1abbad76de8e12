import { days, minutes } from '@app/kernel';
import { personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

interface Order {
  readonly order: string;
  readonly state: string;
  readonly scope: string | null;
}

describe('an account of Conectoo', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('conectoo');
    await scene.account('shop-1', { domains: ['shop.example'] });
  });
  afterEach(() => scene.close());

  const tasks = async (queue: string) =>
    (await scene.desk.get<{ items: { id: string }[] }>(`/v1/cases?queue=${queue}`)).items.map(({ id }) => id);
  const orders = async () =>
    (await scene.desk.get<{ items: Order[] }>('/v1/platform-orders?account=shop-1')).items.filter(
      ({ order }) => order !== 'suppress', // of who complained
    );
  const writesThemselves = async (to = 'abuse@desk.example') => {
    const mail = await scene.sent('piet@people.example');
    const text = personalComplaint(mail, 'piet@people.example', 'p1').replace(
      'To: <abuse@desk.example>',
      `To: ${to}`,
    );
    const signed = await scene.desk.signer('people.example').sign(text);
    await scene.desk.mail(signed, 'piet@people.example', 'abuse@desk.example');
  };

  /** By two persons. */
  const cleared = async () => {
    await scene.decide('shop-1.1', 'reinstate');
    const { measures } = await scene.only();
    const { id: measureId } = measures.find((m) => m.measure === 'reinstate')!;
    await scene.decide('shop-1.1', 'approve', { measureId }, await scene.key('supervisor', 'Bob'));
  };

  it('CO-26, CO-53: has each complaint looked at, comes under review by a direct one, and goes on when it is cleared', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    expect(await tasks('review-complaints')).toEqual(['shop-1.1']);
    expect(await scene.standing()).toBe('good');

    await writesThemselves();
    expect(await scene.standing()).toBe('under-review');
    await scene.pass(days(30)); // no time runs against the customer
    expect(await scene.standing()).toBe('under-review');
    expect(scene.desk.outbox()).toEqual([]);

    await cleared();
    expect(await scene.standing()).toBe('good');
    expect(scene.desk.outbox()).toEqual([]); // who never heard of a review is not told of its end
  });

  it('CO-51, CO-52: is complained of by whoever writes to us, who may have sent the customer a copy', async () => {
    const copied = async () => {
      const [complaint] = await scene.complaints();
      return (complaint!.reports as { customerCopied: boolean }[]).map(
        ({ customerCopied }) => customerCopied,
      );
    };
    await writesThemselves();
    expect(await copied()).toEqual([false]);
    await writesThemselves('abuse@desk.example\r\nCc: The Shop <info@mail.shop.example>');
    expect(await copied()).toContain(true);
  });

  it('CO-18: comes under review by what a person reads in its mail', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.decide('shop-1.1', 'flag-content', { categories: ['erotic'] });
    expect(await scene.standing()).toBe('under-review');
    const { measures } = await scene.only();
    expect(measures.map(({ measure, rule }) => [measure, rule])).toEqual([['under-review', 'content']]);
  });

  it('CO-24, CO-43: is blocked at once and wholly, without a refund, by a person who finds that permission is missing', async () => {
    await writesThemselves();
    await scene.decide('shop-1.1', 'confirm-unwanted');
    expect(await scene.standing()).toBe('suspended');
    expect(await orders()).toMatchObject([{ order: 'suspend', scope: null, state: 'confirmed' }]);

    await scene.pass(minutes(1));
    expect(scene.desk.outbox()).toHaveLength(1);
    expect(scene.desk.outbox()[0]).toContain('Fees are not refunded.');
    await scene.pass(days(365));
    expect(await scene.standing()).toBe('suspended'); // the text knows no end of it: staff do
    await cleared();
    expect(await scene.standing()).toBe('good');
  });
});
