import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { ADMIN_KEY } from '../support/desk-process';

/** What staff have open while the mail comes in. */
const PATHS = [
  '/v1/queues',
  '/v1/complaints?limit=50',
  '/v1/complaints?account=shop-7&limit=50',
  '/v1/cases?limit=50',
  '/v1/reports?limit=50',
  '/v1/platform-orders?limit=50',
  '/v1/accounts/shop-7/timeline?limit=50',
  '/v1/accounts/shop-7/complaint-rate?window=30d&attribution=report-day',
];
const EVERY = 200; // ms

export interface Latency {
  readonly calls: number;
  readonly p50: number; // ms
  readonly p99: number;
  readonly max: number;
}

/** Calls lists one after the other on a connection of its own, five a second, whether the desk is quick or not: a call
 *  counts from when it was due, so that one slow answer does not hide those that wait behind it. */
export class Probe {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly taken = new Map<string, number[]>(PATHS.map((path) => [path, []]));
  readonly failed: string[] = [];
  private stopping = false;
  private working = Promise.resolve();

  constructor(private readonly url: string) {}

  start(): void {
    this.working = this.work();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
    this.agent.destroy();
  }

  /** Of all calls, or of those to one path. */
  latency(path?: string): Latency {
    const sorted = (
      path === undefined ? [...this.taken.values()].flat() : [...(this.taken.get(path) ?? [])]
    ).sort((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? NaN);
    return { calls: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
  }

  byPath(): readonly (Latency & { readonly path: string })[] {
    return PATHS.map((path) => ({ path, ...this.latency(path) }));
  }

  private async work(): Promise<void> {
    let due = performance.now();
    for (let i = 0; !this.stopping; i++) {
      const path = PATHS[i % PATHS.length]!;
      const status = await this.call(path);
      this.taken.get(path)!.push(performance.now() - due);
      if (status !== 200) this.failed.push(`GET ${path} was answered ${status}`);
      due += EVERY;
      await wait(Math.max(0, due - performance.now()));
    }
  }

  /** The status, or what went wrong. */
  private call(path: string): Promise<number | string> {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    return new Promise((resolve) => {
      get(this.url + path, { agent: this.agent, headers }, (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', ({ message }) => resolve(message));
      }).once('error', ({ message }) => resolve(message));
    });
  }
}
