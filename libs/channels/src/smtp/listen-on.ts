import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect, type Server } from 'node:net';

/** Owner and group: the mail server in front of us is of that group. */
const SOCKET_MODE = 0o660;

/** Until it listens. Takes the place of a socket that a process left behind when it was killed, never of one that
 *  somebody listens on, nor of any other file. */
export const listenOn = async (
  server: Server,
  {
    socket,
    host,
    port,
  }: { readonly socket?: string | undefined; readonly host: string; readonly port: number },
): Promise<void> => {
  if (socket !== undefined && (await isDeserted(socket))) await unlink(socket);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const listening = () => {
      server.off('error', reject);
      resolve();
    };
    if (socket === undefined) server.listen(port, host, listening);
    else server.listen(socket, listening);
  });
  if (socket !== undefined) await chmod(socket, SOCKET_MODE);
};

const isDeserted = async (path: string): Promise<boolean> => {
  const file = await lstat(path).catch(() => undefined);
  if (!file?.isSocket()) return false;
  return new Promise((resolve) => {
    const call = connect(path);
    call.once('connect', () => resolve(false));
    call.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
    call.once('connect', () => call.destroy());
  });
};
