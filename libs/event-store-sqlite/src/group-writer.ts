import type { Worker } from 'node:worker_threads';
import { startThread } from './thread';
import { once, type Append, type Outcome, type Writer, type WriterOptions } from './writer';

/** Takes appends in order and answers in that order, some at a time. `died`: nothing will be answered any more. */
export interface GroupWriter {
  send(appends: readonly Append[]): void;
  close(): Promise<void>;
}
export interface Answers {
  answered(outcomes: readonly Outcome[]): void;
  died(why: string): void;
}

/** In a thread of its own; an fsync waited for there holds up nobody else. */
export class ThreadWriter implements GroupWriter {
  /** Resolves when the file is open and its tables are there, and rejects with why they cannot be. */
  static open(options: WriterOptions, answers: Answers): Promise<ThreadWriter> {
    const thread = startThread('writer-thread', options);
    return new Promise((resolve, reject) => {
      thread.once('error', reject);
      thread.once('message', () => {
        thread.off('error', reject);
        resolve(new ThreadWriter(thread, answers));
      });
    });
  }

  private readonly exited: Promise<void>;

  private constructor(
    private readonly thread: Worker,
    answers: Answers,
  ) {
    thread.on('message', (outcomes: readonly Outcome[]) => answers.answered(outcomes));
    thread.on('error', (error) => answers.died(String(error)));
    this.exited = new Promise((resolve) => thread.once('exit', () => resolve()));
    void this.exited.then(() => answers.died('its writer has ended'));
  }

  send(appends: readonly Append[]): void {
    this.thread.postMessage(appends);
  }

  close(): Promise<void> {
    this.thread.postMessage('close');
    return this.exited;
  }
}

/** On the caller's own thread and connection: for `:memory:`, which no other connection can see. */
export class LocalWriter implements GroupWriter {
  constructor(
    private readonly writer: Writer,
    private readonly answers: Answers,
  ) {}

  send(appends: readonly Append[]): void {
    const outcomes = this.writer.write(once(appends));
    setImmediate(() => this.answers.answered(outcomes));
  }

  close(): Promise<void> {
    return Promise.resolve(this.writer.close());
  }
}
