import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface Sendable {
  readonly list: string;
  readonly account: string | null;
  readonly sendable: boolean;
  readonly state: string;
  readonly because: string;
  readonly code: string | null;
  readonly revision: number;
}
interface Listed {
  readonly id: string;
  readonly account: string;
  readonly state: string;
  readonly because: readonly string[];
  readonly contacts: number;
}
type Refused = { code?: string; detail?: string; errors?: readonly { path: string }[] };

let scene: Scene;
let platform: string;
let ann: string;
const begin = async (brand = 'conectoo', settings: Record<string, string> = {}) => {
  scene = await Scene.open(brand, settings);
  platform = await scene.key('platform', 'The platform');
  ann = await scene.key('agent', 'Ann');
  await scene.account('shop-1');
};
afterEach(() => scene.close());

const path = (list: string) => `/v1/lists/${encodeURIComponent(list)}`;
const told = (
  importId: string,
  contacts: number,
  newContacts: number,
  more: Record<string, unknown> = {},
) => ({
  accountId: 'shop-1',
  importId,
  contacts,
  newContacts,
  origin: 'opt-in',
  ...more,
});
const put = (list: string, body: unknown, key = platform) =>
  scene.desk.call<Sendable & Refused>('PUT', path(list), body, { key });
const may = async (list: string, query = '') =>
  (await scene.desk.call<Sendable>('GET', `${path(list)}/sendable${query}`, undefined, { key: platform }))
    .body;
const decide = (list: string, decision: Record<string, unknown>, options: Record<string, unknown> = {}) =>
  scene.desk.call<{ state: string; outcome: string; revision: number } & Refused>(
    'POST',
    `${path(list)}/decisions`,
    { reason: 'as agreed at the desk', ...decision },
    { key: ann, ...options },
  );
const waiting = async () => {
  await scene.desk.settled();
  const { items } = await scene.desk.get<{ items: { queue: string; count: number; oldest: string }[] }>(
    '/v1/queues',
  );
  return items.find(({ queue }) => queue === 'list-approvals');
};
const listed = async (query: string) => {
  await scene.desk.settled();
  return (await scene.desk.get<{ items: Listed[] }>(`/v1/lists?${query}`)).items;
};

describe('the lists of Conectoo', () => {
  beforeEach(() => begin());

  it('CO-20: every large list that is imported waits for a person, who finds it in a queue', async () => {
    expect((await put('small', told('i1', 999, 999))).body).toMatchObject({
      sendable: true,
      state: 'sendable',
    });
    expect(await waiting()).toMatchObject({ count: 0, oldest: null });

    const since = new Date(scene.desk.now).toISOString();
    expect(await put('large', told('i1', 1_000, 1_000))).toMatchObject({
      status: 200,
      body: {
        list: 'large',
        account: 'shop-1',
        sendable: false,
        state: 'pending',
        because: 'it waits for approval: many contacts are new',
        code: null,
      },
    });
    expect(await waiting()).toMatchObject({ count: 1, oldest: since });
    expect(await listed('state=pending')).toMatchObject([
      { id: 'large', account: 'shop-1', state: 'pending', because: ['new-contacts'], contacts: 1_000 },
    ]);

    await put('grown', told('i1', 601, 201));
    expect((await may('grown')).because).toBe('it waits for approval: it grew by much');
    expect(await waiting()).toMatchObject({ count: 2 });
    expect((await listed('account=shop-1')).map(({ id }) => id).sort()).toEqual(['grown', 'large', 'small']);
  });

  it('CO-21: until a person approves a list, nobody can send to it; from then on anybody can', async () => {
    await put('large', told('i1', 5_000, 5_000));
    expect(await may('large')).toMatchObject({ sendable: false, state: 'pending' });
    expect(await decide('large', { decision: 'approve-list' })).toMatchObject({
      status: 200,
      body: { state: 'sendable', outcome: 'done' },
    });
    expect(await may('large')).toMatchObject({ sendable: true, state: 'sendable' });
    expect(await waiting()).toMatchObject({ count: 0 });
    expect((await decide('large', { decision: 'approve-list' })).body.outcome).toBe('nothing');
  });

  it('CO-21: a list that was approved and grows large again cannot be sent to, until it is approved again', async () => {
    await put('large', told('i1', 5_000, 5_000));
    await decide('large', { decision: 'approve-list' });
    await put('large', told('i2', 5_400, 400));
    expect(await may('large')).toMatchObject({ sendable: true });
    await scene.pass(minutes(10));
    await put('large', told('i3', 6_000, 600)); // in parts, and large together
    expect(await may('large')).toMatchObject({ sendable: false, state: 'pending' });
    await decide('large', { decision: 'approve-list' });
    expect(await may('large')).toMatchObject({ sendable: true });
  });

  it('rejects a list with a code, and who asks hears it', async () => {
    await put('bought', told('i1', 10, 10, { origin: 'bought' }));
    expect(await may('bought')).toMatchObject({ sendable: false, state: 'pending' });
    expect((await decide('bought', { decision: 'reject-list' })).body).toMatchObject({
      state: 'rejected',
      outcome: 'done',
    });
    expect(await may('bought')).toMatchObject({ sendable: false, state: 'rejected', code: 'bought' });
    await decide('bought', { decision: 'reject-list', code: 'rented' });
    expect(await may('bought')).toMatchObject({ code: 'rented', because: 'it was rejected: rented' });
    expect(await listed('state=rejected')).toHaveLength(1);
  });

  it('takes an import once, and a decision once, however often they are sent', async () => {
    const first = await put('large', told('i1', 5_000, 5_000));
    const options = { headers: { 'idempotency-key': 'k-1' } };
    const decided = await decide('large', { decision: 'approve-list' }, options);
    expect((await put('large', told('i1', 5_000, 5_000))).body).toMatchObject({
      sendable: true,
      revision: first.body.revision + 1,
    });
    expect((await decide('large', { decision: 'approve-list' }, options)).body).toEqual(decided.body);
    expect(await put('large', told('i1', 5_000, 4_999))).toMatchObject({
      status: 409,
      body: { code: 'import-changed' },
    });
  });

  it('decides on what the person saw, and not on what was imported since', async () => {
    const { body } = await put('large', told('i1', 5_000, 5_000));
    await put('large', told('i2', 50_000, 45_000));
    const options = { headers: { 'if-match': `"${body.revision}"` } };
    expect(await decide('large', { decision: 'approve-list' }, options)).toMatchObject({ status: 412 });
    expect(await may('large')).toMatchObject({ sendable: false });
  });

  it('records a refused send once in each import, however often somebody asks', async () => {
    await put('large', told('i1', 5_000, 5_000));
    const { revision } = await may('large');
    await Promise.all(Array.from({ length: 20 }, () => may('large')));
    expect((await may('large')).revision).toBe(revision + 1);
    await put('large', told('i2', 5_001, 1));
    for (let n = 0; n < 3; n++) await may('large');
    expect((await may('large')).revision).toBe(revision + 4); // the import, that it waits too, and one refusal
    await decide('large', { decision: 'approve-list' });
    await may('large');
    expect((await may('large')).revision).toBe(revision + 5); // nothing is refused any more
  });

  it('is known at once, and after a restart', async () => {
    for (let n = 0; n < 50; n++) {
      await put(`l${n}`, told('i1', 1_000, 1_000));
      expect((await may(`l${n}`)).sendable).toBe(false); // no view was waited for
    }
    await decide('l1', { decision: 'approve-list' });
    await decide('l2', { decision: 'reject-list', code: 'harvested' });
    await scene.desk.restart(hours(1));
    expect((await may('l0')).state).toBe('pending');
    expect((await may('l1')).state).toBe('sendable');
    expect(await may('l2')).toMatchObject({ state: 'rejected', code: 'harvested' });
    expect(await waiting()).toMatchObject({ count: 48 });
  });

  it('does not let anybody send to a list that nobody imported, and says so', async () => {
    expect(await may('none')).toEqual({
      list: 'none',
      account: null,
      sendable: false,
      state: 'unknown',
      because: 'the desk was told of no import of this list: PUT /v1/lists/{id} tells it',
      code: null,
      revision: 0,
    });
    expect(await decide('none', { decision: 'approve-list' })).toMatchObject({ status: 404 });
  });

  it('keeps the lists of two accounts apart: an id is one account’s', async () => {
    await scene.account('shop-2');
    await put('news', told('i1', 10, 10));
    expect(await put('news', told('i1', 10, 10, { accountId: 'shop-2' }))).toMatchObject({
      status: 409,
      body: { code: 'list-of-another-account' },
    });
    const query = `${path('news')}/sendable?account=shop-2`;
    expect(await scene.desk.call('GET', query)).toMatchObject({ status: 409 });
    expect(await may('news', '?account=shop-1')).toMatchObject({ sendable: true, account: 'shop-1' });
  });

  it('takes imports of platforms and decisions of staff, and of nobody else', async () => {
    const viewer = await scene.key('viewer', 'Vic');
    const reporter = await scene.key('reporter', 'Rep');
    const status = async (method: string, path: string, body: unknown, key: string | null) =>
      (await scene.desk.call(method, path, body, { key })).status;
    const body = told('i1', 10, 10);
    const decision = { decision: 'approve-list', reason: 'theirs' };
    for (const [key, importing, asking, listing, deciding] of [
      [null, 401, 401, 401, 401],
      [reporter, 403, 403, 403, 403],
      [viewer, 403, 200, 200, 403],
      [ann, 403, 200, 200, 200],
      [platform, 200, 200, 403, 403],
    ] as const) {
      await put('known', told('i1', 5, 5));
      expect([
        await status('PUT', path('news'), body, key),
        await status('GET', `${path('known')}/sendable`, undefined, key),
        await status('GET', '/v1/lists', undefined, key),
        await status('POST', `${path('known')}/decisions`, decision, key),
      ]).toEqual([importing, asking, listing, deciding]);
    }
  });

  it.each([
    ['no account', { accountId: undefined }, 400, 'accountId'],
    ['no import', { importId: '' }, 400, 'importId'],
    ['more new contacts than there are', { newContacts: 11 }, 400, 'newContacts'],
    ['fewer than none', { contacts: -1, newContacts: 0 }, 400, 'contacts'],
    ['half a contact', { newContacts: 0.5 }, 400, 'newContacts'],
    ['an origin that there is not', { origin: 'found' }, 400, 'origin'],
    ['a field that there is not', { size: 3 }, 400, 'size'],
  ])('refuses an import with %s, and says where', async (_, wrong, status, field) => {
    const answer = await put('news', { ...told('i1', 10, 10), ...wrong });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body.errors)).toContain(field);
    expect(await may('news')).toMatchObject({ state: 'unknown' });
  });

  it('refuses an import of an account that is not registered, and what is no decision', async () => {
    expect(await put('news', told('i1', 10, 10, { accountId: 'shop-9' }))).toMatchObject({
      status: 409,
      body: {
        code: 'account-not-registered',
        detail: expect.stringContaining('PUT /v1/accounts/shop-9') as string,
      },
    });
    await put('news', told('i1', 10, 10));
    for (const wrong of [
      { decision: 'forget-list' },
      { decision: 'approve-list', code: 'bought' },
      { decision: 'reject-list', code: 'ugly' },
      { decision: 'reject-list', reason: '' },
    ])
      expect((await decide('news', wrong)).status).toBe(400);
    expect((await put('x'.repeat(129), told('i1', 10, 10))).status).toBe(400);
  });
});

describe('the lists of another provider', () => {
  it('are all sendable where the policy has no rules about lists', async () => {
    await begin('aino');
    expect((await put('large', told('i1', 1_000_000, 1_000_000, { origin: 'bought' }))).body).toMatchObject({
      sendable: true,
      because: 'no import of it waits for approval',
    });
    expect(await may('none', '?account=shop-1')).toMatchObject({ sendable: true, state: 'unknown' });
    expect(await may('none')).toMatchObject({ sendable: false }); // it could be one of Conectoo's
    expect(await waiting()).toMatchObject({ count: 0 });
  });

  it('are sendable while the brand only watches, and the answer says what would be', async () => {
    await begin('conectoo', { BRANDS__CONECTOO__ENFORCEMENT: 'shadow' });
    await put('large', told('i1', 5_000, 5_000));
    expect(await may('large')).toMatchObject({
      sendable: true,
      state: 'pending',
      because:
        'the brand only watches; otherwise it could not be sent to, because it waits for approval: many contacts are new',
    });
  });
});
