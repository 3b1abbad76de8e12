import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SmtpClient } from '../support/smtp-client';
import type { Message } from './mix';

const AGAIN = 200; // ms until a message that was told to come later does
const LASTS = 500; // messages on one connection, as mail servers do not keep theirs for ever

/** One content, however often it was sent. */
export interface Sent {
  readonly shape: string;
  readonly accountId: string | undefined;
  /** The report ids it was answered with; one, if all is well. */
  readonly ids: Set<string>;
  /** Answers that said it was new, and that it was known. */
  kept: number;
  known: number;
}

export interface Mailing {
  readonly port: number;
  readonly connections: number;
  readonly messages: number;
  readonly next: () => Promise<Message>;
  /** Asked before each message, with how many were answered 250; waited for. */
  readonly room: (acknowledged: number) => Promise<void>;
}

/** Hands over every message until it is answered 250, each of the connections one after the other. */
export class Sender {
  readonly sent = new Map<string, Sent>(); // by digest of the content
  readonly refused: string[] = [];
  readonly shapes = new Map<string, number>();
  acknowledged = 0;
  /** Told to come again, or the connection broke. */
  deferred = 0;
  private begun = 0;

  constructor(private readonly mailing: Mailing) {}

  /** In ms. Rejects when a message cannot be made. */
  async run(): Promise<number> {
    const start = performance.now();
    await Promise.all(Array.from({ length: this.mailing.connections }, () => this.connection()));
    return performance.now() - start;
  }

  private async connection(): Promise<void> {
    const { port, messages, next, room } = this.mailing;
    let client: SmtpClient | undefined;
    let handed = 0;
    while (this.begun < messages) {
      this.begun++;
      await room(this.acknowledged);
      const message = await next();
      this.shapes.set(message.shape, (this.shapes.get(message.shape) ?? 0) + 1);
      for (;;) {
        try {
          client ??= await SmtpClient.open(port);
          const { code, text } = await client.send(message.from, 'fbl@desk.example', message.raw);
          if (code === 250) this.took(message, text);
          else if (code >= 500) this.refused.push(`${message.shape}: ${code} ${text}`);
          if (code === 250 || code >= 500) break;
        } catch {
          client?.close();
          client = undefined;
        }
        this.deferred++;
        await wait(AGAIN);
      }
      if (++handed % LASTS !== 0) continue;
      client?.close();
      client = undefined;
    }
    client?.close();
  }

  private took({ shape, accountId, raw }: Message, answer: string): void {
    this.acknowledged++;
    const digest = createHash('sha256').update(raw, 'latin1').digest('base64');
    const sent = this.sent.get(digest) ?? { shape, accountId, ids: new Set(), kept: 0, known: 0 };
    this.sent.set(digest, sent);
    const [, how, id] = /^OK: (kept|known) as (\S+)$/.exec(answer) ?? [];
    if (how === undefined || id === undefined) {
      this.refused.push(`${shape}: 250 ${answer}, which names no report`);
      return;
    }
    sent.ids.add(id);
    if (how === 'kept') sent.kept++;
    else sent.known++;
  }
}
