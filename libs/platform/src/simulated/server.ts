import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { instant, type Instant } from '@app/kernel';
import { orderBody } from '../order-body';
import { realTime, type After } from '../post';
import { SIGNATURE_HEADER, verifyWebhookSignature } from '../signature';
import type { SimulatedAccount } from './accounts';
import { CallBack } from './call-back';
import { NO_FAULTS, type Faults } from './fate';
import { OrderBook, type SimulatedOrder } from './order-book';

export interface SimulatedPlatformOptions {
  /** 0: any that is free. Always on 127.0.0.1. */
  readonly port: number;
  readonly seed: number;
  /** platform.secret */
  readonly secret: string;
  /** The desk's address, to call back with `confirmKey`; absent, nothing is confirmed later. */
  readonly confirmUrl?: string;
  readonly confirmKey?: string;
  readonly faults?: Partial<Faults>;
  readonly now: () => Instant;
  readonly after?: After;
}

export interface SimulatedPlatform {
  /** platform.url */
  readonly url: string;
  orders(accountId?: string): SimulatedOrder[];
  account(accountId: string): SimulatedAccount;
  /** By delivery, message or address. */
  suppressedEverywhere(): string[];
  close(): Promise<void>;
}

/** A sending platform that misbehaves by seed. Besides the webhook it answers `GET /orders?account=`,
 *  `GET /accounts/{id}` and `GET /suppressed-everywhere`, for tests and for reconciling. Keeps its state in memory. */
export const startSimulatedPlatform = async (
  options: SimulatedPlatformOptions,
): Promise<SimulatedPlatform> => {
  const { confirmUrl, confirmKey, seed, now, after = realTime } = options;
  const calls = confirmUrl && confirmKey ? new CallBack({ confirmUrl, confirmKey, after }) : undefined;
  const faults = { ...NO_FAULTS, ...options.faults };
  const book = new OrderBook({ seed, faults, canCallBack: calls !== undefined, now });

  const server = createServer((request, response) => {
    answer({ ...options, book, calls }, request).then(
      ({ status, body }) => send(response, status, body),
      (error: Error) => send(response, 500, { detail: error.message }),
    );
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    orders: (accountId) => book.orders(accountId),
    account: (accountId) => book.account(accountId),
    suppressedEverywhere: () => book.suppressedEverywhere(),
    close: () => {
      calls?.close();
      return new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
    },
  };
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
interface Context extends Pick<SimulatedPlatformOptions, 'secret' | 'now'> {
  readonly book: OrderBook;
  readonly calls?: CallBack;
}

const answer = async (context: Context, request: IncomingMessage): Promise<Answer> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://platform.invalid');
  if (request.method === 'POST' && pathname === '/orders') return takeOrder(context, request);
  if (request.method === 'GET' && pathname === '/orders')
    return { status: 200, body: { items: context.book.orders(searchParams.get('account') ?? undefined) } };
  if (request.method === 'GET' && pathname === '/suppressed-everywhere')
    return { status: 200, body: { items: context.book.suppressedEverywhere() } };
  const [, account] = /^\/accounts\/([^/]{1,400})$/.exec(pathname) ?? [];
  if (request.method === 'GET' && account !== undefined)
    return { status: 200, body: context.book.account(decodeURIComponent(account)) };
  return { status: 404, body: { detail: `there is no ${request.method} ${pathname} here` } };
};

const takeOrder = async (
  { book, calls, secret, now }: Context,
  request: IncomingMessage,
): Promise<Answer> => {
  const raw = await bodyOf(request);
  if (!raw) return { status: 413, body: { detail: `an order has at most ${MAX_BODY} bytes` } };
  const header = request.headers[SIGNATURE_HEADER];
  const verdict = verifyWebhookSignature(typeof header === 'string' ? header : undefined, raw, secret, now());
  if (!verdict.valid) return { status: 401, body: { detail: `the signature is ${verdict.because}` } };
  const body = orderBody.safeParse(jsonOf(raw.toString()));
  if (!body.success) return { status: 400, body: { detail: z.prettifyError(body.error) } };
  if (request.headers['idempotency-key'] !== body.data.orderId)
    return { status: 400, body: { detail: 'Idempotency-Key is not the orderId' } };
  const { callBack, ...reply } = book.take(body.data, raw.toString());
  for (let time = 0; time < (callBack?.times ?? 0); time++)
    calls?.later(body.data.orderId, callBack!.delay, () => book.complete(body.data.orderId));
  return reply;
};

const MAX_BODY = 64 * 1024;

/** undefined: too long. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const TIMES = new Set(['firstAt', 'lastAt', 'confirmedAt', 'expiresAt', 'heldUntil']);

const send = (response: ServerResponse, status: number, body: unknown): void => {
  const json = JSON.stringify(body, (key, value: unknown) =>
    TIMES.has(key) && typeof value === 'number' ? instant.encode(value as Instant) : value,
  );
  response.writeHead(status, { 'content-type': 'application/json' }).end(json);
};
