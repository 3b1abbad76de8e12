import { createServer, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface Ready {
  readonly status: string;
  readonly checks: Record<string, { readonly state: string; readonly detail?: string }>;
}

let scene: Scene;
let lines: string[];
let mended: (() => Promise<void>)[];
beforeEach(() => {
  lines = [];
  mended = [];
});
afterEach(async () => {
  await scene.close();
  for (const close of mended) await close();
});

const unusedPort = () =>
  new Promise<number>((resolve) => {
    const server = createSocketServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
const relayAt = async (port: number) => {
  const took: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, { envelope }, done) => {
      stream.resume().on('end', () => {
        took.push(...envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  mended.push(() => new Promise((resolve) => server.close(resolve)));
  return took;
};
const platformAt = async (port: number) => {
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ state: 'confirmed' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  mended.push(() => new Promise((resolve) => server.close(() => resolve())));
};

const time = (at: number) => new Date(at).toISOString();
const ready = () => scene.desk.call<Ready>('GET', '/health/ready');
const undelivered = async () => {
  const { items } = await scene.desk.get<{
    items: { queue: string; count: number; oldest: string | null }[];
  }>('/v1/queues');
  return items.filter(({ queue }) => queue === 'undelivered').map(({ count, oldest }) => [count, oldest]);
};
const waited = async (destination: string) => {
  const metrics = await scene.desk.get<string>('/metrics');
  const gauge = new RegExp(
    `^meldkamer_undelivered_oldest_seconds\\{destination="${destination}"\\} (\\S+)$`,
    'm',
  );
  return Number(gauge.exec(metrics)?.[1]);
};
const told = () =>
  lines
    .map((line) => JSON.parse(line) as { level: string; destination?: string })
    .filter(({ destination }) => destination !== undefined)
    .map(({ level, destination }) => [level, destination]);
const open = (settings: Record<string, string>) =>
  Scene.open('spotler', settings, undefined, (line) => lines.push(line));

it('a mail relay that refuses connections is told of wherever people look, until it works', async () => {
  const port = await unusedPort();
  scene = await open({
    MAIL__RELAY: `smtp://127.0.0.1:${port}`,
    HTTP__PUBLIC_URL: 'https://desk.example',
  });
  await scene.account();
  expect((await ready()).body.checks).toMatchObject({ mail: { state: 'ok' }, platform: { state: 'ok' } });

  await scene.complaintAbout('jan@yahoo.example');
  await scene.complaintAbout('piet@yahoo.example');
  await scene.pass(minutes(15)); // the complaints of these are told in one notice
  const since = time(scene.desk.now - (await waited('mail')) * 1000);
  expect(await ready()).toMatchObject({
    status: 200, // intake goes on
    body: {
      status: 'degraded',
      checks: {
        mail: {
          state: 'degraded',
          detail: `deliveries fail, and are tried again: 1; the oldest that waits is of ${since}`,
        },
        platform: { state: 'ok' },
      },
    },
  });
  await scene.pass(minutes(9)); // less than 15 in all
  expect(await undelivered()).toEqual([]);
  await scene.pass(minutes(6));
  expect(await undelivered()).toEqual([[1, since]]);
  expect(await waited('mail')).toBeGreaterThanOrEqual(15 * 60);
  expect(await waited('platform')).toBe(0);
  expect(told()).toEqual([['warn', 'mail']]); // once, however often it was tried

  const took = await relayAt(port);
  await scene.pass(minutes(5));
  expect(took).toEqual(['owner@shop-1.customer.example']);
  expect((await ready()).body).toMatchObject({ status: 'ok', checks: { mail: { state: 'ok' } } });
  expect(await undelivered()).toEqual([]);
  expect(await waited('mail')).toBe(0);
  expect(told()).toEqual([
    ['warn', 'mail'],
    ['info', 'mail'],
  ]);
  expect(lines.filter((line) => line.includes('customer.example'))).toEqual([]);
});

it('a webhook of the sending platform that refuses connections is told of, also by a desk that starts anew', async () => {
  const port = await unusedPort();
  scene = await open({ PLATFORM__URL: `http://127.0.0.1:${port}` });
  await scene.account();
  await scene.complaintAbout('jan@yahoo.example');
  const degraded = {
    status: 200,
    body: { status: 'degraded', checks: { mail: { state: 'ok' }, platform: { state: 'degraded' } } },
  };
  expect(await ready()).toMatchObject(degraded);
  await scene.desk.restart(minutes(15));
  await scene.desk.settled();
  expect(await ready()).toMatchObject(degraded);
  expect(await undelivered()).toEqual([[1, time(scene.desk.now - minutes(15))]]);
  expect(await waited('platform')).toBe(15 * 60);

  await platformAt(port);
  await scene.pass(minutes(5));
  expect((await ready()).body).toMatchObject({ status: 'ok' });
  expect(await undelivered()).toEqual([]);
  expect(await scene.complaints()).toMatchObject([{ suppression: 'confirmed' }]);
  expect(told()).toEqual([
    ['warn', 'platform'],
    ['warn', 'platform'], // each start says it anew
    ['info', 'platform'],
  ]);
});
