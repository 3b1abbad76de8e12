import fastify from 'fastify';
import { waits } from './guard-lists';

// A process of its own: the guard's route, answering what it knows by heart. It says its port, and ends with its input.

const answer = (sendable: boolean) => ({
  list: 'list-1',
  account: 'shop-1',
  sendable,
  state: sendable ? 'sendable' : 'pending',
  because: 'it waits for approval: many contacts are new',
  code: null,
  revision: 3,
});
const server = fastify();
server.get<{ Params: { id: string } }>('/v1/lists/:id/sendable', ({ params }, reply) =>
  reply.send(answer(!waits(Number(params.id.slice('list-'.length))))),
);
void server
  .listen({ port: 0, host: '127.0.0.1' })
  .then((url) => process.stdout.write(`${new URL(url).port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
