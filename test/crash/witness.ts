import { createServer, request as call, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One order as it came over the wire, every time it came. */
export interface Witnessed {
  readonly key: string; // Idempotency-Key
  readonly orderId: string;
  readonly order: string;
  readonly accountId: string;
  readonly generation: number;
  readonly deliveryId?: string;
  readonly messageId?: string;
}

export interface Witness {
  readonly url: string;
  readonly orders: readonly Witnessed[];
  close(): Promise<void>;
}

/** Stands before the sending platform and writes down what it is told: a platform that does each order once would hide
 *  that it was told twice. */
export const witnessBefore = async (platformUrl: string): Promise<Witness> => {
  const orders: Witnessed[] = [];
  const server = createServer((request, response) => {
    pass(request, response, platformUrl, orders).catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    orders,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};

const pass = async (
  request: IncomingMessage,
  response: ServerResponse,
  platformUrl: string,
  orders: Witnessed[],
): Promise<void> => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const body = Buffer.concat(parts);
  const order = JSON.parse(body.toString()) as Witnessed;
  orders.push({ ...order, key: String(request.headers['idempotency-key']) });
  const { host: _, ...headers } = request.headers;
  const onward = call(platformUrl, { method: request.method ?? 'POST', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' });
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  onward.end(body);
};
