import type { IncomingMessage, ServerResponse } from 'node:http';
import { Instant, seconds } from '@app/kernel';
import { anOrder, platformContract, serve, textOf, type Received } from './platform.contract';
import type { OrderOutcome, PlatformOrderRequest } from './port';
import type { After } from './post';
import { verifyWebhookSignature } from './signature';
import { webhookPlatform } from './webhook';

const NOW = Instant('2026-03-02T09:00:00.250Z');
const now = () => NOW;
const never: After = () => () => undefined;

const client = (url: string, after: After = never) =>
  webhookPlatform({ url, secret: 'secret', timeout: seconds(10), now, after });

platformContract('A webhook that answers at once', async () => {
  const carriedOut = new Map<string, Received>();
  const { url, close } = await serve((request, response) => {
    void textOf(request).then((body) => {
      const order = JSON.parse(body) as Received;
      carriedOut.set(order.orderId, order);
      response.end('{"state":"confirmed"}');
    });
  });
  return { platform: client(url), carriedOut: () => [...carriedOut.values()], end: close };
});

/** What one order comes to when the platform answers like this. */
const answered = async (
  listener: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  order: PlatformOrderRequest = anOrder(),
  after: After = never,
): Promise<OrderOutcome> => {
  const { url, close } = await serve((request, response) => {
    void textOf(request).then((body) => listener(request, response, body));
  });
  const platform = client(url, after);
  return platform.order(order).finally(() => Promise.all([platform.close(), close()]));
};

describe('an order by webhook', () => {
  it('carries the signature over its bytes, its id as idempotency key, and times in RFC 3339', async () => {
    let seen: unknown;
    await answered(
      (request, response, body) => {
        const {
          'meldkamer-signature': signature,
          'idempotency-key': key,
          'content-type': type,
        } = request.headers;
        const verdict = verifyWebhookSignature(signature as string, body, 'secret', NOW);
        seen = [request.method, request.url, key, type, verdict.valid, JSON.parse(body)];
        response.end();
      },
      anOrder({ expiresAt: Instant('2026-03-02T11:00:00.000Z'), reason: 'two\r\nlines' }),
    );
    const body = {
      orderId: 'order-1',
      order: 'hold',
      accountId: 'acme',
      generation: 1,
      stream: 'bulk',
      expiresAt: '2026-03-02T11:00:00.000Z',
      reason: 'two lines',
    };
    expect(seen).toEqual(['POST', '/abuse-orders', 'order-1', 'application/json', true, body]);
  });

  const reply = (status: number, body = '', headers = {}) =>
    answered((_request, response) => response.writeHead(status, headers).end(body));

  it.each([
    [200, '', { state: 'accepted' }],
    [202, '{"state":"accepted"}', { state: 'accepted' }],
    [204, '', { state: 'accepted' }],
    [200, 'not JSON', { state: 'accepted' }],
    [200, '{"state":"confirmed"}', { state: 'confirmed' }],
    [201, '{"state":"confirmed","more":1}', { state: 'confirmed' }],
  ])('is accepted by %i, and confirmed only by its body (%j)', async (status, body, outcome) =>
    expect(await reply(status, body)).toEqual(outcome),
  );

  it.each([400, 404, 409, 410, 413, 422])('is refused for good by %i', async (status) =>
    expect(await reply(status, 'no such account')).toEqual({
      state: 'failed',
      detail: `the platform answered ${status}: no such account`,
      permanent: true,
    }),
  );

  it.each([401, 403, 408, 425, 429, 500, 502, 503, 504])('is tried again after %i', async (status) =>
    expect(await reply(status)).toEqual({
      state: 'failed',
      detail: `the platform answered ${status}`,
      permanent: false,
    }),
  );

  it.each([429, 503])('is not tried again after %i before the time the platform asks for', async (status) =>
    expect(await reply(status, '', { 'retry-after': '30' })).toMatchObject({
      permanent: false,
      retryAfter: 30_000,
    }),
  );

  it('that is refused for good is not tried again, whatever time the platform names', async () =>
    expect(await reply(422, '', { 'retry-after': '30' })).not.toHaveProperty('retryAfter'));

  it('is failed for good when the platform took it and says that it could not', async () =>
    expect(await reply(200, '{"state":"failed","detail":"no such stream"}')).toEqual({
      state: 'failed',
      detail: 'the platform took the order and could not carry it out: no such stream',
      permanent: true,
    }));

  it.each([301, 302, 303, 307, 308])(
    'goes nowhere else: a redirect by %i is not followed',
    async (status) => {
      let elsewhere = 0;
      const other = await serve((_request, response) => {
        elsewhere++;
        response.end();
      });
      const outcome = await reply(status, '', { location: other.url });
      await other.close();
      expect(outcome).toMatchObject({ state: 'failed', permanent: false });
      expect(elsewhere).toBe(0);
    },
  );

  it('waits no longer than its timeout for an answer that never ends', async () => {
    let timeIsUp = () => {};
    const after: After = (span, wake) => {
      expect(span).toBe(10_000);
      timeIsUp = wake;
      return () => undefined;
    };
    const outcome = await answered(
      (_request, response) => {
        response.writeHead(200).write('{"state":');
        timeIsUp();
      },
      anOrder(),
      after,
    );
    expect(outcome).toEqual({
      state: 'failed',
      detail: 'the platform did not answer: no answer within 10 s',
      permanent: false,
    });
  });

  it('has its own time to be answered, and none of it goes by while others keep the connections', async () => {
    const waiting: ServerResponse[] = [];
    let all = () => {};
    const connected = new Promise<void>((twenty) => (all = twenty));
    const { url, close } = await serve((_request, response) => {
      if (waiting.push(response) === 20) all();
      else if (waiting.length > 20) response.end();
    });
    let timed = 0;
    const platform = client(url, () => {
      timed++;
      return () => undefined;
    });
    const orders = Array.from({ length: 25 }, (_, n) => platform.order(anOrder({ orderId: `o-${n}` })));
    await connected;
    expect(timed).toBe(20);
    for (const response of waiting.slice(0, 20)) response.end();
    expect((await Promise.all(orders)).map(({ state }) => state)).toEqual(Array(25).fill('accepted'));
    expect(timed).toBe(25);
    await Promise.all([platform.close(), close()]);
  });

  it('is given up when the desk ends, also while it waits for a connection', async () => {
    let arrived = 0;
    let all = () => {};
    const connected = new Promise<void>((twenty) => (all = twenty));
    const { url, close } = await serve(() => {
      if (++arrived === 20) all();
    });
    const platform = client(url);
    const orders = Array.from({ length: 25 }, (_, n) => platform.order(anOrder({ orderId: `o-${n}` })));
    await connected;
    await platform.close();
    for (const outcome of await Promise.all(orders))
      expect(outcome).toMatchObject({ state: 'failed', permanent: false });
    expect(arrived).toBe(20);
    await close();
  });

  it('reads no more than 64 KiB of an answer', async () => {
    let cutOff = () => {};
    const ended = new Promise<void>((closed) => (cutOff = closed));
    const outcome = await answered((_request, response) => {
      response.once('close', cutOff);
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(outcome).toEqual({ state: 'accepted' });
    await ended; // it never ends by itself
  });

  it('passes on nobody’s address, and no control characters, of what the platform says', async () =>
    expect(await reply(400, 'unknown\r\n\u001b[31mrecipient <jan@example.nl>')).toMatchObject({
      detail: 'the platform answered 400: unknown [31mrecipient <[address]>',
    }));

  it('has the same bytes whenever it is sent', async () => {
    const bodies: string[] = [];
    for (const order of [anOrder(), { ...Object.fromEntries(Object.entries(anOrder()).reverse()) }])
      await answered(
        (_request, response, body) => {
          bodies.push(body);
          response.end();
        },
        order as unknown as PlatformOrderRequest,
      );
    expect(bodies[1]).toBe(bodies[0]);
  });

  it('is refused at the start when the platform’s address is no web address', () =>
    expect(() => client('ftp://platform.example/')).toThrow(/must begin with http/));
});
