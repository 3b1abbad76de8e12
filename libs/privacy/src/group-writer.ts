import { join } from 'node:path';
import { StoreBusy, StoreClosed, StoreFailed, StoreFull } from '@app/kernel';
import { startThread, WriterThread } from '@app/threads';

export interface Write {
  readonly text: string; // SQLite's, parameters ?1, ?2 …
  readonly params: readonly (string | bigint | Uint8Array | null)[];
}
/** What is written together or not at all. */
export interface Job {
  readonly file: string;
  readonly statements: readonly Write[];
  /** Run after the commit: what may not be in a transaction. */
  readonly after?: string;
}
export type Outcome =
  { readonly changes: readonly number[] } | { readonly full: true } | { readonly fatal: string };

export interface WriterOptions {
  /** For the error messages. */
  readonly name: string;
  /** Run on each file when it is opened. */
  readonly pragmas?: string;
  /** Jobs and bytes that may wait; more are refused with StoreBusy. Default 5,000 and 64 MiB. */
  readonly maxWaiting?: number;
  readonly maxWaitingBytes?: number;
  /** Told once, when the store can no longer be trusted: the process should end. */
  readonly onFatal?: ((error: Error) => void) | undefined;
}

const MAX_GROUP = 128; // jobs a commit: beyond it the rate no longer grows, but the answers come later
const MAX_GROUP_BYTES = 4 * 1024 ** 2;
const MAX_WAITING = 5_000;
const MAX_WAITING_BYTES = 64 * 1024 ** 2;

interface Waiting {
  readonly job: Job;
  readonly bytes: number;
  readonly resolve: (changes: readonly number[]) => void;
  readonly reject: (error: Error) => void;
}

/** Group commit: an fsync costs the same for one write as for a hundred, so those that wait share one. While a group is
 *  being written the next one gathers, so that nobody waits for a clock. */
export class GroupWriter {
  private readonly thread: WriterThread<readonly Job[], readonly Outcome[]>;
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private group: readonly Waiting[] = [];
  private failed: Error | undefined;
  private closing: (() => void) | undefined;
  private ended = false;

  constructor(private readonly options: WriterOptions) {
    const thread = startThread(join(__dirname, 'group-writer-thread'), { pragmas: options.pragmas });
    this.thread = new WriterThread(thread, {
      answered: (outcomes) => this.answer(outcomes),
      died: (why) => this.fail(why),
    });
  }

  /** Resolves, once durable, with how many rows each statement changed. */
  write(job: Job): Promise<readonly number[]> {
    const { name, maxWaiting = MAX_WAITING, maxWaitingBytes = MAX_WAITING_BYTES } = this.options;
    const bytes = weightOf(job);
    if (this.closing) return Promise.reject(new StoreClosed(name));
    if (this.failed) return Promise.reject(this.failed);
    if (
      this.waiting.length >= maxWaiting ||
      (this.waitingBytes + bytes > maxWaitingBytes && this.waitingBytes > 0)
    )
      return Promise.reject(new StoreBusy(name, this.waiting.length));
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, bytes, resolve, reject });
      this.waitingBytes += bytes;
      if (this.waiting.length === 1 && this.group.length === 0) setImmediate(() => this.send());
    });
  }

  /** Resolves once everything accepted is written and the thread has ended. */
  async close(): Promise<void> {
    if (this.closing) return;
    if (!this.failed)
      await new Promise<void>((idle) => {
        this.closing = idle;
        this.send();
      });
    this.ended = true;
    await this.thread.close();
  }

  private send(): void {
    if (this.group.length > 0) return;
    if (this.waiting.length === 0) return this.closing?.();
    let bytes = 0;
    const full = this.waiting.findIndex(
      (w, i) => i === MAX_GROUP || ((bytes += w.bytes) > MAX_GROUP_BYTES && i > 0),
    );
    this.group = this.waiting.splice(0, full < 0 ? this.waiting.length : full);
    for (const one of this.group) this.waitingBytes -= one.bytes;
    this.thread.send(this.group.map(({ job }) => job));
  }

  private answer(outcomes: readonly Outcome[]): void {
    const group = this.group;
    this.group = [];
    group.forEach(({ resolve, reject }, i) => {
      const outcome = outcomes[i]!;
      if ('changes' in outcome) resolve(outcome.changes);
      else if ('full' in outcome) reject(new StoreFull(this.options.name));
      else {
        this.fail(outcome.fatal);
        reject(this.failed!);
      }
    });
    this.send();
  }

  /** Whether a failed commit is on disk is unknown, so nothing may be said of this store any more. */
  private fail(why: string): void {
    const news = !this.failed && !this.ended;
    this.failed ??= new StoreFailed(this.options.name, why);
    for (const { reject } of [...this.group, ...this.waiting.splice(0)]) reject(this.failed);
    this.group = [];
    this.closing?.();
    if (news) this.options.onFatal?.(this.failed);
  }
}

const weightOf = ({ statements }: Job): number => {
  let bytes = 0;
  for (const { params } of statements)
    for (const param of params) if (typeof param === 'object') bytes += param?.byteLength ?? 0;
  return bytes;
};
