import { suppressionAsked, type ComplaintEvent } from '@app/complaints';
import {
  accountId as asAccount,
  complaintId as asComplaint,
  Instant,
  minutes,
  plus,
  type AccountId,
} from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { orderAlarms } from '../order-alarms.projection';
import { ordersBy, waitingOrders } from './queries';

const tables = { platform_orders: 'platform_orders' };
const start = Instant('2026-03-03T09:00:00.000Z');
const at = (n: number) => plus(start, minutes(n));
const [shop, other] = [asAccount.parse('shop'), asAccount.parse('other')];
const of = (n: number, accountId: AccountId | null = shop) => ({
  complaintId: asComplaint.parse('c-1'),
  at: at(n),
  accountId,
  brandId: null,
});
// What the view does not look at, is left out.
const event = <T extends ComplaintEvent['type']>(type: T, data: object) =>
  ({ type, data }) as Extract<ComplaintEvent, { type: T }>;
const filed = event('ComplaintFiled', { ...of(0), may: ['suppress'] });
const trap = event('ReportCorroborated', { ...of(1), gained: ['suppress-everywhere'] });
const withdrawn = event('AttributionWithdrawn', of(8));
const traced = event('ComplaintTraced', { ...of(9, other), gained: ['suppress'] });
const accepted = event('SuppressionAccepted', { ...of(1), confirmBy: at(16) });
const overdue = (times: number, confirmBy: Instant | null) =>
  event('SuppressionOverdue', { ...of(16 * times), times, confirmBy });
const failed = event('SuppressionFailed', { ...of(3), detail: 'no such list' });
const confirmed = (n: number) => event('RecipientSuppressed', of(n));
const idOf = (asking: Parameters<typeof suppressionAsked>[0]) => suppressionAsked(asking)!.orderId;

describe('orders to suppress', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(orderAlarms.create(tables));
  });
  afterEach(() => store.close());
  const shown = async (...events: ComplaintEvent[]) => {
    for (const one of events) await store.commit(orderAlarms.on(one as never, tables));
    return (await ask(store, ordersBy({}))).items;
  };
  const states = (items: Awaited<ReturnType<typeof shown>>) => items.map(({ id, state }) => [id, state]);

  it('are listed from the moment they are asked for, with whose complaint it is', async () => {
    expect(await shown(filed)).toEqual([
      {
        id: idOf(filed),
        account: 'shop',
        brand: '',
        order: 'suppress',
        scope: null,
        case: null,
        measure: null,
        complaint: 'c-1',
        reason: 'complaint',
        state: 'requested',
        requestedAt: at(0),
        changedAt: at(0),
        confirmBy: at(15),
        alarms: [],
        leakHandled: null,
      },
    ]);
    expect((await ask(store, ordersBy({ order: 'suppress' }))).items).toHaveLength(1);
    expect((await ask(store, ordersBy({ order: 'hold' }))).items).toEqual([]);
  });

  it('are accepted, overdue for as long as it takes, and confirmed', async () => {
    expect(await shown(filed, accepted)).toMatchObject([
      { state: 'accepted', confirmBy: at(16), alarms: [] },
    ]);
    const late = { state: 'accepted', alarms: [{ alarm: 'overdue', since: at(16) }] };
    expect(await shown(overdue(1, at(46)))).toMatchObject([{ ...late, confirmBy: at(46) }]);
    expect(await shown(overdue(2, null))).toMatchObject([{ ...late, confirmBy: at(46) }]);
    expect(await shown(confirmed(50))).toMatchObject([{ state: 'confirmed', changedAt: at(50), alarms: [] }]);
  });

  it('fail, and say why, until they are confirmed after all', async () => {
    expect(await shown(filed, failed)).toMatchObject([
      { state: 'failed', alarms: [{ alarm: 'failed', since: at(3), detail: 'no such list' }] },
    ]);
    expect(await shown(confirmed(4))).toMatchObject([{ state: 'confirmed', alarms: [] }]);
  });

  it('are not in the queue of alarms: they wait in their own', async () => {
    await shown(filed, failed);
    expect((await ask(store, ordersBy({ queue: 'alarms' }))).items).toEqual([]);
    expect(await ask(store, waitingOrders)).toMatchObject({ count: 0 });
  });

  it('are no orders where the brand only watches', async () =>
    expect(await shown(filed, event('SuppressionWithheld', of(1)))).toEqual([]));

  it('take the place of the one before, of which nothing more is said', async () => {
    expect(states(await shown(filed, accepted, trap, confirmed(5)))).toEqual([
      [idOf(trap), 'confirmed'],
      [idOf(filed), 'superseded'],
    ]);
  });

  it('are those of the account whose complaint it is: another’s keep what became of them', async () => {
    expect(states(await shown(filed, accepted, withdrawn))).toEqual([[idOf(filed), 'superseded']]);
    expect(states(await shown(traced, failed))).toEqual([
      [idOf(traced), 'failed'],
      [idOf(filed), 'superseded'],
    ]);
  });
});
