import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface Order {
  readonly id: string;
  readonly order: string;
  readonly state: string;
  readonly alarms: readonly { readonly alarm: string; readonly since: string; readonly detail: string }[];
}
interface Queue {
  readonly queue: string;
  readonly count: number;
  readonly oldest: string | null;
}

let scene: Scene;
afterEach(() => scene.close());

const time = (at: number) => new Date(at).toISOString();
const queues = async () => {
  const { items } = await scene.desk.get<{ items: Queue[] }>('/v1/queues');
  return items.filter(({ count }) => count > 0).map(({ queue, count, oldest }) => [queue, count, oldest]);
};
const orders = async (query: string) =>
  (await scene.desk.get<{ items: Order[] }>(`/v1/platform-orders?${query}`)).items;
const alarms = () => orders('queue=alarms');
/** Beside them, who complained is suppressed. */
const ofAccount = async () => (await orders('account=shop-1')).filter(({ order }) => order !== 'suppress');
const gauge = async (line: string) =>
  new RegExp(`^meldkamer_${line.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(
    await scene.desk.get<string>('/metrics'),
  )?.[1];
const audited = (path: string) => {
  const folder = join(scene.desk.dataDir, 'data', 'audit');
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line.includes(path))
    .map((line) => JSON.parse(line) as { role: string; outcome: string; ids: unknown });
};
const hold = async () => {
  await scene.account();
  await scene.complaintAbout('jan@yahoo.example');
  await scene.decide((await scene.only()).id, 'impose', { measure: 'hold' });
};

describe('an order that the platform cannot carry out', () => {
  beforeEach(async () => {
    scene = await Scene.open('iconneqt', {}, { forget: 1 });
    await hold();
  });
  const fails = (id: string) =>
    scene.desk.did('POST', `/v1/platform-orders/${id}`, { state: 'failed', detail: 'no such list' });

  it('waits in the queue of alarms and is counted, until somebody has it repeated', async () => {
    expect(await alarms()).toEqual([]);
    expect(await gauge('order_alarms{alarm="failed"}')).toBe('0');
    await fails('shop-1.1');
    const now = time(scene.desk.now);
    expect(await alarms()).toMatchObject([
      {
        id: 'shop-1.1',
        account: 'shop-1',
        order: 'hold',
        state: 'failed',
        alarms: [{ alarm: 'failed', since: now, detail: 'no such list' }],
      },
    ]);
    expect(await queues()).toContainEqual(['alarms', 1, now]);
    expect(await gauge('order_alarms{alarm="failed"}')).toBe('1');

    await scene.desk.did('POST', '/v1/platform-orders/shop-1.1/repeat', undefined);
    expect(await alarms()).toEqual([]);
    expect((await ofAccount()).map(({ id, order, state }) => [id, order, state])).toEqual([
      ['shop-1.2', 'hold', 'accepted'],
      ['shop-1.1', 'hold', 'superseded'],
    ]);
    await scene.pass(minutes(15)); // forgotten once more, and sent again
    expect((await orders('state=confirmed&order=hold')).map(({ id }) => id)).toEqual(['shop-1.2']);
    expect(scene.desk.platform.account('shop-1')).toMatchObject({ sending: 'held' });
  });

  it('is repeated once, however often the call is sent', async () => {
    await fails('shop-1.1');
    const headers = { 'idempotency-key': 'again-1' };
    const repeat = () =>
      scene.desk.call('POST', '/v1/platform-orders/shop-1.1/repeat', undefined, { headers });
    const first = await repeat();
    expect(first.status).toBe(200);
    expect(await repeat()).toMatchObject({ status: 200, body: first.body });
    await scene.desk.did('POST', '/v1/platform-orders/shop-1.1/repeat', undefined); // under no key: no news
    expect(await ofAccount()).toHaveLength(2);
  });

  it('is repeated by a supervisor only', async () => {
    await fails('shop-1.1');
    const [agent, supervisor] = [await scene.key('agent', 'ann'), await scene.key('supervisor', 'sue')];
    const repeat = (key: string) =>
      scene.desk.call('POST', '/v1/platform-orders/shop-1.1/repeat', undefined, { key });
    expect((await repeat(agent)).status).toBe(403);
    expect(await alarms()).toHaveLength(1);
    expect((await repeat(supervisor)).status).toBe(200);
    expect(
      audited('/repeat').map(({ role, outcome, ids }) => [role, outcome, ids]), // before it is done, and by whom
    ).toEqual([
      ['agent', 'refused', { id: 'shop-1.1' }],
      ['supervisor', 'attempted', { id: 'shop-1.1' }],
    ]);
  });

  it('is not repeated while the platform may still confirm it', async () => {
    const answer = await scene.desk.call('POST', '/v1/platform-orders/shop-1.1/repeat');
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: 'shop-1.1 is accepted: only a failed one is repeated' },
    });
  });
});

it('a hold that leaks waits in the queue of alarms until the platform confirms a newer word on sending', async () => {
  scene = await Scene.open('iconneqt');
  await hold();
  await scene.pass(minutes(5));
  await scene.desk.did('POST', '/v1/injections', [
    { accountId: 'shop-1', campaignId: 'spring', stream: 'bulk', at: time(scene.desk.now), state: 'sent' },
  ]);
  expect(await alarms()).toMatchObject([
    {
      id: 'shop-1.1',
      state: 'confirmed',
      alarms: [{ alarm: 'leaked', detail: 'sent although held; sightings: 1' }],
    },
  ]);
  expect(await gauge('order_alarms{alarm="leaked"}')).toBe('1');
  await scene.pass(hours(24)); // renewed
  expect(await alarms()).toEqual([]);
});

it('a suspension that leaks, of which the platform confirms nothing newer, is handled by a supervisor', async () => {
  scene = await Scene.open('iconneqt');
  await scene.account();
  await scene.complaintAbout('jan@yahoo.example');
  await scene.decide((await scene.only()).id, 'impose', { measure: 'suspend' });
  await scene.pass(minutes(5));
  await scene.desk.did('POST', '/v1/injections', [
    { accountId: 'shop-1', campaignId: 'spring', stream: 'bulk', at: time(scene.desk.now), state: 'sent' },
  ]);
  const [alarm] = await alarms();
  expect(alarm).toMatchObject({ order: 'suspend', alarms: [{ alarm: 'leaked' }], leakHandled: null });

  const [agent, supervisor] = [await scene.key('agent', 'ann'), await scene.key('supervisor', 'sue')];
  const handled = (key: string, id: string, reason = 'their cache; they mended it') =>
    scene.desk.call('POST', `/v1/platform-orders/${id}/leak-handled`, { reason }, { key });
  expect((await handled(agent, alarm!.id)).status).toBe(403);
  expect((await handled(supervisor, alarm!.id, ' ')).status).toBe(400);
  expect(await handled(supervisor, 'shop-1.99')).toMatchObject({
    body: { detail: 'nothing leaked past shop-1.99 of shop-1: there is nothing to handle' },
  });
  const first = await handled(supervisor, alarm!.id);
  expect(first.status).toBe(200);
  expect(await handled(supervisor, alarm!.id)).toMatchObject({ status: 200, body: first.body }); // no news
  await scene.desk.settled();
  expect(await alarms()).toEqual([]);
  expect(await ofAccount()).toMatchObject([
    { id: alarm!.id, leakHandled: { reason: 'their cache; they mended it' } },
  ]);
  expect(audited('/leak-handled').map(({ role, outcome, ids }) => [role, outcome, ids])).toEqual(
    expect.arrayContaining([
      ['agent', 'refused', { id: alarm!.id }],
      ['supervisor', 'attempted', { id: alarm!.id }],
    ]),
  );
});

it('automation that was turned off is told of wherever people look', async () => {
  scene = await Scene.open('spotler');
  expect(await gauge('automation_halted{kind="brand"}')).toBe('0');
  const off = { automatic: false, reason: 'a source went mad' };
  await scene.desk.did('POST', '/v1/automation/brand:spotler', off);
  const since = time(scene.desk.now);
  const { items } = await scene.desk.get<{ items: unknown[] }>('/v1/automation');
  expect(items).toEqual([
    { scope: 'brand:spotler', since, by: expect.any(String) as string, breaker: false, because: off.reason },
  ]);
  expect(await queues()).toEqual([['automation', 1, since]]);
  expect(await gauge('automation_halted{kind="brand"}')).toBe('1');
  expect(await gauge('automation_halted{kind="desk"}')).toBe('0');
  await scene.desk.did('POST', '/v1/automation/brand:spotler', { automatic: true, reason: 'it is mended' });
  expect(await queues()).toEqual([]);
});

it('a send log that sheds what it should keep is told of wherever people look', async () => {
  scene = await Scene.open('spotler', { LIMITS__SEND_LOG_ROWS: '1000' });
  expect(await gauge('send_log_shed')).toBe('0');
  const message = (n: number) => ({
    messageId: `m${n}@shop-1.sender.example`,
    deliveryId: `d${n}`,
    accountId: 'shop-1',
    campaignId: 'spring',
    recipient: `r${n}@yahoo.example`,
    sentAt: time(scene.desk.now),
  });
  for (let i = 0; i < 40; i++)
    await scene.desk.did(
      'POST',
      '/v1/messages',
      Array.from({ length: 40 }, (_, k) => message(40 * i + k)),
    );
  expect(await queues()).toEqual([['send-log', 1, time(scene.desk.now)]]);
  expect(await gauge('send_log_shed')).toBe('1');
  expect(Number(await gauge('send_log_rows'))).toBeLessThanOrEqual(1_040);
});
