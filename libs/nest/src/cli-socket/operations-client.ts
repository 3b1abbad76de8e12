import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import {
  OperationRefused,
  requests,
  type OperationName,
  type Operations,
  type Progress,
  type Running,
} from './operations';
import { socketPath } from './socket-path';

/** No desk listens on this data directory's socket. */
export class NoDesk extends Error {}

type Line = { progress: Progress } | { answer: unknown } | { error: { message: string; refused: boolean } };

/** The operations of a desk that runs on `dataDir`. Each rejects with NoDesk when none does (or it died meanwhile), and with
 *  OperationRefused when the desk says no. */
export const operationsOf = (dataDir: string): Operations =>
  Object.fromEntries(
    Object.keys(requests).map((name) => [
      name,
      (request: object, running: Running) => ask(dataDir, name as OperationName, request, running),
    ]),
  ) as unknown as Operations;

const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

const ask = async (
  dataDir: string,
  name: OperationName,
  body: object,
  { progress, signal }: Running,
): Promise<unknown> => {
  const response = await send(dataDir, name, JSON.stringify(body), signal);
  for await (const text of createInterface({ input: response })) {
    const line = JSON.parse(text) as Line;
    if ('progress' in line) progress(line.progress);
    else if ('answer' in line) return line.answer;
    else if (line.error.refused) throw new OperationRefused(line.error.message);
    else throw new Error(line.error.message);
  }
  throw new Error(
    'the desk stopped before it was done: start it again, and repeat the command; repeating does no harm',
  );
};

const noDesk = (dataDir: string, error: unknown): Error =>
  NOBODY.has((error as NodeJS.ErrnoException).code ?? '')
    ? new NoDesk(`no desk runs on ${dataDir}`)
    : (error as Error);

const reach = (dataDir: string) => {
  try {
    return socketPath(dataDir);
  } catch (error) {
    throw noDesk(dataDir, error);
  }
};

const send = async (
  dataDir: string,
  name: string,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> => {
  const { path, done } = reach(dataDir);
  try {
    const request = httpRequest({ socketPath: path, method: 'POST', path: `/${name}`, agent: false, signal });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  } catch (error) {
    throw noDesk(dataDir, error);
  } finally {
    done();
  }
};
