import type { Worker } from 'node:worker_threads';
import { startThread } from './start-thread';

export interface Answers<Answer> {
  answered(answer: Answer): void;
  /** Nothing will be answered any more; what was not may or may not have been done. Told again when it closes. */
  died(why: string): void;
}

/** A thread that writes: it answers what it is sent, in order, and ends by itself once it is sent `close`. */
export class WriterThread<Sent, Answer> {
  /** For a thread that first says whether it could begin: resolves then, and rejects with why it could not. */
  static async opened<Sent, Answer>(
    path: string,
    data: unknown,
    answers: Answers<Answer>,
  ): Promise<WriterThread<Sent, Answer>> {
    const thread = startThread(path, data);
    await new Promise((resolve, reject) => {
      thread.once('error', reject);
      thread.once('message', () => {
        thread.off('error', reject);
        resolve(undefined);
      });
    });
    return new WriterThread(thread, answers);
  }

  private readonly exited: Promise<void>;

  constructor(
    private readonly thread: Worker,
    answers: Answers<Answer>,
  ) {
    thread.on('message', (answer: Answer) => answers.answered(answer));
    thread.on('error', (error) => answers.died(String(error)));
    this.exited = new Promise((resolve) => thread.once('exit', () => resolve()));
    void this.exited.then(() => answers.died('its writer has ended'));
  }

  send(message: Sent): void {
    this.thread.postMessage(message);
  }

  /** Resolves when the thread has ended, and all that it was sent is answered. */
  close(): Promise<void> {
    this.thread.postMessage('close');
    return this.exited;
  }
}
