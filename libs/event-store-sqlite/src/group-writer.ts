import type { Answers } from '@app/threads';
import { once, type Append, type Outcome, type Writer } from './writer';

/** Takes appends in order and answers in that order, some at a time; in a thread of its own a WriterThread is one. */
export interface GroupWriter {
  send(appends: readonly Append[]): void;
  close(): Promise<void>;
}

/** On the caller's own thread and connection: for `:memory:`, which no other connection can see. */
export class LocalWriter implements GroupWriter {
  constructor(
    private readonly writer: Writer,
    private readonly answers: Answers<readonly Outcome[]>,
  ) {}

  send(appends: readonly Append[]): void {
    const outcomes = this.writer.write(once(appends));
    setImmediate(() => this.answers.answered(outcomes));
  }

  close(): Promise<void> {
    return Promise.resolve(this.writer.close());
  }
}
