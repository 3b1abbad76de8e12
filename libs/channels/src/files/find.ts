import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { looksLikeMbox } from './mbox';

/** A file with reports in it, or a path that has none for a reason. */
export type Found =
  | { readonly kind: 'message' | 'mbox'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string };

const MAIL = new Set(['.eml', '.mbox', '.mbx']);
const DEEPEST = 32;

/** Every file of reports under the paths, in the order of their names. A file named outright is taken for what it holds;
 *  in folders, .eml and mbox files, Maildirs (`cur`, `new`), and files without an extension that begin like an mbox.
 *  Nothing hidden, and no symbolic link to a folder, so that a circle ends. */
export async function* findReports(paths: readonly string[]): AsyncIterable<Found> {
  for (const path of paths) yield* under(path, 0);
}

async function* under(path: string, depth: number): AsyncIterable<Found> {
  try {
    const what = await stat(path);
    if (what.isDirectory()) yield* inFolder(path, depth);
    else if (what.isFile()) yield await fileAt(path);
    else yield { kind: 'unreadable', path, why: 'is neither a file nor a folder' };
  } catch (error) {
    yield { kind: 'unreadable', path, why: (error as Error).message };
  }
}

async function* inFolder(folder: string, depth: number): AsyncIterable<Found> {
  if (depth > DEEPEST) {
    yield { kind: 'unreadable', path: folder, why: `lies deeper than ${DEEPEST} folders` };
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const [hasMail, isMaildir] = [
    isMailFolder(folder) && (await isMaildirAt(dirname(folder))),
    await isMaildirAt(folder),
  ];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const hidden = entry.name.startsWith('.');
    if (entry.isDirectory()) {
      if (isMaildir && entry.name === 'tmp') continue; // half delivered
      if (!hidden || (await isMaildirAt(path))) yield* under(path, depth + 1); // `.Junk` is a folder of a Maildir++
    } else if (hidden || !(await isFile(path))) continue;
    else if (hasMail) yield { kind: 'message', path };
    else if (MAIL.has(extname(entry.name).toLowerCase())) yield* under(path, depth);
    else if (extname(entry.name) === '') yield* mboxesOf(under(path, depth));
  }
}

/** Links to files are followed. What cannot even be looked at is left to the reader, who says so. */
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (what) => what.isFile(),
    () => true,
  );

const isMailFolder = (folder: string): boolean => ['cur', 'new'].includes(basename(folder));

const isMaildirAt = async (folder: string): Promise<boolean> => {
  const kinds = await Promise.all(
    ['cur', 'new'].map((name) =>
      stat(join(folder, name)).then(
        (what) => what.isDirectory(),
        () => false,
      ),
    ),
  );
  return kinds.every(Boolean);
};

async function* mboxesOf(found: AsyncIterable<Found>): AsyncIterable<Found> {
  for await (const one of found) if (one.kind !== 'message') yield one;
}

const fileAt = async (path: string): Promise<Found> => {
  const file = await open(path);
  try {
    const start = Buffer.alloc(1_024);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    return { kind: looksLikeMbox(start.subarray(0, bytesRead)) ? 'mbox' : 'message', path };
  } finally {
    await file.close();
  }
};

/** In chunks of 256 KiB. */
export const chunksOf = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: 256 * 1_024 }) as AsyncIterable<Buffer>;
