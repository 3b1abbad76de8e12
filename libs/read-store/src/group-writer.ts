import { join } from 'node:path';
import { WriterThread, type Answers } from '@app/threads';
import type { List, Outcome, Writer } from './writer';

/** What commits one group at a time. */
export interface GroupWriter {
  write(group: readonly List[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

type Outcomes = readonly Outcome[];

export class ThreadWriter implements GroupWriter, Answers<Outcomes> {
  private thread!: WriterThread<readonly List[], Outcomes>;
  private waiting: { resolve: (outcomes: Outcomes) => void; reject: (error: Error) => void } | undefined;
  private dead: Error | undefined;

  /** Resolves when the file is open and its tables are there, and rejects with why it cannot be. */
  static async open(path: string): Promise<ThreadWriter> {
    const writer = new ThreadWriter();
    writer.thread = await WriterThread.opened(join(__dirname, 'writer-thread'), path, writer);
    return writer;
  }

  write(group: readonly List[]): Promise<Outcomes> {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.thread.send(group);
    });
  }

  answered(outcomes: Outcomes): void {
    this.waiting?.resolve(outcomes);
  }

  died(why: string): void {
    this.dead ??= new Error(why);
    this.waiting?.reject(this.dead);
  }

  close(): Promise<void> {
    return this.thread.close();
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
