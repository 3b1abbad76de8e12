import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DeskApi } from '../support/desk-api';
import type { Load } from './load';

const LOOK_EVERY = 400; // ms
const ANSWERED = 0.4; // of the links; the rest lets the time run out
const UNWANTED = 0.05; // of the open cases, each time somebody looks

export interface ListedCase {
  readonly id: string;
  readonly account: string;
  readonly state: string;
}

/** Customers who answer the notices they get, or do not, and staff who now and then finds that mail was unwanted. */
export class Customers {
  answers = 0;
  decisions = 0;
  /** Why nothing was done, where the desk has no cases. */
  note: string | undefined;
  private stopping = false;
  private working: Promise<void> = Promise.resolve();
  private readonly seen = new Set<string>();

  constructor(
    private readonly api: DeskApi,
    private readonly dataDir: string,
    private readonly random: () => number,
    private readonly load: Load,
  ) {}

  start(): void {
    this.working = this.work();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const cases = await this.load.insist(() => this.api.call<{ items: ListedCase[] }>('GET', '/v1/cases'));
      if (cases.status === 404) {
        this.note = 'GET /v1/cases answers 404: no answers, no decisions, no deadlines';
        return;
      }
      for (const { id } of cases.body.items ?? [])
        if (this.random() < UNWANTED) await this.confirmUnwanted(id);
      for (const link of answerLinks(this.dataDir)) await this.perhapsAnswer(link);
      await wait(LOOK_EVERY);
    }
  }

  private async confirmUnwanted(id: string): Promise<void> {
    const path = `/v1/cases/${encodeURIComponent(id)}/decisions`;
    const body = { decision: 'confirm-unwanted', reason: 'the recipient never subscribed' };
    const { status } = await this.load.insist(() => this.api.call('POST', path, body));
    if (status === 200) this.decisions++;
  }

  private async perhapsAnswer(link: string): Promise<void> {
    if (this.seen.has(link)) return;
    this.seen.add(link);
    if (this.random() >= ANSWERED) return;
    const form = new URLSearchParams({ feedback: 'An old list.', solution: 'The list is gone.' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await this.load.insist(() => this.api.call('POST', link, form.toString(), headers));
    if (status < 400) this.answers++;
  }
}

/** The mail the desk has sent, by file name. */
export const outboxOf = (dataDir: string): Map<string, string> => {
  const folder = join(dataDir, 'outbox');
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
};

const answerLinks = (dataDir: string): string[] =>
  [...outboxOf(dataDir).values()].flatMap((mail) =>
    [...unfolded(mail).matchAll(/\/answer\/[\w.~-]+/g)].map(String),
  );

/** Quoted-printable soft line breaks undone: a link may be broken over two lines. */
const unfolded = (mail: string): string => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
