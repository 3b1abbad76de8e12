import { minutes } from '@app/kernel';
import { MORNING, Scene } from '../support/scene';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('iconneqt');
});
afterEach(() => scene.close());

const at = new Date(MORNING).toISOString();
const volume = (accountId: string, more: Record<string, unknown> = {}) => ({
  accountId,
  provider: 'yahoo',
  day: '2026-03-02',
  delivered: 5_000,
  revision: 1,
  ...more,
});
const injection = (accountId: string) => ({
  accountId,
  campaignId: 'spring',
  stream: 'bulk',
  at: new Date(scene.desk.now).toISOString(),
  state: 'sent',
});
const delivered = async (account: string) =>
  (await scene.desk.get<{ delivered: number }>(`/v1/accounts/${account}/complaint-rate`)).delivered;
const post = (path: string, batch: unknown, headers: Record<string, string> = {}) =>
  scene.desk.call<Record<string, unknown>>('POST', `/v1/${path}`, batch, { headers });

describe('a batch about an account that is not registered yet', () => {
  it.each([
    [
      'messages',
      { messageId: 'm1@x.example', accountId: 'new-1', recipient: 'jan@yahoo.example', sentAt: at },
    ],
    ['opt-outs', { accountId: 'new-1', recipient: 'jan@yahoo.example', at, via: 'link' }],
    ['delivery-volumes', volume('new-1')],
    ['injections', { accountId: 'new-1', stream: 'bulk', at, state: 'sent' }],
  ])('is taken, and names it: %s', async (path, item) => {
    await scene.account();
    const batch = [item, { ...item, accountId: 'shop-1' }, item];
    expect(await post(path, batch)).toMatchObject({
      status: 200,
      body: { accepted: 3, unknownAccounts: ['new-1'] },
    });
    await scene.account('new-1');
    expect((await post(path, batch)).body).toMatchObject({ accepted: 3, unknownAccounts: [] });
  });

  it('holds for it once it is registered: messages are traced to it, and volumes count', async () => {
    const messageId = 'm1.spring@new-1.sender.example';
    const mail = {
      messageId,
      date: new Date(MORNING).toUTCString().replace('GMT', '+0000'),
      from: 'news@new-1.sender.example',
      to: 'jan@yahoo.example',
      headers: {},
    };
    await post('messages', [
      { messageId, accountId: 'new-1', campaignId: 'spring', recipient: 'jan@yahoo.example', sentAt: at },
    ]);
    await post('delivery-volumes', [volume('new-1')]);
    await scene.account('new-1');
    await scene.complain(mail);
    expect(await scene.complaints('new-1')).toMatchObject([{ state: 'qualified' }]);
    expect(await delivered('new-1')).toBe(5_000);
  });

  it('does not keep what it says of other accounts from being taken', async () => {
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.decide((await scene.only()).id, 'impose', { measure: 'hold' });
    await scene.pass(minutes(5));
    expect((await post('injections', [injection('new-1'), injection('shop-1')])).status).toBe(200);
    await scene.desk.settled();
    const { items } = await scene.desk.get<{ items: unknown[] }>('/v1/platform-orders?queue=alarms');
    expect(items).toMatchObject([{ account: 'shop-1', alarms: [{ alarm: 'leaked' }] }]);
  });
});

describe('a batch of which some is refused', () => {
  const batch = () => [
    volume('shop-1'),
    volume('shop-2', { day: '2026-04-01' }),
    volume('shop-2'),
    volume('shop-3'),
  ];
  beforeEach(async () => {
    for (const id of ['shop-1', 'shop-2', 'shop-3']) await scene.account(id);
  });

  it('names the accounts of which nothing was taken, and takes all others', async () => {
    const why = '5000 delivered to yahoo on 2026-04-01: the day must have begun';
    const { status, body } = await post('delivery-volumes', batch());
    expect({ status, ...body }).toMatchObject({
      status: 409,
      code: 'day-in-the-future',
      detail: `${why}; none of the 2 items of shop-2 was taken; all others were taken`,
      errors: [{ path: '[1].accountId', message: `${why}; none of the 2 items of shop-2 was taken` }],
    });
    await scene.desk.settled();
    expect(await Promise.all(['shop-1', 'shop-2', 'shop-3'].map(delivered))).toEqual([5_000, 0, 5_000]);
  });

  it('may be sent again under the same key once it is mended, whatever was mended', async () => {
    const headers = { 'idempotency-key': 'volumes-1' };
    expect((await post('delivery-volumes', batch(), headers)).status).toBe(409);
    const mended = [volume('shop-1', { delivered: 6_000, revision: 2 }), volume('shop-2'), volume('shop-3')];
    expect((await post('delivery-volumes', mended, headers)).status).toBe(200);
    await scene.desk.settled();
    expect(await Promise.all(['shop-1', 'shop-2', 'shop-3'].map(delivered))).toEqual([6_000, 5_000, 5_000]);
  });
});

describe('a batch of volumes', () => {
  it('counts for a provider however it is named, and names those of which no source hears complaints', async () => {
    await scene.account();
    const named = ['Yahoo', 'yahoo.co.uk', 'yahoo'].map((provider, i) =>
      volume('shop-1', { provider, campaignId: `c${i}`, delivered: 1_000 }),
    );
    const answer = await post('delivery-volumes', [...named, volume('shop-1', { provider: 'marsmail' })]);
    expect(answer.body).toEqual({ accepted: 4, unknownAccounts: [], unknownProviders: ['marsmail'] });
    await scene.desk.settled();
    expect(await delivered('shop-1')).toBe(3_000);
    const { items } = await scene.desk.get<{ items: { id: string; providers: string[] }[] }>('/v1/sources');
    expect(items.find(({ id }) => id === 'yahoo')!.providers).toEqual(['yahoo']);
  });
});

describe('a batch of messages', () => {
  const message = {
    messageId: 'm1@x.example',
    accountId: 'shop-1',
    recipient: 'jan@yahoo.example',
    sentAt: at,
  };
  it.each([
    ['that is yet to be sent', { sentAt: '2036-03-03T09:00:00Z' }, '[1].sentAt'],
    ['to nobody', { recipient: 'notanaddress' }, '[1].recipient'],
  ])('with one %s is not taken, and says which', async (_, wrong, path) => {
    const answer = await post('messages', [message, { ...message, ...wrong }]);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});

it.each(['complaints', 'cases', 'platform-orders', 'reports'])(
  'a cursor that no page gave is refused: %s',
  async (list) => {
    const answer = await scene.desk.call('GET', `/v1/${list}?cursor=foo`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
  },
);
