import { statfs } from 'node:fs/promises';

/** Bytes that are free for us on the disk of a folder. */
export const freeBytesOf = (folder: string) => async (): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
