import { open, type FileHandle } from 'node:fs/promises';

/** Reads a file, a pipe or a device, and no more of it than `limit` bytes and one, by which its reader knows that there is
 *  more: some have no end.
 *  @throws Unopened with what is wrong and what to do */
export const readMessage = async (path: string, limit: number): Promise<Buffer> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    if ((await file.stat()).isDirectory())
      throw new Unopened('it is a folder: name the files in it, or import it');
    const chunks: Buffer[] = [];
    let read = 0;
    while (read <= limit) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, limit + 1 - read));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) break;
      chunks.push(chunk.subarray(0, bytesRead));
      read += bytesRead;
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof Unopened ? error : new Unopened(reasonFor(error as NodeJS.ErrnoException));
  } finally {
    await file?.close();
  }
};

/** Its message continues a sentence that names the file. */
export class Unopened extends Error {}

const CHUNK = 1024 ** 2;

const reasonFor = ({ code, message }: NodeJS.ErrnoException): string => REASONS.get(code ?? '') ?? message;

const REASONS = new Map([
  ['ENOENT', 'there is no such file: look at its name, and at the folder that it is taken from'],
  ['ENOTDIR', 'a part of its path is a file: look at its name'],
  ['EACCES', 'reading it is not allowed: give yourself the right to, or be who has it'],
  ['EPERM', 'reading it is not allowed: give yourself the right to, or be who has it'],
  ['ENAMETOOLONG', 'its name is too long for a file'],
  ['ELOOP', 'it is a link to itself'],
]);
