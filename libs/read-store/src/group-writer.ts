import type { Worker } from 'node:worker_threads';
import { startThread } from './thread';
import { Writer, type List, type Outcome } from './writer';

/** What commits one group at a time. */
export interface GroupWriter {
  write(group: readonly List[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

export class ThreadWriter implements GroupWriter {
  private answer:
    { resolve: (outcomes: readonly Outcome[]) => void; reject: (error: Error) => void } | undefined;
  private died: Error | undefined;

  /** Answers when the file is open and its tables are there, and rejects with why it cannot be. */
  static open(path: string): Promise<ThreadWriter> {
    const thread = startThread('writer-thread', path);
    return new Promise((resolve, reject) => {
      thread.once('error', reject);
      thread.once('message', () => {
        thread.off('error', reject);
        resolve(new ThreadWriter(thread));
      });
    });
  }

  private constructor(private readonly thread: Worker) {
    thread.on('message', (outcomes: readonly Outcome[]) => this.answer?.resolve(outcomes));
    const died = (why: Error) => {
      this.died ??= why;
      this.answer?.reject(this.died);
    };
    thread.on('error', died);
    thread.on('exit', () => died(new Error('its writer has ended')));
  }

  write(group: readonly List[]): Promise<readonly Outcome[]> {
    if (this.died) return Promise.reject(this.died);
    return new Promise((resolve, reject) => {
      this.answer = { resolve, reject };
      this.thread.postMessage(group);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.thread.once('exit', () => resolve());
      this.thread.postMessage('close');
    });
  }
}

/** On the caller's own thread and connection: for `:memory:`, which no other connection can see. */
export class LocalWriter implements GroupWriter {
  constructor(private readonly writer: Writer) {}

  write(group: readonly List[]): Promise<readonly Outcome[]> {
    return Promise.resolve(this.writer.write(group));
  }

  close(): Promise<void> {
    return Promise.resolve(this.writer.close());
  }
}
