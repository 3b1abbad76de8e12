import fc from 'fast-check';
import { Instant, hours, plus, seconds, type Duration } from '@app/kernel';
import { anOrder, platformContract, serve, textOf } from '../platform.contract';
import type { PlatformOrderRequest } from '../port';
import type { After } from '../post';
import { webhookPlatform } from '../webhook';
import { fateOf, NO_FAULTS, type Faults } from './fate';
import { startSimulatedPlatform, type SimulatedPlatformOptions } from './server';

const START = Instant('2026-03-02T09:00:00.000Z');
const never: After = () => () => undefined;

/** A simulated platform, the desk's client of it, a desk that notes what it is called back with, and a hand on time. */
const started = async (given: Partial<SimulatedPlatformOptions> = {}) => {
  let at = START;
  const now = () => at;
  const waiting: { span: Duration; wake: () => void }[] = [];
  const called: { url?: string; key?: string; body: unknown }[] = [];
  let deskAnswers: number[] = [];
  let noted = () => {};
  const desk = await serve((request, response) => {
    void textOf(request).then((body) => {
      called.push({ url: request.url, key: request.headers.authorization, body: JSON.parse(body) });
      response.writeHead(deskAnswers.shift() ?? 200).end();
      noted();
    });
  });
  const simulated = await startSimulatedPlatform({
    port: 0,
    seed: 1,
    secret: 's',
    confirmUrl: desk.url,
    confirmKey: 'key',
    now,
    after: (span, wake) => {
      // The call back's own timeout of 10 s is not what these tests move.
      const entry = { span, wake };
      if (span !== seconds(10)) waiting.push(entry);
      return () => void waiting.splice(waiting.indexOf(entry), waiting.includes(entry) ? 1 : 0);
    },
    ...given,
  });
  const client = webhookPlatform({
    url: simulated.url,
    secret: 's',
    timeout: seconds(10),
    now,
    after: never,
  });
  return {
    simulated,
    client,
    called,
    waiting,
    order: (order: Partial<PlatformOrderRequest> = {}) => client.order(anOrder(order)),
    deskSays: (...statuses: number[]) => void (deskAnswers = statuses),
    move: (by: Duration) => void (at = plus(at, by)),
    /** Lets every waiting call back go, and resolves once the desk has had that many. */
    ring: (calls: number) =>
      new Promise<void>((done) => {
        noted = () => called.length >= calls && done();
        for (const { wake } of waiting.splice(0)) wake();
      }),
    end: async () => {
      await Promise.all([client.close(), simulated.close(), desk.close()]);
    },
  };
};
const always = (fault: keyof Faults): Partial<Faults> => ({ [fault]: 1 });

const using =
  (
    given: Partial<SimulatedPlatformOptions>,
    check: (with_: Awaited<ReturnType<typeof started>>) => Promise<void>,
  ) =>
  async () => {
    const all = await started(given);
    await check(all).finally(all.end);
  };

platformContract('The simulated platform', async () => {
  const all = await started();
  const carriedOut = () => all.simulated.orders().filter(({ state }) => state === 'confirmed');
  return { platform: all.client, carriedOut, end: all.end };
});

describe('the simulated platform', () => {
  it(
    'fails once or twice and then does it',
    using({ faults: always('fail') }, async ({ order, simulated }) => {
      const outcomes = [await order(), await order(), await order()].map((outcome) => outcome.state);
      expect(outcomes[0]).toBe('failed');
      expect(outcomes[2]).toBe('confirmed');
      expect(simulated.account('acme').sending).toBe('held');
    }),
  );

  it(
    'refuses for good',
    using({ faults: always('refuse') }, async ({ order, simulated }) => {
      expect(await order()).toMatchObject({ state: 'failed', permanent: true });
      expect(simulated.account('acme').sending).toBe('sending');
    }),
  );

  it(
    'forgets what it accepted, until it is told again',
    using({ faults: always('forget') }, async ({ order, simulated, waiting }) => {
      expect(await order()).toEqual({ state: 'accepted' });
      expect([simulated.account('acme').sending, waiting]).toEqual(['sending', []]);
      expect(await order()).toEqual({ state: 'confirmed' });
      expect(simulated.account('acme').sending).toBe('held');
    }),
  );

  it(
    'is silent about what it accepted, however often it is told',
    using({ faults: always('silent') }, async ({ order, simulated, waiting }) => {
      for (let time = 0; time < 3; time++) expect(await order()).toEqual({ state: 'accepted' });
      expect([simulated.account('acme').sending, waiting]).toEqual(['sending', []]);
    }),
  );

  it(
    'confirms later, with a key',
    using({ faults: always('delay') }, async ({ order, simulated, ring, called }) => {
      expect([await order(), await order()]).toEqual([{ state: 'accepted' }, { state: 'accepted' }]);
      expect(simulated.account('acme').sending).toBe('sending');
      await ring(1);
      expect(called).toEqual([
        { url: '/v1/platform-orders/order-1', key: 'Bearer key', body: { state: 'confirmed' } },
      ]);
      expect(await order()).toEqual({ state: 'confirmed' });
    }),
  );

  it(
    'confirms twice and carries out once',
    using({ faults: always('twice') }, async ({ order, simulated, ring, called }) => {
      await order({ order: 'purge' });
      await ring(2);
      expect(called.map(({ body }) => body)).toEqual([{ state: 'confirmed' }, { state: 'confirmed' }]);
      expect(simulated.account('acme').purges).toBe(1);
    }),
  );

  it(
    'calls again when the desk is away',
    using({ faults: always('delay') }, async ({ order, ring, called, deskSays, waiting, simulated }) => {
      deskSays(503, 200);
      await order();
      await ring(1);
      while (waiting.length === 0) await new Promise(setImmediate); // its client reads our 503
      await ring(2);
      expect(called).toHaveLength(2);
      expect(simulated.orders()).toMatchObject([{ state: 'confirmed', attempts: 1 }]);
    }),
  );

  it(
    'refuses an older generation once a newer one is done, and a late one says so',
    using({ faults: always('delay') }, async ({ order, ring, called, simulated }) => {
      await order({ orderId: 'a', generation: 1 });
      await order({ orderId: 'b', generation: 2, order: 'resume' });
      await ring(2);
      expect(await order({ orderId: 'c', generation: 1 })).toMatchObject({
        state: 'failed',
        permanent: true,
      });
      expect(simulated.account('acme')).toMatchObject({ generation: 2, sending: 'sending' });
      expect(called.map(({ body }) => body)).toContainEqual({ state: 'confirmed' });
    }),
  );

  it(
    'lets a hold end by itself, and suppresses without touching the generation',
    using({}, async ({ order, simulated, move }) => {
      await order({ orderId: 'h', expiresAt: plus(START, hours(1)) });
      await order({ orderId: 's', order: 'suppress', deliveryId: 'd-1', generation: 9 });
      expect(simulated.account('acme')).toMatchObject({
        sending: 'held',
        generation: 1,
        suppressed: ['d-1'],
      });
      move(hours(1));
      expect(simulated.account('acme').sending).toBe('sending');
    }),
  );

  it(
    'suppresses for every account on a list that no account sees',
    using({}, async ({ order, simulated }) => {
      const recipient = 'jan@reader.example';
      await order({ orderId: 'one', order: 'suppress', recipient });
      await order({ orderId: 'all', order: 'suppress', deliveryId: 'd-9', everywhere: true });
      expect(simulated.account('acme').suppressed).toEqual([recipient]);
      expect(simulated.suppressedEverywhere()).toEqual(['d-9']);
      const listed = await fetch(new URL('/suppressed-everywhere', simulated.url));
      expect(await listed.json()).toEqual({ items: ['d-9'] });
    }),
  );

  it(
    'takes each order for what it says',
    using({}, async ({ order, simulated }) => {
      let generation = 0;
      const after = async (name: PlatformOrderRequest['order']) => {
        await order({ orderId: name, order: name, generation: ++generation });
        const { sending, credentials, stopOrdered, purges } = simulated.account('acme');
        return [sending, credentials, stopOrdered, purges];
      };
      expect(await after('stop')).toEqual(['sending', 'valid', true, 0]);
      expect(await after('purge')).toEqual(['sending', 'valid', true, 1]);
      expect(await after('suspend')).toEqual(['suspended', 'valid', true, 1]);
      expect(await after('revoke-credentials')).toEqual(['suspended', 'revoked', true, 1]);
      expect(await after('resume')).toEqual(['sending', 'valid', false, 1]);
      expect(await after('close')).toEqual(['closed', 'revoked', false, 1]);
    }),
  );

  it(
    'believes only what is signed, and only an id with its own content',
    using({}, async ({ simulated, order, client }) => {
      const stranger = webhookPlatform({
        url: simulated.url,
        secret: 'guess',
        timeout: seconds(10),
        now: () => START,
        after: never,
      });
      expect(await stranger.order(anOrder())).toMatchObject({
        detail: expect.stringContaining('wrong') as string,
      });
      await stranger.close();
      expect(simulated.orders()).toEqual([]);
      await order();
      expect(await client.order(anOrder({ accountId: 'other' }))).toMatchObject({ permanent: true });
    }),
  );

  it(
    'answers over HTTP what it has, for reconciling',
    using({}, async ({ simulated, order }) => {
      await order({ expiresAt: plus(START, hours(1)) });
      const get = async (path: string): Promise<unknown> =>
        (await fetch(new URL(path, simulated.url))).json();
      expect(await get('/accounts/acme')).toMatchObject({
        sending: 'held',
        heldUntil: '2026-03-02T10:00:00.000Z',
      });
      expect(await get('/orders?account=acme')).toMatchObject({
        items: [{ orderId: 'order-1', state: 'confirmed', attempts: 1, firstAt: '2026-03-02T09:00:00.000Z' }],
      });
      expect(await get('/orders?account=nobody')).toEqual({ items: [] });
      expect((await fetch(new URL('/elsewhere', simulated.url))).status).toBe(404);
    }),
  );
});

describe('a fate', () => {
  it('is the same for the same seed and order, and of the share that was asked for', () => {
    const faults: Faults = { ...NO_FAULTS, fail: 0.3, refuse: 0.1, forget: 0.1, delay: 0.2, twice: 0.1 };
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, id) => {
        expect(fateOf(seed, id, faults)).toEqual(fateOf(seed, id, faults));
      }),
    );
    const fates = Array.from({ length: 10_000 }, (_, n) => fateOf(7, `order-${n}`, faults));
    const share = (of: (fate: ReturnType<typeof fateOf>) => boolean) =>
      fates.filter(of).length / fates.length;
    expect(share(({ failures }) => failures > 0)).toBeCloseTo(0.3, 1);
    expect(share(({ then }) => then === 'refused')).toBeCloseTo(0.1, 1);
    expect(share(({ then }) => then === 'confirmed-at-once')).toBeCloseTo(0.5, 1);
    expect(share(({ delay }) => delay < 1_000)).toBeCloseTo(0.5, 1);
  });

  it('is never a fault where none is asked for', () =>
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, id) => {
        expect(fateOf(seed, id, NO_FAULTS)).toMatchObject({ failures: 0, then: 'confirmed-at-once' });
      }),
    ));
});
