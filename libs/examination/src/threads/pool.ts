import { join } from 'node:path';
import type { ResourceLimits, Worker } from 'node:worker_threads';
import { startThread } from '@app/threads';
import { codeOf, type Resolver } from '../authentication/resolver';
import type { FromThread, Job, Outcome, ThreadSettings, ToThread } from './protocol';

export interface PoolSettings extends ThreadSettings {
  readonly threads: number;
  /** A message that takes longer than this many milliseconds is given up, and its thread replaced. */
  readonly timeout: number;
  /** Messages a thread works on at once: while one waits for DNS, another is parsed. */
  readonly together?: number;
  /** Memory a thread may use, in MiB. A last resort: V8 ends the whole process when a thread passes it in one step of its
   *  own (JSON.parse of millions of brackets did), so that what a message may cost is bounded before it is done. */
  readonly memory?: number;
}

/** A message that could not be examined: it took too long, or the thread that did it died. Another attempt would end
 *  alike. Any other error has nothing to do with the message, and the next attempt may succeed. */
export class ExaminationFailed extends Error {
  override readonly name = 'ExaminationFailed';
}

interface Task {
  readonly work: Job;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  /** It was in a thread that died, and shares the next one with nobody: if that dies too, it was this message. */
  suspect: boolean;
}

/** What it prints is dropped: mailauth prints some figures when a signature covers a part of the body, and our output is for
 *  the operator's tools. */
export const startExaminer = (settings: ThreadSettings, resourceLimits: ResourceLimits): Worker => {
  const worker = startThread(join(__dirname, 'examiner-thread'), settings, { resourceLimits, stdout: true });
  worker.stdout.resume();
  return worker;
};

/** Threads that examine messages. One that hangs or dies takes down no other message with it: those that shared its
 *  thread are examined again, each alone. */
export class Pool {
  /** Started when there is work: one that cannot start is then tried again with the next message, and not for ever. */
  private readonly threads: Thread[] = [];
  private readonly queue: Task[] = [];
  private closed = false;

  constructor(
    private readonly settings: PoolSettings,
    private readonly resolver: Resolver,
    private readonly startWorker: typeof startExaminer = startExaminer,
  ) {}

  /** Resolves with what the thread found, rejects with ExaminationFailed. */
  run(work: Job): Promise<Outcome> {
    if (this.closed) return Promise.reject(new Error('the examiner is closed'));
    return new Promise((resolve, reject) => {
      this.queue.push({ work, resolve, reject, suspect: false });
      this.distribute();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of this.queue.splice(0)) reject(new Error('the examiner is closed'));
    await Promise.all([...this.threads].map((thread) => thread.stop()));
  }

  private start(): Thread {
    return new Thread(this.settings, this.resolver, this.startWorker, {
      free: () => this.distribute(),
      died: (thread, unfinished, why) => this.bury(thread, unfinished, why),
    });
  }

  private distribute(): void {
    for (let task = this.queue[0]; task; task = this.queue[0]) {
      const thread = this.idlest();
      if (!thread.takes(task)) return;
      this.queue.shift();
      thread.give(task);
    }
  }

  private idlest(): Thread {
    const idlest = this.threads.reduce<Thread | undefined>(
      (a, b) => (a && a.busy <= b.busy ? a : b),
      undefined,
    );
    if (idlest && (idlest.busy === 0 || this.threads.length >= this.settings.threads)) return idlest;
    const fresh = this.start();
    this.threads.push(fresh);
    return fresh;
  }

  private bury(dead: Thread, unfinished: readonly Task[], why: string): void {
    this.threads.splice(this.threads.indexOf(dead), 1);
    if (this.closed) for (const { reject } of unfinished) reject(new Error('the examiner is closed'));
    else if (!dead.worked)
      for (const { reject } of unfinished) reject(new Error(`examination cannot start: ${why}`));
    else if (unfinished.length === 1) unfinished[0]!.reject(new ExaminationFailed(why));
    else {
      for (const task of unfinished) task.suspect = true;
      this.queue.unshift(...unfinished);
    }
    this.distribute();
  }
}

interface Owner {
  free(): void;
  died(thread: Thread, unfinished: readonly Task[], why: string): void;
}

class Thread {
  private readonly worker: Worker;
  private readonly tasks = new Map<number, { task: Task; timer?: NodeJS.Timeout }>();
  private readonly starting: NodeJS.Timeout;
  private count = 0;
  private ended = false;
  private ready = false;

  constructor(
    private readonly settings: PoolSettings,
    private readonly resolver: Resolver,
    startWorker: typeof startExaminer,
    private readonly owner: Owner,
  ) {
    const { budget, keepDns, dnsBudget, memory = 512 } = settings;
    this.worker = startWorker({ budget, keepDns, dnsBudget }, { maxOldGenerationSizeMb: memory });
    this.worker.on('message', (message: FromThread) => this.hear(message));
    this.worker.on('error', (error) => this.end(`its thread died: ${error.message}`));
    this.worker.on('exit', () => this.end('its thread ended'));
    this.worker.unref();
    // A busy machine takes its time to load the code; that is no message's fault.
    this.starting = this.limit(Math.max(60_000, settings.timeout));
    this.starting.unref();
  }

  /** It got as far as waiting for work. */
  get worked(): boolean {
    return this.ready;
  }

  get busy(): number {
    return this.tasks.size;
  }

  takes(task: Task): boolean {
    if (this.ended) return false;
    const shared = [...this.tasks.values()].every((running) => !running.task.suspect);
    return task.suspect ? this.tasks.size === 0 : shared && this.tasks.size < (this.settings.together ?? 16);
  }

  give(task: Task): void {
    const job = ++this.count;
    this.tasks.set(job, { task, ...(this.ready ? { timer: this.limit(this.settings.timeout) } : {}) });
    this.worker.ref();
    this.tell({ job, work: task.work });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
    this.end('the examiner was closed');
  }

  private hear(message: FromThread): void {
    if ('ready' in message) return this.begin();
    if ('question' in message) return void this.answer(message);
    const running = this.tasks.get(message.job);
    if (!running) return;
    this.tasks.delete(message.job);
    clearTimeout(running.timer);
    if (this.tasks.size === 0) this.worker.unref();
    if ('failed' in message) running.task.reject(new ExaminationFailed(message.failed));
    else running.task.resolve(message.outcome);
    this.owner.free();
  }

  /** Now it can work: what it was given meanwhile has all its time before it. */
  private begin(): void {
    this.ready = true;
    clearTimeout(this.starting);
    for (const running of this.tasks.values()) running.timer = this.limit(this.settings.timeout);
  }

  private limit(time: number): NodeJS.Timeout {
    return setTimeout(() => {
      void this.worker.terminate();
      this.end(`it took longer than ${time / 1_000} s`);
    }, time);
  }

  private async answer({ question, name, type }: Extract<FromThread, { question: number }>): Promise<void> {
    try {
      this.tell({ question, answer: await this.resolver(name, type) });
    } catch (error) {
      this.tell({ question, code: codeOf(error) });
    }
  }

  private tell(message: ToThread): void {
    if (!this.ended) this.worker.postMessage(message);
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.starting);
    const unfinished = [...this.tasks.values()].map(({ task, timer }) => {
      clearTimeout(timer);
      return task;
    });
    this.tasks.clear();
    this.owner.died(this, unfinished, why);
  }
}
