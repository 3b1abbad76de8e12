import { setTimeout as wait } from 'node:timers/promises';
import type { DemoDesk } from './demo-desk';
import { until } from './until';
import { inWords, type Entry } from './words';

const LOOK_EVERY = 200; // ms
const COLOURS = [36, 33, 35, 32, 34] as const; // of a terminal

/** Tells the timelines of accounts as they grow, a line for each event. */
export class Teller {
  private readonly started = performance.now();
  private readonly told = new Map<string, Map<string, Entry>>();
  private stopped = false;
  private failure: Error | undefined;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly desk: DemoDesk,
    private readonly out: (line: string) => void,
    private readonly colour: boolean,
  ) {}

  /** A heading, once all that belongs above it seems to have been told. */
  async scene(title: string): Promise<void> {
    for (let before = -1; before < this.size(); await wait(2 * LOOK_EVERY)) before = this.size();
    this.out('');
    this.out(this.painted(1, `== ${title}`));
  }
  /** What somebody outside the desk does. */
  says(account: string, what: string): void {
    this.line(account, `> ${what}`);
  }
  /** What the desk tells elsewhere than in the timeline. */
  notes(account: string, what: string): void {
    this.line(account, what);
  }
  follow(account: string): void {
    this.told.set(account, new Map());
  }
  start(): void {
    this.loop = this.tell().catch((error: Error) => {
      this.failure = error;
    });
  }
  /** Once everything that is there has been told. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    await this.catchUp();
  }

  /** The first event of this type (and name, of a deadline; order, of the platform) once it was told, so that whatever is
   *  said next comes after it. Rejects after a minute. */
  heard(account: string, type: string, which: Readonly<Record<string, string>> = {}): Promise<Entry> {
    const named = Object.entries(which);
    const about = [type, ...named.map(([, value]) => value)].join(' ');
    return until(`${about} of ${account}`, () => {
      if (this.failure) throw this.failure;
      return [...(this.told.get(account)?.values() ?? [])].find(
        (entry) => entry.type === type && named.every(([name, value]) => entry.data[name] === value),
      );
    });
  }

  private size(): number {
    return [...this.told.values()].reduce((sum, { size }) => sum + size, 0);
  }

  private async tell(): Promise<void> {
    while (!this.stopped) {
      await this.catchUp();
      await wait(LOOK_EVERY);
    }
  }

  private async catchUp(): Promise<void> {
    for (const [account, told] of this.told) {
      const { items } = await this.desk.get<{ items: readonly Entry[] }>(`/v1/accounts/${account}/timeline`);
      for (const entry of items) {
        const id = `${entry.stream}@${entry.revision}`;
        if (told.has(id)) continue;
        told.set(id, entry);
        const words = inWords(entry);
        if (words !== undefined) this.line(account, words);
      }
    }
  }

  private line(account: string, text: string): void {
    const at = ((performance.now() - this.started) / 1_000).toFixed(1).padStart(5);
    const place = [...this.told.keys()].indexOf(account);
    this.out(`${at} s  ${this.painted(COLOURS[place % COLOURS.length] ?? 37, account.padEnd(8))}  ${text}`);
  }

  private painted(code: number, text: string): string {
    return this.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}
