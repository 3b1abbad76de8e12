import { WrongRevision, type Expected } from '@app/event-store';
import { StoreBusy, StoreClosed, StoreFailed, StoreFull } from '@app/kernel';
import type { Answers } from '@app/threads';
import type { GroupWriter } from './group-writer';
import type { Append, Outcome } from './writer';

const MAX_WAITING = 10_000; // appends; beyond either, callers are told before memory runs out
const MAX_WAITING_BYTES = 67_108_864;
const MAX_BATCH = 256; // events; what crosses to the writer at once, and never more than one group of its

interface Waiting {
  readonly append: Append;
  readonly bytes: number;
  readonly resolve: (revision: number) => void;
  readonly reject: (error: Error) => void;
}

/** Appends on their way to the writer and back. Those of one turn of the event loop go together: one append that crosses
 *  to another thread costs as much as fifty. */
export class AppendQueue implements Answers<readonly Outcome[]> {
  private writer!: GroupWriter;
  private unsent: Waiting[] = [];
  private readonly sent: Waiting[] = []; // oldest first, as they will be answered
  private bytes = 0;
  private failed: StoreFailed | undefined;
  private drained: (() => void) | undefined; // set once nothing more is taken
  private isDrained = false;

  constructor(
    private readonly path: string,
    private readonly onFatal: (error: StoreFailed) => void,
    private readonly onStored: () => void,
  ) {}

  /** Before the first append. */
  connect(writer: GroupWriter): void {
    this.writer = writer;
  }

  /** `bytes`: what it holds in memory. Resolves with the revision of its last event, once durable. */
  append(append: Append, bytes: number): Promise<number> {
    const refusal = this.refusal(bytes);
    if (refusal) return Promise.reject(refusal);
    this.bytes += bytes;
    return new Promise((resolve, reject) => {
      this.unsent.push({ append, bytes, resolve, reject });
      if (this.unsent.length === 1) setImmediate(() => this.send());
    });
  }

  /** Resolves when all that was taken is answered; what comes later is refused. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.drained = resolve;
      this.settle();
    });
  }

  answered(outcomes: readonly Outcome[]): void {
    let stored = false;
    this.sent.splice(0, outcomes.length).forEach((waiting, i) => {
      const outcome = outcomes[i]!;
      stored ||= typeof outcome === 'number';
      this.answer(waiting, outcome);
    });
    if (stored) this.onStored();
    this.settle();
  }

  died(why: string): void {
    if (this.failed || this.isDrained) return;
    this.failed = new StoreFailed(this.path, why);
    for (const { reject } of [...this.sent.splice(0), ...this.unsent.splice(0)]) reject(this.failed);
    this.onFatal(this.failed);
    this.settle();
  }

  private refusal(bytes: number): Error | undefined {
    if (this.failed) return this.failed;
    if (this.drained) return new StoreClosed(this.path);
    const waiting = this.sent.length + this.unsent.length;
    return waiting >= MAX_WAITING || this.bytes + bytes > MAX_WAITING_BYTES
      ? new StoreBusy(this.path, waiting)
      : undefined;
  }

  private send(): void {
    const unsent = this.unsent;
    this.unsent = [];
    for (const waiting of unsent) this.sent.push(waiting);
    let batch: Append[] = [];
    let events = 0;
    for (const { append } of unsent) {
      if (batch.length > 0 && events + append.events.length > MAX_BATCH) {
        this.writer.send(batch);
        batch = [];
        events = 0;
      }
      batch.push(append);
      events += append.events.length;
    }
    if (batch.length > 0) this.writer.send(batch);
  }

  private answer({ append, bytes, resolve, reject }: Waiting, outcome: Outcome): void {
    this.bytes -= bytes;
    if (typeof outcome === 'number') return resolve(outcome);
    if ('conflict' in outcome) {
      const expected: Expected = append.expected || 'none';
      return reject(new WrongRevision(append.stream, expected, outcome.conflict));
    }
    if ('full' in outcome) return reject(new StoreFull(this.path));
    if ('refused' in outcome)
      return reject(new Error(`${this.path}: nothing of ${append.stream} was stored: ${outcome.refused}`));
    this.died(outcome.fatal);
    reject(this.failed!);
  }

  private settle(): void {
    if (this.drained && this.sent.length + this.unsent.length === 0) {
      this.isDrained = true;
      this.drained();
    }
  }
}
