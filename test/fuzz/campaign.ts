import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Found, FromFuzzer, Progress, Work } from './protocol';

export interface Plan {
  readonly seed: number;
  readonly minutes: number;
  /** Where what fails is kept. */
  readonly folder: string;
  /** This case and no other. */
  readonly only?: number;
}

export interface Figures {
  readonly tried: Readonly<Record<string, number>>; // by target
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly outcomes: number; // that differ
  readonly slowest: number; // processor milliseconds of one report
  readonly faults: readonly (Found & { readonly times: number })[];
  /** Cases, and how the process ended that tried them. */
  readonly crashes: readonly string[];
  readonly hangs: readonly string[];
  readonly suspects: readonly string[];
  readonly heap: readonly number[]; // MiB after collection, in order
  readonly rss: number; // MiB at most
  readonly seconds: number;
}

/** No input takes that long by right, and none is worked on longer. */
const HANGS_AFTER = 60_000; // ms
const LOOK_EVERY = 1_000; // ms
const HEAP = 768; // MiB

/** Runs the fuzzing process, again whenever an input killed or stopped it. */
export class Campaign {
  private readonly tried: Record<string, number> = {};
  private readonly counts: Record<string, number> = {};
  private readonly signatures = new Set<string>();
  private readonly faults = new Map<string, Found & { times: number }>();
  private readonly crashes: string[] = [];
  private readonly hangs: string[] = [];
  private readonly suspects: string[] = [];
  private heap: number[] = [];
  private bytes = 0;
  private rss = 0;
  private slowest = 0;
  private next: number;
  private readonly current: string;

  constructor(private readonly plan: Plan) {
    this.next = plan.only ?? 0;
    this.current = join(plan.folder, 'current');
  }

  async run(show: (line: string) => void): Promise<Figures> {
    const start = Date.now();
    const { seed, minutes, only } = this.plan;
    const until = start + minutes * 60_000;
    const last = only === undefined ? Infinity : only + 1;
    while (Date.now() < until && this.next < last) {
      const most = only === undefined ? Number.MAX_SAFE_INTEGER : 1;
      await this.process({ seed, from: this.next, until, most, current: this.current }, show);
    }
    const { tried, counts, bytes, crashes, hangs, suspects, heap, rss, slowest } = this;
    const seconds = (Date.now() - start) / 1_000;
    const [outcomes, faults] = [this.signatures.size, [...this.faults.values()]];
    return { tried, counts, bytes, outcomes, slowest, faults, crashes, hangs, suspects, heap, rss, seconds };
  }

  private process(work: Work, show: (line: string) => void): Promise<void> {
    const child = fork(join(__dirname, 'fuzzer.js'), [JSON.stringify(work)], {
      execArgv: ['--expose-gc', `--max-old-space-size=${HEAP}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const began = this.next;
    this.heap = []; // of one process: the next begins anew
    child.on('message', (message: FromFuzzer) => this.hear(message, show));
    const watch = this.watch(child);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        clearInterval(watch);
        if (code !== 0 || signal) {
          const at = this.interrupted();
          if (at === undefined)
            return reject(new Error(`the fuzzing process cannot start: it ended with ${signal ?? code}`));
          if (signal !== 'SIGKILL' || !child.killed) this.crashes.push(`${at.what}, ended by ${signal ?? code}`);
          this.keep(at.number);
          this.next = Math.max(began, at.number) + 1;
        }
        resolve();
      });
    }); // prettier-ignore
  }

  /** Ends the process when it is at one case for too long. */
  private watch(child: ChildProcess): NodeJS.Timeout {
    let [before, since] = ['', Date.now()];
    return setInterval(() => {
      const at = this.interrupted();
      // The number of the case, and of a case that is being made smaller the news of it.
      const now = at === undefined ? '' : `${at.number} ${this.faults.size}`;
      if (now !== before) [before, since] = [now, Date.now()];
      else if (at && Date.now() - since > HANGS_AFTER) {
        this.hangs.push(at.what);
        child.kill('SIGKILL');
      }
    }, LOOK_EVERY);
  }

  /** What the process is, or was, at. */
  private interrupted(): { number: number; what: string } | undefined {
    try {
      if (statSync(this.current).size === 0) return undefined;
      const file = readFileSync(this.current);
      const { number, target } = JSON.parse(file.subarray(0, file.indexOf(10)).toString()) as { number: number; target: string }; // prettier-ignore
      return { number, what: `case ${number}, ${target}` };
    } catch {
      return undefined; // being written
    }
  }

  private keep(number: number): void {
    const file = readFileSync(this.current);
    const end = file.indexOf(10);
    const { target, length } = JSON.parse(file.subarray(0, end).toString()) as { target: string; length: number }; // prettier-ignore
    const bytes = file.subarray(end + 1, end + 1 + length).toString('base64');
    this.fault({ number, target, bytes, oracle: 'survives', message: '', stack: '', key: `${target}, case ${number}: the process did not survive` }); // prettier-ignore
  }

  private fault(found: Found): void {
    const known = this.faults.get(found.key);
    if (known) known.times++;
    else this.faults.set(found.key, { ...found, times: 1 });
  }

  private hear(message: FromFuzzer, show: (line: string) => void): void {
    if ('found' in message) this.fault(message.found);
    else if ('suspect' in message) this.suspects.push(`case ${message.suspect.number}: ${message.suspect.what}`);
    else {
      this.count(message.progress);
      show(`${this.next} inputs, ${this.signatures.size} different outcomes, ${this.faults.size} faults `);
    }
  } // prettier-ignore

  private count({ number, tried, counts, bytes, signatures, slowest, heap, rss }: Progress): void {
    this.next = number;
    for (const [name, n] of Object.entries(tried)) this.tried[name] = (this.tried[name] ?? 0) + n;
    for (const [name, n] of Object.entries(counts)) this.counts[name] = (this.counts[name] ?? 0) + n;
    for (const signature of signatures) this.signatures.add(signature);
    if (heap !== undefined) this.heap.push(heap);
    this.bytes += bytes;
    this.rss = Math.max(this.rss, rss);
    this.slowest = Math.max(this.slowest, slowest);
  }
}
