import { minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface Order {
  readonly id: string;
  readonly account: string;
  readonly order: string;
  readonly state: string;
  readonly complaint: string | null;
  readonly requestedAt: string;
  readonly alarms: readonly { alarm: string; since: string }[];
}

describe('a suppression that the platform accepts and does not confirm', () => {
  let scene: Scene;
  afterEach(() => scene.close());
  const open = async (faults: Parameters<typeof Scene.open>[2]) => {
    scene = await Scene.open('spotler', {}, faults);
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
  };
  const orders = async () =>
    (await scene.desk.get<{ items: Order[] }>('/v1/platform-orders?account=shop-1&order=suppress')).items;
  const arrived = () => scene.desk.platform.orders('shop-1').filter(({ order }) => order === 'suppress');
  const queue = 'suppression-failed';
  const waiting = async () => {
    const { items } = await scene.desk.get<{ items: { queue: string; count: number; oldest: string }[] }>(
      '/v1/queues',
    );
    return items.find((one) => one.queue === queue);
  };
  const complainants = async () =>
    (await scene.desk.get<{ items: object[] }>(`/v1/complaints?queue=${queue}`)).items;

  it('is sent again under the same id once its time has passed, and confirmed by a platform that forgot it', async () => {
    await open({ forget: 1 });
    const [complaint] = await scene.complaints();
    const id = complaint!.id;
    expect(await orders()).toMatchObject([
      { account: 'shop-1', complaint: id, state: 'accepted', alarms: [] },
    ]);
    expect(await scene.complaints()).toMatchObject([{ suppression: 'accepted' }]);
    await scene.pass(minutes(14));
    expect(arrived()).toMatchObject([{ attempts: 1, state: 'taken' }]);
    await scene.pass(minutes(1));
    expect(arrived()).toMatchObject([{ attempts: 2, state: 'confirmed' }]);
    expect(await orders()).toMatchObject([{ id: arrived()[0]!.orderId, state: 'confirmed', alarms: [] }]);
    expect(await waiting()).toMatchObject({ count: 0 });
  });

  it('is sent three times more, also over a restart, and then waits for a person until it is confirmed late', async () => {
    await open({ silent: 1 });
    const [order] = await orders();
    const attempts = async (after: number) => {
      await scene.pass(minutes(after));
      return arrived().map((one) => [one.orderId === order!.id, one.attempts]);
    };
    expect(await attempts(15)).toEqual([[true, 2]]);
    expect(await attempts(29)).toEqual([[true, 2]]);
    expect(await attempts(1)).toEqual([[true, 3]]);
    await scene.desk.restart();
    expect(await attempts(60)).toEqual([[true, 4]]);
    expect(await waiting()).toMatchObject({ count: 0 });
    expect(await attempts(120)).toEqual([[true, 4]]);

    expect(await waiting()).toMatchObject({ count: 1, oldest: '2026-03-03T12:45:00.000Z' });
    expect(await complainants()).toMatchObject([
      { id: order!.complaint, account: 'shop-1', suppression: 'unconfirmed', filedAt: order!.requestedAt },
    ]);
    expect(await orders()).toMatchObject([
      { state: 'accepted', alarms: [{ alarm: 'overdue', since: '2026-03-03T09:15:00.000Z' }] },
    ]);
    expect(await attempts(24 * 60)).toEqual([[true, 4]]);

    await scene.desk.did('POST', `/v1/platform-orders/${order!.id}`, { state: 'confirmed' });
    expect(await waiting()).toMatchObject({ count: 0, oldest: null });
    expect(await orders()).toMatchObject([{ state: 'confirmed', alarms: [] }]);
    expect(await scene.complaints()).toMatchObject([{ suppression: 'confirmed' }]);
  });

  it('is told of no complaint that nobody filed', async () => {
    await open({ silent: 1 });
    const [order] = await orders();
    const unknown = order!.id.replace(order!.complaint!, 'nobody');
    const answer = await scene.desk.call('POST', `/v1/platform-orders/${unknown}`, { state: 'confirmed' });
    expect(answer.status).toBe(404);
  });
});
