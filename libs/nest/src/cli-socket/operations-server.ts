import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { rmSync } from 'node:fs';
import type { Logger } from '../observability/logger';
import { OperationRefused, requests, type OperationName, type Operations, type Running } from './operations';
import { socketPath } from './socket-path';

const LONGEST_REQUEST = 1024 * 1024;
const PROGRESS_EVERY = 100; // ms

/** Answers the CLI over a socket in the data directory: `POST /<operation>` with JSON, and lines of JSON back, any number of
 *  `{progress}` and then `{answer}` or `{error}`. The socket's mode (0600) is who may: the desk's own user. */
export class OperationsServer {
  private readonly running = new Set<Promise<void>>();

  /** Whoever calls this holds the data directory's lock, so a socket that lies there is nobody's. */
  static async listen(dataDir: string, operations: Operations, logger: Logger): Promise<OperationsServer> {
    const { path, done } = socketPath(dataDir);
    rmSync(path, { force: true });
    const server = createServer();
    const answering = new OperationsServer(server, operations, logger, done);
    server.on('request', (request, response) => answering.take(request, response));
    const mask = process.umask(0o177); // the socket is made with the right mode, and is never there with another
    try {
      server.listen(path); // binds before it returns, and only then says so
    } finally {
      process.umask(mask);
    }
    await once(server, 'listening');
    return answering;
  }

  private constructor(
    private readonly server: Server,
    private readonly operations: Operations,
    private readonly logger: Logger,
    private readonly done: () => void,
  ) {}

  /** Lets what runs come to a safe end. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections(); // aborts what runs
    await Promise.allSettled(this.running);
    await closed;
    this.done();
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const work = this.answer(request, response)
      .catch((error: unknown) => this.logger.error({ err: error }, 'the CLI could not be answered'))
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (line: object) => response.writable && response.write(`${JSON.stringify(line)}\n`);
    response.setHeader('content-type', 'application/x-ndjson');
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const name = (request.url ?? '').slice(1);
      if (!Object.hasOwn(requests, name))
        throw new OperationRefused(`this desk knows no operation ${name}: is it older than the CLI?`);
      const parsed = requests[name as OperationName].safeParse(JSON.parse(await bodyOf(request)));
      if (!parsed.success) throw new OperationRefused(`not as this desk expects it: ${parsed.error.message}`);
      const act = this.operations[name as OperationName] as (
        request: object,
        running: Running,
      ) => Promise<unknown>;
      say({
        answer: await act(parsed.data, {
          signal: gone.signal,
          progress: spaced((progress) => say({ progress })),
        }),
      });
    } catch (error) {
      const refused = error instanceof OperationRefused;
      if (!refused) this.logger.error({ err: error }, 'an operation failed');
      say({ error: { message: (error as Error).message, refused } });
    }
    response.end();
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((size += chunk.length) > LONGEST_REQUEST)
      throw new OperationRefused(`more than ${LONGEST_REQUEST} bytes asked`);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** At most one in a while: nobody watches a bar at a thousand a second. */
const spaced = <T>(tell: (value: T) => void): ((value: T) => void) => {
  let told = -Infinity;
  return (value) => {
    const at = performance.now();
    if (at - told < PROGRESS_EVERY) return;
    told = at;
    tell(value);
  };
};
