import { setTimeout as wait } from 'node:timers/promises';
import type { DemoDesk } from './demo-desk';
import { inWords, type Entry } from './words';

const LOOK_EVERY = 250; // ms
const COLOURS = [36, 33, 35, 32, 34] as const; // of a terminal
/** Beside the story: what an event says is told by the one before or after it. */
const UNTOLD: ReadonlySet<string> = new Set([
  'DeadlineCleared',
  'TaskDone',
  'AccountRegistered',
  'BaselineMoved',
]);

/** Tells the timelines of accounts as they grow, a line for each event. */
export class Teller {
  private readonly started = performance.now();
  private readonly told = new Map<string, Set<string>>();
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly desk: DemoDesk,
    private readonly out: (line: string) => void,
    private readonly colour: boolean,
  ) {}

  scene(title: string): void {
    this.out('');
    this.out(this.painted(1, `== ${title}`));
  }
  /** What somebody outside the desk does. */
  says(account: string, what: string): void {
    this.line(account, `> ${what}`);
  }
  follow(account: string): void {
    this.told.set(account, new Set());
  }
  start(): void {
    this.loop = this.tell();
    this.loop.catch(() => undefined); // `stop` says what went wrong
  }
  /** Once everything that is there has been told. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    await this.catchUp();
  }

  private async tell(): Promise<void> {
    while (!this.stopped) {
      await this.catchUp();
      await wait(LOOK_EVERY);
    }
  }

  /** Tells what is there by now. */
  async catchUp(): Promise<void> {
    for (const [account, told] of this.told) {
      const { items } = await this.desk.get<{ items: readonly Entry[] }>(`/v1/accounts/${account}/timeline`);
      for (const entry of items) {
        const id = `${entry.stream}@${entry.revision}`;
        if (told.has(id)) continue;
        told.add(id);
        if (!UNTOLD.has(entry.type)) this.line(account, inWords(entry));
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
