import { readFile, stat } from 'node:fs/promises';
import type { Instant } from '@app/kernel';
import type { Submit } from '../submit';
import { chunksOf, findReports, type Found } from './find';
import { countMbox, mboxMessages } from './mbox';

export interface ImportOptions {
  readonly now: () => Instant;
  /** Starts no measure, clock or order. */
  readonly archive?: boolean | undefined;
  /** May suppress recipients even so. */
  readonly suppress?: boolean | undefined;
  /** Bytes of a message; a bigger one is counted as failed. Default 25 MiB. */
  readonly limit?: number | undefined;
  /** Messages handed over at once; default 16. More would only wait for the same disk. */
  readonly atOnce?: number | undefined;
  /** Told after each message; the total is counted before the first. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Aborted: nothing more is read, what was handed over is waited for. */
  readonly signal?: AbortSignal | undefined;
}

export interface Imported {
  /** Messages found, and files that could not be read. */
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly failed: number;
  /** Why, of the first thousand that failed. */
  readonly failures: readonly { readonly path: string; readonly why: string }[];
}

const LIMIT = 25 * 1_024 ** 2;
const AT_ONCE = 16;
const MOST_FAILURES = 1_000;

/** Hands every report under the paths to the desk. May be repeated: a report that is there already is a duplicate. What
 *  fails is counted, with its path and why, and the rest goes on. */
export const importPaths = async (
  paths: readonly string[],
  submit: Submit,
  options: ImportOptions,
): Promise<Imported> => {
  const { now, archive = false, suppress = false, atOnce = AT_ONCE, signal } = options;
  const running = new Tally(await total(paths, signal), options.onProgress);
  const under = new Set<Promise<void>>();
  for await (const { path, message } of messages(paths, options.limit ?? LIMIT)) {
    if (signal?.aborted) break;
    if (typeof message === 'string') {
      running.failed(path, message);
      continue;
    }
    const envelope = { mailFrom: '', rcptTo: [] };
    const handed = submit({
      bytes: message,
      channel: 'import',
      receivedAt: now(),
      envelope,
      archive,
      suppress,
    })
      .then(({ duplicate }) => running.kept(duplicate))
      .catch((error: unknown) => running.failed(path, (error as Error).message))
      .finally(() => under.delete(handed));
    under.add(handed);
    if (under.size >= atOnce) await Promise.race(under);
  }
  await Promise.all(under);
  return running.result();
};

/** A message, or why there is none. */
interface Read {
  readonly path: string;
  readonly message: Buffer | string;
}

async function* messages(paths: readonly string[], limit: number): AsyncIterable<Read> {
  for await (const found of findReports(paths)) {
    const { path } = found;
    if (found.kind === 'unreadable') yield { path, message: found.why };
    else
      try {
        if (found.kind === 'message') yield { path, message: await oneMessage(path, limit) };
        else yield* inMbox(path, limit);
      } catch (error) {
        yield { path, message: (error as Error).message };
      }
  }
}

const tooBig = (limit: number): string => `is over the limit of ${limit} bytes`;

const oneMessage = async (path: string, limit: number): Promise<Buffer | string> => {
  const { size } = await stat(path);
  return size > limit ? tooBig(limit) : readFile(path);
};

async function* inMbox(path: string, limit: number): AsyncIterable<Read> {
  let n = 0;
  for await (const message of mboxMessages(chunksOf(path), limit)) {
    n++;
    yield message ? { path, message } : { path: `${path} (message ${n})`, message: tooBig(limit) };
  }
}

const total = async (paths: readonly string[], signal: AbortSignal | undefined): Promise<number> => {
  let count = 0;
  for await (const found of findReports(paths)) {
    if (signal?.aborted) break;
    count += found.kind === 'mbox' ? await countOf(found) : 1;
  }
  return count;
};
/** A file that cannot be read is one failure. */
const countOf = ({ path }: Found): Promise<number> => countMbox(chunksOf(path)).catch(() => 1);

class Tally {
  private readonly counts = { read: 0, accepted: 0, duplicates: 0, failed: 0 };
  private readonly failures: { path: string; why: string }[] = [];

  constructor(
    private readonly total: number,
    private readonly onProgress: ImportOptions['onProgress'],
  ) {}

  kept(duplicate: boolean): void {
    this.counts[duplicate ? 'duplicates' : 'accepted']++;
    this.done();
  }

  failed(path: string, why: string): void {
    this.counts.failed++;
    if (this.failures.length < MOST_FAILURES) this.failures.push({ path, why });
    this.done();
  }

  result(): Imported {
    return { ...this.counts, failures: this.failures };
  }

  private done(): void {
    const done = ++this.counts.read;
    this.onProgress?.({ done, total: Math.max(this.total, done) });
  }
}
