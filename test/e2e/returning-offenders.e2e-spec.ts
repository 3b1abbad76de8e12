import { seconds } from '@app/kernel';
import { Scene } from '../support/scene';

interface Resemblance {
  readonly account: string;
  readonly shares: readonly { what: string; value: string | null }[];
  readonly handled: { readonly by: string; readonly reason: string } | null;
}
interface Account {
  readonly registrationNumber: string | null;
  readonly resembles: readonly Resemblance[];
}
interface ListOf<T> {
  readonly items: readonly T[];
}

describe('a customer whose account was closed', () => {
  const theirs = {
    domains: ['shop.example', 'news.esp.example'],
    dkim: ['s1._domainkey.shop.example'],
    ips: ['192.0.2.7', '198.51.100.1'],
    registrationNumber: '12.34 56-78 nl',
  };
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open('iconneqt', {
      SWEEP__OWN__IPS: '[198.51.100.0/24]',
      SWEEP__OWN__DOMAINS: '[esp.example]',
    });
    await scene.account('shop-1', { ...theirs, ips: [...theirs.ips, '192.0.2.9'] });
    await scene.account('bystander', { ips: ['192.0.2.9'] });
    await scene.complaintAbout('jan@yahoo.example');
    const { id } = await scene.only();
    await scene.decide(id, 'impose', { measure: 'close' }, await scene.key('supervisor', 'Ada'));
    const [proposed] = (await scene.only()).measures.filter(({ measure }) => measure === 'close');
    if (proposed?.state !== 'taken')
      await scene.decide(id, 'approve', { measureId: proposed?.id }, await scene.key('supervisor', 'Bob'));
    await scene.pass(seconds(1));
    expect(await scene.standing()).toBe('closed');
  });
  afterAll(() => scene.close());

  const account = (id: string) => scene.desk.get<Account>(`/v1/accounts/${id}`);
  const waiting = async () =>
    (await scene.desk.get<ListOf<{ id: string }>>('/v1/returning-offenders')).items.map(({ id }) => id);
  const queued = async () =>
    (
      await scene.desk.get<ListOf<{ queue: string; count: number; oldest: string | null }>>('/v1/queues')
    ).items.find(({ queue }) => queue === 'returning-offenders');
  const handled = (id: string, closed: string, reason: unknown, key?: string) =>
    scene.desk.call<{ detail?: string }>(
      'POST',
      `/v1/accounts/${id}/resemblances/${closed}/handled`,
      { reason },
      key ? { key } : {},
    );

  it('is not found in those who were there before, nor in the account that was closed', async () => {
    expect((await account('bystander')).resembles).toEqual([]);
    expect((await account('shop-1')).resembles).toEqual([]);
    expect(await queued()).toMatchObject({ count: 0, oldest: null });
  });

  it('is known again by domain, DKIM key, address and number in the register, and never by what is the ESP’s own', async () => {
    await scene.account('shop-2', { ...theirs, registrationNumber: '12345678NL' });
    await scene.account('stranger', { domains: ['stranger.example'], ips: ['198.51.100.1'] });
    const { resembles, registrationNumber } = await account('shop-2');
    expect(registrationNumber).toBe('12345678NL');
    expect(resembles).toMatchObject([
      {
        account: 'shop-1',
        shares: [
          { what: 'dkim', value: 'shop.example' },
          { what: 'domain', value: 'shop.example' },
          { what: 'ip', value: '192.0.2.7' },
          { what: 'registration-number', value: null },
        ],
        handled: null,
      },
    ]);
    expect((await account('stranger')).resembles).toEqual([]);
    expect(await waiting()).toEqual(['shop-2']);
    expect(await queued()).toMatchObject({ count: 1, oldest: new Date(scene.desk.now).toISOString() });
  });

  it('is left alone until a person decides: nothing follows by itself', async () => {
    await scene.pass(seconds(3_600));
    expect(await scene.standing('shop-2')).toBe('good');
    expect(await scene.cases('shop-2')).toEqual([]);
  });

  it('waits until staff say that they looked into it, and for what reason; a viewer cannot', async () => {
    expect((await handled('shop-2', 'shop-1', 'seen', await scene.key('viewer', 'Vic'))).status).toBe(403);
    expect((await handled('shop-2', 'shop-1', ' ')).status).toBe(400);
    const none = await handled('shop-2', 'bystander', 'seen');
    expect([none.status, none.body.detail]).toEqual([404, expect.stringContaining('shop-2')]);
    expect((await handled('nobody', 'shop-1', 'seen')).status).toBe(404);

    expect((await handled('shop-2', 'shop-1', 'the new owner of the shop')).status).toBe(200);
    await scene.desk.settled();
    expect((await account('shop-2')).resembles).toMatchObject([
      { account: 'shop-1', handled: { reason: 'the new owner of the shop' } },
    ]);
    expect(await waiting()).toEqual([]);
    expect(await queued()).toMatchObject({ count: 0 });
  });

  it('is not raised again for the same two, whatever they come to share', async () => {
    await scene.account('shop-2', { ...theirs, domains: ['shop.example', 'a.shop.example'] });
    expect((await account('shop-2')).resembles[0]?.shares).toContainEqual({
      what: 'domain',
      value: 'a.shop.example',
    });
    expect(await waiting()).toEqual([]);
  });

  it('is not seen in an address of three who have nothing to do with each other', async () => {
    await scene.account('shop-3', { ips: ['192.0.2.7'] });
    expect((await account('shop-3')).resembles).toEqual([]);
    await scene.account('shop-4', { registrationNumber: '12345678 NL' });
    expect(await waiting()).toEqual(['shop-4']);
  });

  it('shows the number of the register nowhere but on the account', async () => {
    const { items } = await scene.desk.get<ListOf<unknown>>('/v1/returning-offenders');
    expect(JSON.stringify(items)).not.toContain('12345678');
  });
});
