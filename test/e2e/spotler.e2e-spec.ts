import { hours, minutes, seconds } from '@app/kernel';
import { Scene } from '../support/scene';

describe('Spotler, over real SMTP and HTTP', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  const demanded = async () => {
    const mail = await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15)); // complaints of a quarter of an hour go out together
    return mail;
  };

  it('lets an account that answers in time go on', async () => {
    await demanded();
    const before = await scene.only();
    expect(before.deadlines.map((d) => d.name)).toContain('answer-due');
    expect(await scene.standing()).toBe('good');

    expect(
      await scene.answer({ feedback: 'An old list was imported.', solution: 'It is gone.' }),
    ).toBeLessThan(400);
    await scene.pass(hours(25));
    expect(await scene.standing()).toBe('good');

    await scene.decide((await scene.only()).id, 'accept-answer');
    expect((await scene.only()).state).toBe('resolved');
  });

  it('does not take feedback without a solution for an answer', async () => {
    await demanded();
    await scene.answer({ feedback: 'We will look at it.', solution: '' });
    expect((await scene.only()).deadlines.map((d) => d.name)).toContain('answer-due');
  });

  it('suspends an account that does not answer, until staff are convinced', async () => {
    await demanded();
    await scene.complaintAbout('piet@yahoo.example'); // a second, independent complainant joins the case
    await scene.pass(hours(24));
    const proposed = (await scene.only()).measures.find((m) => m.measure === 'suspend');
    expect(proposed).toMatchObject({ state: 'proposed' });
    await scene.pass(hours(1)); // nobody objected in a staffed hour
    expect(await scene.standing()).toBe('suspended');

    await scene.answer({
      feedback: 'Nobody read the abuse mailbox.',
      solution: 'The list is deleted.',
      prevention: 'Every list is confirmed by mail from now on.',
    });
    expect(await scene.standing()).toBe('suspended');
    await scene.decide((await scene.only()).id, 'reinstate');
    expect(await scene.standing()).toBe('good');
    const { baseline } = await scene.desk.get<{ baseline: string }>('/v1/accounts/shop-1');
    expect(Date.parse(baseline)).toBe(scene.desk.now);
  });

  it('stops confirmed unwanted mail at once, and believes the platform when it stopped', async () => {
    await demanded();
    await scene.decide((await scene.only()).id, 'confirm-unwanted');
    expect(await scene.standing()).toBe('held');
    expect((await scene.only()).deadlines.map((d) => d.name)).toEqual(['stop-due']);
    await scene.pass(hours(2));
    await scene.pass(minutes(30));
    const after = await scene.only();
    expect(after.measures.map((m) => m.measure)).not.toContain('purge');
    expect(await scene.standing()).toBe('suspended');
  });

  it('takes a mailing that goes on after the two hours for a breach', async () => {
    await demanded();
    await scene.decide((await scene.only()).id, 'confirm-unwanted');
    await scene.pass(hours(2));
    await scene.desk.did('POST', '/v1/injections', [
      {
        accountId: 'shop-1',
        campaignId: 'spring',
        stream: 'bulk',
        at: new Date(scene.desk.later(seconds(60))).toISOString(),
        state: 'refused',
      },
    ]);
    await scene.pass(minutes(5));
    const { measures } = await scene.only();
    expect(measures.map((m) => m.measure)).toEqual(expect.arrayContaining(['purge', 'revoke-credentials']));
    expect(measures.find((m) => m.measure === 'close')).toMatchObject({ state: 'proposed' });
  });

  it('takes a campaign that is still planned after the two hours for a breach, and none that was cancelled', async () => {
    await demanded();
    const at = new Date(scene.desk.later(hours(24))).toISOString();
    const planned = { accountId: 'shop-1', campaignId: 'summer', stream: 'bulk', at, state: 'scheduled' };
    const seen = () => scene.desk.did('POST', '/v1/injections', [planned]);
    const measures = async () => (await scene.only()).measures.map((m) => m.measure);
    await scene.decide((await scene.only()).id, 'confirm-unwanted');
    await scene.pass(hours(1));
    await seen();
    await scene.pass(hours(1));
    await scene.pass(minutes(30)); // and not seen again: as far as anybody knows, it was cancelled
    expect(await scene.standing()).toBe('suspended');
    expect(await measures()).not.toContain('purge');
    await seen(); // it was not
    await scene.pass(minutes(5));
    expect(await measures()).toEqual(expect.arrayContaining(['purge', 'revoke-credentials', 'close']));
  });

  it('counts a campaign reported by three recipients as three complaints in one case', async () => {
    for (const to of ['a@yahoo.example', 'b@yahoo.example', 'c@yahoo.example'])
      await scene.complaintAbout(to);
    await scene.pass(minutes(15));
    expect(await scene.complaints()).toHaveLength(3);
    expect((await scene.only()).complaints).toHaveLength(3);
    expect(scene.desk.outbox()).toHaveLength(1);
  });

  it('takes a complaint about mail from before the accepted solution as evidence, with no new clock', async () => {
    const early = await scene.sent('late@yahoo.example');
    await demanded();
    await scene.answer({ feedback: 'An old list.', solution: 'It is gone.' });
    await scene.decide((await scene.only()).id, 'accept-answer');
    const notices = scene.desk.outbox().length;

    await scene.pass(hours(2));
    await scene.complain(early);
    await scene.pass(hours(25));
    const after = await scene.only(); // still one case
    expect(after.state).toBe('resolved');
    expect(after.deadlines).toEqual([]);
    expect(after.complaints).toHaveLength(2);
    expect(scene.desk.outbox().length).toBeLessThanOrEqual(notices + 1); // forwarded, nothing demanded
    expect(await scene.standing()).toBe('good');
  });
});
