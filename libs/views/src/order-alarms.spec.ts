import { orderIdOf, type AccountEvent } from '@app/accounts';
import { accountId, brandId, caseId, Duration, Instant, minutes, plus } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { orderAlarms } from './order-alarms.projection';
import { countOfAlarms, ordersBy, waitingOrders, type OrderFilter } from './orders/queries';

const tables = { platform_orders: 'platform_orders' };
const start = Instant('2026-03-03T09:00:00.000Z');
const at = (n: number) => plus(start, minutes(n));
const shop = accountId.parse('shop');
type Kind = Extract<AccountEvent, { type: 'OrderRequested' }>['data']['order'];

const of = (generation: number, n: number, order: Kind = 'hold') => ({
  accountId: shop,
  at: at(n),
  brandId: brandId.parse('spotler'),
  orderId: orderIdOf(shop, generation),
  generation,
  order,
});
const requested = (generation: number, n: number, order: Kind = 'hold'): AccountEvent => ({
  type: 'OrderRequested',
  data: {
    ...of(generation, n, order),
    caseId: caseId.parse('shop.1'),
    measureId: 'm1',
    scope: 'bulk',
    reason: 'unwanted-mail',
    confirmBy: at(n + 15),
    confirmWithin: Duration('15m'),
  },
});
const accepted = (g: number, n: number): AccountEvent => ({ type: 'OrderAccepted', data: of(g, n) });
const confirmed = (g: number, n: number, order: Kind = 'hold'): AccountEvent => ({
  type: 'OrderConfirmed',
  data: of(g, n, order),
});
const failed = (g: number, n: number, detail = 'no such list'): AccountEvent => ({
  type: 'OrderFailed',
  data: { ...of(g, n), detail },
});
const superseded = (g: number, n: number): AccountEvent => ({
  type: 'OrderSuperseded',
  data: { ...of(g, n), supersededBy: orderIdOf(shop, g + 1) },
});
const overdue = (g: number, n: number, times = 1): AccountEvent => ({
  type: 'OrderOverdue',
  data: { ...of(g, n), times, dueAt: at(n), firedAt: at(n), confirmBy: at(n + 30) },
});
const handled = (g: number, n: number): AccountEvent => ({
  type: 'LeakHandled',
  data: {
    accountId: shop,
    at: at(n),
    brandId: brandId.parse('spotler'),
    orderId: orderIdOf(shop, g),
    by: { kind: 'person', keyId: 'sue' },
    reason: 'their cache',
  },
});
const leaked = (g: number, n: number): AccountEvent => ({
  type: 'HoldLeaked',
  data: {
    accountId: shop,
    at: at(n),
    brandId: brandId.parse('spotler'),
    caseId: caseId.parse('shop.1'),
    orderId: orderIdOf(shop, g),
    injection: { campaignId: null, stream: 'bulk', at: at(n), state: 'sent' },
  },
});

describe('orders to the platform', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(orderAlarms.create(tables));
  });
  afterEach(() => store.close());
  const happened = async (...events: AccountEvent[]) => {
    for (const event of events) await store.commit(orderAlarms.on(event as never, tables));
  };
  const shown = async (filter: OrderFilter = {}) => ask(store, ordersBy(filter));
  const alarms = async () =>
    (await shown({ queue: 'alarms' })).items.flatMap(({ id, alarms: all }) =>
      all.map(({ alarm, since, detail }) => [id, alarm, since, detail]),
    );

  it('are listed, newest first, with what the platform made of them', async () => {
    await happened(requested(1, 0), accepted(1, 1), requested(2, 5, 'suspend'), superseded(1, 5));
    const { items } = await shown();
    expect(items.map(({ id, order, state }) => [id, order, state])).toEqual([
      ['shop.2', 'suspend', 'requested'],
      ['shop.1', 'hold', 'superseded'],
    ]);
    expect(items[0]).toEqual({
      id: 'shop.2',
      account: 'shop',
      brand: 'spotler',
      order: 'suspend',
      scope: 'bulk',
      case: 'shop.1',
      measure: 'm1',
      complaint: null,
      reason: 'unwanted-mail',
      state: 'requested',
      requestedAt: at(5),
      changedAt: at(5),
      confirmBy: at(20),
      alarms: [],
      leakHandled: null,
    });
    expect((await shown({ state: 'superseded' })).items.map(({ id }) => id)).toEqual(['shop.1']);
    expect((await shown({ account: 'other' })).items).toEqual([]);
  });

  it('are an alarm when the platform cannot, until it confirms after all', async () => {
    await happened(requested(1, 0), failed(1, 2));
    expect(await alarms()).toEqual([['shop.1', 'failed', at(2), 'no such list']]);
    await happened(confirmed(1, 3));
    expect(await alarms()).toEqual([]);
  });

  it('are an alarm when the platform cannot, until a newer order takes its place', async () => {
    await happened(requested(1, 0), failed(1, 2, ''), superseded(1, 4), requested(2, 4));
    expect(await alarms()).toEqual([]);
  });

  it('are still an alarm when a word that was on its way arrives after the failure', async () => {
    await happened(requested(1, 0), failed(1, 2), accepted(1, 3));
    expect(await alarms()).toMatchObject([['shop.1', 'failed', at(2), 'no such list']]);
    expect((await shown({ state: 'failed' })).items).toHaveLength(1);
  });

  it('are an alarm when the platform says nothing, since the first limit that passed', async () => {
    await happened(requested(1, 0), overdue(1, 15), overdue(1, 45, 2));
    expect(await alarms()).toEqual([['shop.1', 'overdue', at(15), 'not confirmed; limits that passed: 2']]);
    expect((await shown()).items[0]!.confirmBy).toBe(at(75));
    await happened(failed(1, 50));
    expect(await alarms()).toEqual([['shop.1', 'failed', at(50), 'no such list']]);
  });

  it('are an alarm when a confirmed hold leaks, until the platform confirms a newer word on sending', async () => {
    await happened(requested(1, 0), confirmed(1, 1), leaked(1, 10), leaked(1, 11));
    const leak = ['shop.1', 'leaked', at(10), 'sent although held; sightings: 2'];
    expect(await alarms()).toEqual([leak]);
    await happened(requested(2, 20, 'purge'), confirmed(2, 21, 'purge'));
    expect(await alarms()).toEqual([leak]);
    await happened(requested(3, 30)); // renewed, and not yet confirmed
    expect(await alarms()).toEqual([leak]);
    await happened(confirmed(3, 31));
    expect(await alarms()).toEqual([]);
  });

  it('are no alarm once somebody looked into the leak, until the next one', async () => {
    await happened(requested(1, 0, 'suspend'), confirmed(1, 1, 'suspend'), leaked(1, 10), handled(1, 12));
    expect(await alarms()).toEqual([]);
    expect(await ask(store, waitingOrders)).toMatchObject({ count: 0 });
    const mark = { at: at(12), by: 'sue', reason: 'their cache' };
    expect((await shown()).items[0]).toMatchObject({ state: 'confirmed', leakHandled: mark });
    await happened(leaked(1, 20));
    expect(await alarms()).toEqual([['shop.1', 'leaked', at(20), 'sent although held; sightings: 1']]);
    expect((await shown()).items[0]!.leakHandled).toBeNull();
  });

  it('are still overdue once somebody looked into their leak', async () => {
    await happened(requested(1, 0), leaked(1, 10), overdue(1, 15), handled(1, 20));
    expect((await alarms()).map(([, alarm, since]) => [alarm, since])).toEqual([['overdue', at(15)]]);
  });

  it('can have two alarms, one of which outlives the other', async () => {
    await happened(requested(1, 0), confirmed(1, 1), requested(2, 20), leaked(2, 25), overdue(2, 35));
    expect((await alarms()).map(([, alarm]) => alarm)).toEqual(['overdue', 'leaked']);
    expect(await ask(store, countOfAlarms)).toEqual(
      new Map([
        ['failed', 0],
        ['overdue', 1],
        ['leaked', 1],
      ]),
    );
    await happened(superseded(2, 40));
    expect((await alarms()).map(([, alarm]) => alarm)).toEqual(['leaked']);
  });

  it('wait with a count and the oldest, and are read page by page', async () => {
    expect(await ask(store, waitingOrders)).toEqual({ queue: 'alarms', count: 0, oldest: null });
    for (const g of [1, 2, 3]) await happened(requested(g, g), failed(g, 10 - g));
    expect(await ask(store, waitingOrders)).toEqual({ queue: 'alarms', count: 3, oldest: at(7) });
    const first = await shown({ queue: 'alarms', limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(['shop.3', 'shop.2']);
    const rest = await shown({ queue: 'alarms', limit: 2, cursor: first.nextCursor! });
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([['shop.1'], null]);
    const newest = await shown({ limit: 2 });
    expect(newest.items.map(({ id }) => id)).toEqual(['shop.3', 'shop.2']);
    expect((await shown({ cursor: newest.nextCursor! })).items.map(({ id }) => id)).toEqual(['shop.1']);
  });
});
