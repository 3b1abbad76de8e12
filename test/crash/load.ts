import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DeskApi } from '../support/desk-api';
import { SmtpClient } from '../support/smtp-client';
import { sendLogOf, type Deliveries, type Delivery, type Report } from './deliveries';

const SMTP_CONNECTIONS = 4;
const HTTP_CONNECTIONS = 2;
const PAUSE = 80; // ms, at most, after each report: the backlog stays one that drains
const AGAIN = 40; // ms until something that was not answered is sent again
const LOGGED_AHEAD = 500; // deliveries that are told to the desk at once
const SENT_TWICE = 0.05; // of the reports, as a mail server does that never saw the 250

export interface Accepted {
  readonly report: Report;
  readonly via: 'smtp' | 'http';
  /** Known when it was handed in over HTTP. */
  readonly reportId?: string;
}

/** Reports and traffic, without end and by seed, into a desk that dies now and then. What was not answered is sent again
 *  until it is, byte for byte, as every mail server does. */
export class Load {
  readonly accepted: Accepted[] = [];
  readonly refused: string[] = [];
  /** Sent again because no answer came: taken or not, nobody could tell. */
  unanswered = 0;
  sentTwice = 0;
  volumes = 0;
  private stopping = false;
  private logged: Promise<readonly Delivery[]> = Promise.resolve([]);
  private readonly spare: Delivery[] = [];
  private readonly workers: Promise<void>[] = [];

  constructor(
    private readonly api: DeskApi,
    private readonly smtpPort: number,
    private readonly deliveries: Deliveries,
    private readonly random: () => number,
  ) {}

  start(): void {
    for (let i = 0; i < SMTP_CONNECTIONS; i++) this.workers.push(this.overSmtp());
    for (let i = 0; i < HTTP_CONNECTIONS; i++) this.workers.push(this.overHttp());
    this.workers.push(this.tellVolumes());
  }

  /** Everybody finishes what they hold: after this every report that was ever sent has been accepted. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.workers);
  }

  /** `act` again and again until it does not reject; each time it does, the answer was lost. */
  async insist<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await act();
      } catch {
        this.unanswered++;
        await wait(AGAIN);
      }
    }
  }

  private async overSmtp(): Promise<void> {
    let client: SmtpClient | undefined;
    const send = async (report: Report) => {
      try {
        client ??= await SmtpClient.open(this.smtpPort);
        const reply = await client.send(report.from, 'fbl@desk.example', report.raw);
        if (reply.code >= 500) this.refused.push(`SMTP ${reply.code} ${reply.text}`);
        if (reply.code !== 250) throw new Error(reply.text);
      } catch (error) {
        client?.close();
        client = undefined;
        throw error;
      }
    };
    await this.reports(async (report) => {
      await this.insist(() => send(report));
      this.accepted.push({ report, via: 'smtp' });
      if (this.random() >= SENT_TWICE) return;
      await this.insist(() => send(report));
      this.sentTwice++;
    });
    client?.close();
  }

  private overHttp(): Promise<void> {
    return this.reports(async (report) => {
      const { reportId } = await this.insist(async () => {
        const { status, body } = await this.api.submit(report.raw);
        if (status !== 202) this.refused.push(`POST /v1/reports ${status} ${JSON.stringify(body)}`);
        if (status !== 202) throw new Error(`answered ${status}`);
        return body;
      });
      this.accepted.push({ report, via: 'http', reportId });
    });
  }

  private async reports(handIn: (report: Report) => Promise<void>): Promise<void> {
    while (!this.stopping) {
      await handIn(await this.deliveries.report(await this.delivery()));
      await wait(this.random() * PAUSE);
    }
  }

  /** One that the desk has been told was sent. */
  private async delivery(): Promise<Delivery> {
    for (;;) {
      const next = this.spare.pop();
      if (next) return next;
      const before = this.logged;
      await before;
      if (before === this.logged && this.spare.length === 0) this.logged = this.tellSent();
    }
  }

  private async tellSent(): Promise<readonly Delivery[]> {
    const batch = Array.from({ length: LOGGED_AHEAD }, () => this.deliveries.next());
    const body = sendLogOf(batch);
    await this.insist(() => this.did('/v1/messages', body, randomUUID()));
    this.spare.push(...batch.reverse());
    return batch;
  }

  private async tellVolumes(): Promise<void> {
    const day = new Date().toISOString().slice(0, 10);
    for (let revision = 1; !this.stopping; revision++) {
      const body = this.deliveries.accounts.map((accountId) => ({
        accountId,
        provider: 'yahoo',
        day,
        delivered: 1_000_000 + revision,
        revision,
      }));
      const key = randomUUID(); // the same for every attempt: the desk does it once
      await this.insist(() => this.did('/v1/delivery-volumes', body, key));
      this.volumes++;
      await wait(300 * this.random());
    }
  }

  private async did(path: string, body: unknown, key: string): Promise<void> {
    const answer = await this.api.call('POST', path, body, { 'idempotency-key': key });
    if (answer.status === 200) return;
    if (answer.status < 500 && answer.status !== 409 && answer.status !== 429)
      this.refused.push(`POST ${path} ${answer.status} ${JSON.stringify(answer.body)}`);
    throw new Error(`POST ${path} answered ${answer.status}`);
  }
}
