import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlatformOrderRequest, SendingPlatform } from './port';

export const anOrder = (order: Partial<PlatformOrderRequest> = {}): PlatformOrderRequest => ({
  orderId: 'order-1',
  order: 'hold',
  accountId: 'acme',
  generation: 1,
  stream: 'bulk',
  reason: 'case acme.1: unwanted mail confirmed',
  ...order,
});

/** What every adapter must do, whatever kind of platform is behind it. `received` are the ids it carried out. */
export const platformContract = (
  adapter: string,
  open: () => Promise<{ platform: SendingPlatform; received: () => string[]; end: () => Promise<void> }>,
): void =>
  describe(`${adapter} as a sending platform`, () => {
    const using = async (
      check: (platform: SendingPlatform, received: () => string[], end: () => Promise<void>) => Promise<void>,
    ) => {
      const { platform, received, end } = await open();
      await check(platform, received, end).finally(() => Promise.all([platform.close(), end()]));
    };

    it('carries an order out and says so', () =>
      using(async (platform, received) => {
        expect(await platform.order(anOrder())).toEqual({ state: 'confirmed' });
        expect(received()).toEqual(['order-1']);
      }));

    it('carries the same order out once, however often it is sent', () =>
      using(async (platform, received) => {
        for (let time = 0; time < 3; time++)
          expect(await platform.order(anOrder())).toEqual({ state: 'confirmed' });
        expect(received()).toEqual(['order-1']);
      }));

    it('takes fifty orders at once', () =>
      using(async (platform, received) => {
        const ids = Array.from({ length: 50 }, (_, n) => `order-${n}`);
        const outcomes = await Promise.all(
          ids.map((orderId, n) => platform.order(anOrder({ orderId, accountId: `a-${n}` }))),
        );
        expect(outcomes).toEqual(ids.map(() => ({ state: 'confirmed' })));
        expect(received().sort()).toEqual(ids.sort());
      }));

    it('answers, and does not reject, when the platform is away', () =>
      using(async (platform, _received, end) => {
        await end();
        expect(await platform.order(anOrder())).toMatchObject({ state: 'failed', permanent: false });
      }));

    it.each([
      ['a line end in its id', { orderId: 'a\r\nX-Injected: 1' }],
      ['a suppression that names no delivery', { order: 'suppress' as const }],
    ])('rejects an order with %s, and sends nothing', (_what, wrong) =>
      using(async (platform, received) => {
        await expect(platform.order(anOrder(wrong))).rejects.toThrow(/cannot be sent/);
        expect(received()).toEqual([]);
      }),
    );
  });

/** A platform written for one test. */
export const serve = async (
  listener: RequestListener,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/abuse-orders`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};

export const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString();
};
