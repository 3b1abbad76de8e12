import { minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface Refused {
  readonly detail: string;
  readonly errors?: readonly { path: string; message: string }[];
}
interface Page {
  readonly items: readonly { id: string; name: string; standing: string; openCases: number }[];
  readonly nextCursor: string | null;
}

describe('accounts', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
  });
  afterEach(() => scene.close());

  const put = (id: string, more: Record<string, unknown>) =>
    scene.desk.call<Refused>('PUT', `/v1/accounts/${id}`, {
      brand: 'spotler',
      name: 'The Shop',
      contacts: [{ email: 'owner@customer.example', locale: 'nl' }],
      ...more,
    });
  const ids = async (query: string) =>
    (await scene.desk.get<Page>(`/v1/accounts?${query}`)).items.map(({ id }) => id);

  it.each([
    ['domains', 'https://shop.example'],
    ['domains', 'co.uk'],
    ['domains', 'localhost'],
    ['ips', '192.0.2.300'],
    ['ips', '192.0.2.7/24'],
    ['dkim', 's1._domainkey.'],
  ])('are refused with %s %s, which is none, and nothing is kept of them', async (field, wrong) => {
    const { status, body } = await put('shop-1', { [field]: [wrong] });
    expect(status).toBe(400);
    expect(body.errors?.map(({ path }) => path)).toEqual([`${field}[0]`]);
    expect((await scene.desk.call('GET', '/v1/accounts/shop-1')).status).toBe(404);
  });

  it('are listed by id, by how their ids begin and by what they send as, page by page', async () => {
    await put('shop-1', { domains: ['News.Shop.example'] });
    await put('shop-2', { dkim: ['s1._domainkey.other.example'] });
    await put('club-1', { domains: ['münchen.example'] });
    await scene.desk.settled();
    expect(await ids('')).toEqual(['club-1', 'shop-1', 'shop-2']);
    expect(await ids('idPrefix=shop')).toEqual(['shop-1', 'shop-2']);
    expect(await ids('domain=shop.example')).toEqual(['shop-1']);
    expect(await ids('domain=a.other.example')).toEqual(['shop-2']);
    expect(await ids('domain=xn--mnchen-3ya.example')).toEqual(['club-1']);
    expect(await ids('domain=hop.example')).toEqual([]);
    expect(await ids('brand=iconneqt')).toEqual([]);

    const first = await scene.desk.get<Page>('/v1/accounts?limit=2');
    expect(first.items.map(({ name }) => name)).toEqual(['The Shop', 'The Shop']);
    expect(await ids(`limit=2&cursor=${encodeURIComponent(first.nextCursor!)}`)).toEqual(['shop-2']);
  });

  it('stay with their brand while a case runs by its policy, and are listed with the case', async () => {
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    const { id } = await scene.only();
    const moved = await put('shop-1', { brand: 'iconneqt' });
    expect(moved.status).toBe(409);
    expect(moved.body.detail).toContain(id);
    expect((await scene.desk.get<{ brand: string }>('/v1/accounts/shop-1')).brand).toBe('spotler');
    expect((await scene.desk.get<Page>('/v1/accounts')).items).toMatchObject([
      { id: 'shop-1', openCases: 1 },
    ]);
  });

  it('have a history that is read page by page, the latest first', async () => {
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    interface Timeline {
      readonly items: readonly { stream: string; revision: number }[];
      readonly nextCursor: string | null;
    }
    const of = (query: string) => scene.desk.get<Timeline>(`/v1/accounts/shop-1/timeline?${query}`);
    const whole = (await of('')).items.map(({ stream, revision }) => `${stream} ${revision}`);
    const read: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Timeline = await of(`limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      read.unshift(...page.items.map(({ stream, revision }) => `${stream} ${revision}`));
      cursor = page.nextCursor;
    }
    expect(read.length).toBeGreaterThan(2);
    expect(read).toEqual(whole);
  });
});
