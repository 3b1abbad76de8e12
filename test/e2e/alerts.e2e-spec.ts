import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hours, minutes } from '@app/kernel';
import { verifyWebhookSignature } from '@app/platform';
import { Scene } from '../support/scene';

interface Posted {
  readonly id: string;
  readonly queues: readonly {
    readonly queue: string;
    readonly count: number;
    readonly oldest: string | null;
  }[];
}

/** What waits at the desk reaches somebody who is not looking. */
describe('who is to be told of a queue', () => {
  let scene: Scene;
  let server: Server;
  let answers: number;
  let posts: { body: string; signature: string | undefined; key: string | undefined }[];
  beforeEach(async () => {
    posts = [];
    answers = 204;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { 'meldkamer-signature': signature, 'idempotency-key': key } = request.headers;
        posts.push({ body, signature: String(signature), key: String(key) });
        response.writeHead(answers).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
    scene = await Scene.open('spotler', {
      ALERTS__SECRET: 'alerts-secret',
      ALERTS__RULES:
        `[{queues: [untraced], after: 0s, repeat: 4h, url: '${url}'}, ` +
        '{queues: [untraced], after: 1h, repeat: 4h, mail: boss@esp.example}]',
    });
    await scene.account();
  });
  afterEach(async () => {
    await scene.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const untraced = async (n: number) => {
    const mail = { messageId: `m${n}@elsewhere.example`, date: 'Tue, 03 Mar 2026 09:00:00 +0100', from: 'news@elsewhere.example', to: `r${n}@yahoo.example`, headers: {} };
    await scene.complain(mail, `u${n}`);
  };
  const told = () => posts.map(({ body }) => (JSON.parse(body) as Posted).queues);
  const mails = () => scene.desk.outbox().filter((mail) => mail.includes('boss@esp.example'));

  it('is, by a signed post: once for what came, and again when more comes', async () => {
    await scene.pass(minutes(2));
    expect(posts).toEqual([]);
    await untraced(1);
    await scene.pass(minutes(2));
    expect(told()).toMatchObject([[{ queue: 'untraced', count: 1 }]]);
    const { body, signature } = posts[0]!;
    expect(verifyWebhookSignature(signature, Buffer.from(body), ['alerts-secret'], scene.desk.now)).toMatchObject({ valid: true });
    await scene.pass(minutes(2));
    expect(posts).toHaveLength(1);
    await untraced(2);
    await scene.pass(minutes(2));
    expect(told().at(-1)).toMatchObject([{ queue: 'untraced', count: 2 }]);
    await scene.pass(hours(5));
    await scene.pass(minutes(2));
    expect(posts).toHaveLength(3); // it waits still
  });

  it('is until it arrived, under one key, also after the desk was down', async () => {
    answers = 503;
    await untraced(1);
    await scene.pass(minutes(2));
    await scene.pass(minutes(2));
    await scene.desk.restart(minutes(1));
    answers = 204;
    await scene.pass(minutes(2));
    await scene.pass(minutes(2));
    expect(posts.length).toBeGreaterThan(2);
    expect(new Set(posts.map(({ key }) => key)).size).toBe(1);
    expect(new Set(told().map((queues) => JSON.stringify(queues))).size).toBe(1);
    const before = posts.length;
    await scene.pass(minutes(2));
    expect(posts).toHaveLength(before);
  });

  it('is by mail, and somebody else when nobody came in an hour; no mail names a customer', async () => {
    await untraced(1);
    await scene.pass(minutes(30));
    await scene.pass(minutes(2));
    expect(mails()).toEqual([]);
    await scene.pass(minutes(40));
    await scene.pass(minutes(2));
    expect(mails()).toHaveLength(1);
    expect(mails()[0]).toMatch(/Subject: Waiting at the abuse desk: untraced/);
    expect(mails()[0]).not.toMatch(/yahoo|shop-1/);
  });
}); // prettier-ignore
