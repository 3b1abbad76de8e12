import { createConnection, type Socket } from 'node:net';
import { Instant, minutes, seconds, type ReportId } from '@app/kernel';
import { FreeSpace } from '../limits/free-space';
import type { Log } from '../log';
import { SmtpListener, type SmtpOptions, type SmtpSurroundings } from '../smtp/listener';
import type { Submission, Submit } from '../submit';

export const PLENTY = { count: 1_000_000, per: minutes(1), burst: 1_000_000 };
export const OPTIONS = {
  host: '127.0.0.1',
  port: 0,
  hostname: 'mx.abuse.example',
  size: 20_000,
  recipients: 100,
  connections: 20,
  connectionsPerBlock: 20,
  idleTimeout: seconds(20),
  rates: { messages: PLENTY, connections: PLENTY },
} satisfies SmtpOptions;
export const ENVELOPE = ['MAIL FROM:<jan@example.org>', 'RCPT TO:<abuse@example.net>', 'DATA'];

type SceneSurroundings = Partial<SmtpSurroundings> & { readonly freeBytes?: () => Promise<number> };

/** Listeners on free ports, what they took and what they said, and the conversations with them. */
export class SmtpScene {
  now = Instant('2026-03-01T10:00:00.000Z');
  readonly taken: Submission[] = [];
  readonly logged: string[] = [];
  private readonly open: SmtpListener[] = [];
  private readonly talks: Talk[] = [];

  readonly keep: Submit = (raw) => {
    this.taken.push(raw);
    return Promise.resolve({ reportId: `r${this.taken.length}` as ReportId, duplicate: false });
  };

  async listen(
    options: Partial<SmtpOptions> = {},
    { freeBytes = () => Promise.resolve(1_000_000), ...surroundings }: SceneSurroundings = {},
  ): Promise<SmtpListener> {
    const now = () => this.now;
    const log: Log = (level, message) => void (level !== 'debug' && this.logged.push(message));
    const listener = await SmtpListener.start(
      { ...OPTIONS, ...options },
      {
        submit: this.keep,
        now,
        log,
        space: new FreeSpace({ freeBytes, minFree: 1_000, now, log }),
        ...surroundings,
      },
    );
    this.open.push(listener);
    return listener;
  }

  talk(to: number | string): Talk {
    const talk = new Talk(to);
    this.talks.push(talk);
    return talk;
  }

  async greeted({ port }: SmtpListener): Promise<Talk> {
    const talk = this.talk(port);
    expect(await talk.reply()).toMatch(/^220 mx\.abuse\.example/);
    expect(await talk.say('EHLO client.example')).toMatch(/^250/);
    return talk;
  }

  async end(): Promise<void> {
    for (const talk of this.talks.splice(0)) talk.socket.destroy();
    for (const listener of this.open.splice(0)) await listener.close(seconds(5));
  }
}

/** A conversation in bytes. Replies are awaited, never slept for. */
export class Talk {
  private text = '';
  private ended = false;
  private wake = (): void => undefined;
  readonly socket: Socket;

  /** A port, or the path of a socket. */
  constructor(to: number | string) {
    this.socket = typeof to === 'number' ? createConnection(to, '127.0.0.1') : createConnection(to);
    this.socket.setEncoding('latin1');
    this.socket.on('data', (more: string) => {
      this.text += more;
      this.wake();
    });
    for (const event of ['close', 'error'])
      this.socket.on(event, () => {
        this.ended = true;
        this.wake();
      });
  }

  /** The next reply's last line, or 'closed'. */
  async reply(): Promise<string> {
    for (;;) {
      const found = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(this.text);
      if (found) {
        this.text = this.text.slice(found[0].length);
        return found[1]!;
      }
      if (this.ended) return 'closed';
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  say(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`, 'latin1');
    return this.reply();
  }

  async codes(...lines: string[]): Promise<string[]> {
    const codes = [];
    for (const line of lines) codes.push((await this.say(line)).slice(0, 3));
    return codes;
  }
}

/** Turns of the event loop until something is so. */
export const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise(setImmediate);
};
