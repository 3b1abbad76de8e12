import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';

export const SOCKET = 'desk.sock';
const LONGEST = 103; // sun_path holds 108 bytes on Linux and 104 on macOS, with the final zero

/** A name for the socket that the kernel takes, however long the folder's is: through an open handle of the folder, where
 *  the system has such names. `done` gives the handle back; the name is good until then. */
export const socketPath = (dataDir: string): { path: string; done: () => void } => {
  const path = join(dataDir, SOCKET);
  if (Buffer.byteLength(path) <= LONGEST) return { path, done: () => {} };
  if (process.platform !== 'linux')
    throw new Error(`${path} is too long a name for a socket: choose a data directory with a shorter one`);
  const handle = openSync(dataDir, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${handle}/${SOCKET}`, done: () => closeSync(handle) };
};
