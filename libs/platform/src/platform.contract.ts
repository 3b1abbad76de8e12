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

/** As much of an order as the contract looks at, as it arrived at the platform's end. */
export type Received = Pick<
  PlatformOrderRequest,
  'orderId' | 'order' | 'generation' | 'recipient' | 'everywhere'
>;

/** What every adapter must do, whatever kind of platform is behind it. `carriedOut` is what it did, each order once. */
export const platformContract = (
  adapter: string,
  open: () => Promise<{
    platform: SendingPlatform;
    carriedOut: () => readonly Received[];
    end: () => Promise<void>;
  }>,
): void =>
  describe(`${adapter} as a sending platform`, () => {
    const using = async (
      check: (
        platform: SendingPlatform,
        carriedOut: () => readonly Received[],
        end: () => Promise<void>,
      ) => Promise<void>,
    ) => {
      const { platform, carriedOut, end } = await open();
      await check(platform, carriedOut, end).finally(() => Promise.all([platform.close(), end()]));
    };
    const ids = (orders: readonly Received[]) => orders.map(({ orderId }) => orderId);

    it('carries an order out and says so', () =>
      using(async (platform, carriedOut) => {
        expect(await platform.order(anOrder())).toEqual({ state: 'confirmed' });
        expect(ids(carriedOut())).toEqual(['order-1']);
      }));

    it('carries the same order out once, however often it is sent', () =>
      using(async (platform, carriedOut) => {
        for (let time = 0; time < 3; time++)
          expect(await platform.order(anOrder())).toEqual({ state: 'confirmed' });
        expect(ids(carriedOut())).toEqual(['order-1']);
      }));

    it('takes fifty orders at once', () =>
      using(async (platform, carriedOut) => {
        const wanted = Array.from({ length: 50 }, (_, n) => `order-${n}`);
        const outcomes = await Promise.all(
          wanted.map((orderId, n) => platform.order(anOrder({ orderId, accountId: `a-${n}` }))),
        );
        expect(outcomes).toEqual(wanted.map(() => ({ state: 'confirmed' })));
        expect(ids(carriedOut()).sort()).toEqual(wanted.sort());
      }));

    it('answers, and does not reject, when the platform is away', () =>
      using(async (platform, _carriedOut, end) => {
        await end();
        expect(await platform.order(anOrder())).toMatchObject({ state: 'failed', permanent: false });
      }));

    it.each(['deliveryId', 'messageId', 'recipient'] as const)('suppresses by %s alone', (name) =>
      using(async (platform, carriedOut) => {
        const order = anOrder({ order: 'suppress', [name]: 'jan@reader.example' });
        expect(await platform.order(order)).toEqual({ state: 'confirmed' });
        expect(ids(carriedOut())).toEqual(['order-1']);
      }),
    );

    it('tells a suppression for every account from one for the account, by a field and not by its reason', () =>
      using(async (platform, carriedOut) => {
        const suppress = anOrder({ order: 'suppress', recipient: 'jan@reader.example' });
        await platform.order({ ...suppress, orderId: 'one' });
        await platform.order({ ...suppress, orderId: 'all', everywhere: true });
        expect(carriedOut().map(({ orderId, everywhere }) => [orderId, everywhere])).toEqual([
          ['one', undefined],
          ['all', true],
        ]);
      }));

    it('hands the generation on, for the platform to tell the newer order from the older', () =>
      using(async (platform, carriedOut) => {
        await platform.order(anOrder({ orderId: 'a', generation: 7 }));
        await platform.order(anOrder({ orderId: 'b', generation: 8, order: 'resume' }));
        expect(carriedOut().map(({ orderId, generation }) => [orderId, generation])).toEqual([
          ['a', 7],
          ['b', 8],
        ]);
      }));

    it.each([
      ['a line end in its id', { orderId: 'a\r\nX-Injected: 1' }, 'orderId: wants 1 to 128 visible ASCII'],
      ['a suppression of nobody', { order: 'suppress' as const }, 'deliveryId, messageId or recipient'],
      [
        'a suppression of what is no address',
        { order: 'suppress' as const, recipient: 'jan' },
        'recipient: wants an e-mail address',
      ],
      ['a hold for every account', { everywhere: true as const }, 'everywhere: is for suppress alone'],
    ])('fails an order with %s for good, says why, and sends nothing', (_what, wrong, why) =>
      using(async (platform, carriedOut) => {
        expect(await platform.order(anOrder(wrong))).toEqual({
          state: 'failed',
          detail: expect.stringContaining(why) as string,
          permanent: true,
        });
        expect(carriedOut()).toEqual([]);
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
