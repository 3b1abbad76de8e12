import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { minutes, type Duration, type Instant } from '@app/kernel';
import type { Log } from '../log';
import type { FreeSpace } from '../limits/free-space';
import type { BucketStore } from '../limits/rate-limiter';
import type { Submit } from '../submit';
import { accepts } from './accepts';
import { envelopeOf } from './envelope-of';
import { Gate, type GateOptions } from './gate';
import { listenOn } from './listen-on';
import { Budget, ClientLeft, Incoming } from './message';
import { replies, replyTo } from './reply';

export interface SmtpOptions extends Omit<GateOptions, 'connectionsPerBlock'> {
  /** LMTP (RFC 2033) from a mail server in front of us, `smtp` unless told otherwise. */
  readonly protocol?: 'smtp' | 'lmtp' | undefined;
  /** The path of a socket to listen on, instead of host and port. */
  readonly socket?: string | undefined;
  readonly host: string;
  readonly port: number; // 0 for any free one
  /** Said in the greeting; absent, the machine's name. */
  readonly hostname?: string | undefined;
  /** Bytes of a message. */
  readonly size: number;
  /** Recipients of a message. */
  readonly recipients: number;
  /** Patterns of the recipients that mail is taken for, see `accepts`; everybody unless told otherwise. */
  readonly accept?: readonly string[] | undefined;
  /** At once, of all. */
  readonly connections: number;
  /** At once, of one block of addresses; half of all unless told otherwise, so that nobody takes every place. */
  readonly connectionsPerBlock?: number | undefined;
  readonly idleTimeout: Duration;
  /** From DATA to the final dot; 10 minutes, as RFC 5321 section 4.5.3.2.6 has it, unless told otherwise. */
  readonly messageTimeout?: Duration | undefined;
  /** Bytes of all messages that are being received or wait for the disk; 256 MiB unless told otherwise. */
  readonly memory?: number | undefined;
  /** Offers STARTTLS. Files in PEM. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
}

export interface SmtpSurroundings {
  readonly submit: Submit;
  readonly now: () => Instant;
  readonly space: FreeSpace;
  readonly log: Log;
  /** Keeps the rates over a restart. */
  readonly buckets?: BucketStore | undefined;
}

/** Since the start. `deferred` were told to try again (4xx), `refused` never to (5xx). */
export interface SmtpCounts {
  connections: number;
  accepted: number;
  duplicates: number;
  deferred: number;
  refused: number;
}

const MEMORY = 256 * 1024 ** 2;
const MESSAGE_TIMEOUT = minutes(10);
const LINGER = 1_000; // ms for a client that was told to leave to read so
const FLUSH_EVERY = 1_000; // ms; what a crash may forget of the rates
const EXCESS = 4; // times the size limit; who goes on beyond it has no intention to read our reply

/** Takes reports in over SMTP or LMTP. A message is answered 250 once `submit` has resolved, which is when it is durable, and
 *  with 4xx whenever it was not kept: the sender still has it then. */
export class SmtpListener {
  readonly counts: SmtpCounts = { connections: 0, accepted: 0, duplicates: 0, deferred: 0, refused: 0 };
  private readonly server: SMTPServer;
  private readonly gate: Gate;
  private readonly budget: Budget;
  private readonly wanted: (address: string) => boolean;
  private readonly sockets = new Set<Socket>();
  private readonly entered = new Map<string, string>(); // session → address it counts against
  private readonly receiving = new Set<string>();
  private readonly flushing: NodeJS.Timeout;
  private closing: Promise<void> | undefined;

  static async start(options: SmtpOptions, surroundings: SmtpSurroundings): Promise<SmtpListener> {
    const listener = new SmtpListener(options, surroundings);
    try {
      await listenOn(listener.server.server, options);
      return listener;
    } catch (cause) {
      clearInterval(listener.flushing);
      const at = options.socket ?? `${options.host}:${options.port}`;
      const protocol = listener.protocol.toUpperCase();
      throw new Error(`cannot listen for ${protocol} on ${at}: ${(cause as Error).message}`, { cause });
    }
  }

  private constructor(
    private readonly options: SmtpOptions,
    private readonly with_: SmtpSurroundings,
  ) {
    const { connections, connectionsPerBlock = Math.ceil(connections / 2) } = options;
    this.gate = new Gate({ ...options, connectionsPerBlock }, with_.buckets, with_.space, with_.log);
    this.budget = new Budget(options.memory ?? MEMORY);
    this.wanted = accepts(options.accept ?? ['*']);
    const { tls } = options;
    this.server = new SMTPServer({
      lmtp: this.protocol === 'lmtp',
      name: options.hostname,
      banner: 'abuse desk',
      size: options.size,
      maxRecipients: options.recipients,
      maxClients: options.connections,
      socketTimeout: options.idleTimeout,
      disableReverseLookup: true,
      logger: false,
      disabledCommands: ['AUTH', 'WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
      ...(tls && { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }),
      onConnect: (session, done) => done(this.connected(session)),
      onMailFrom: ({ args }, session, done) =>
        void this.sender(Number(args && args['SIZE']) || 0, session).then(done, done),
      onRcptTo: ({ address }, _session, done) =>
        done(this.wanted(address) ? null : this.counted(replies.noMailbox())),
      onData: (stream, session, done) => void this.message(stream, session).then(...settled(done)),
      onClose: (session) => this.left(session.id),
    });
    this.server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server.on('error', (err) => with_.log('debug', 'a connection failed', { err }));
    this.flushing = setInterval(() => this.flush(), FLUSH_EVERY).unref();
  }

  private get protocol(): 'smtp' | 'lmtp' {
    return this.options.protocol ?? 'smtp';
  }

  /** Of the port, unless it listens on a socket. */
  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** Takes no more connections, lets the messages that are being received end, for `grace` at most, and then leaves. */
  close(grace: Duration): Promise<void> {
    this.closing ??= new Promise((resolve) => {
      clearInterval(this.flushing);
      const late = setTimeout(() => this.cutOff(), grace);
      this.server.close(() => {
        clearTimeout(late);
        this.flush();
        resolve();
      });
      for (const { id } of this.server.connections) if (!this.receiving.has(id)) this.hangUp(id);
      this.cutOffWhenIdle();
    });
    return this.closing;
  }

  /** A client that was told to leave and stays must not hold up those who wait for us to end. */
  private cutOffWhenIdle(): void {
    setTimeout(() => this.receiving.size === 0 && this.cutOff(), LINGER).unref();
  }

  private cutOff(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private connected({ id, remoteAddress }: SMTPServerSession): Error | null {
    this.counts.connections++;
    const refusal = this.gate.enter(remoteAddress, this.with_.now());
    if (refusal) return this.counted(refusal);
    this.entered.set(id, remoteAddress);
    return null;
  }

  private left(id: string): void {
    const address = this.entered.get(id);
    if (address !== undefined) this.gate.left(address);
    this.entered.delete(id);
  }

  private async sender(size: number, { remoteAddress }: SMTPServerSession): Promise<Error | null> {
    const refusal = await this.gate.message(remoteAddress, size, this.with_.now());
    return refusal ? this.counted(refusal) : null;
  }

  private async message(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const { now, submit, log } = this.with_;
    const incoming = new Incoming(stream, this.options.size, this.budget);
    const tooLong = setTimeout(() => {
      this.hangUp(session.id, replies.tooSlow());
    }, this.options.messageTimeout ?? MESSAGE_TIMEOUT).unref();
    stream.on('data', () => {
      if (stream.byteLength > EXCESS * this.options.size)
        this.hangUp(session.id, replies.tooBig(this.options.size));
    });
    this.receiving.add(session.id);
    const envelope = envelopeOf(session, this.protocol); // now: the session forgets it when the client leaves
    try {
      const bytes = await incoming.bytes();
      clearTimeout(tooLong); // the rest is up to us
      const receivedAt = now();
      this.gate.weighed(session.remoteAddress, bytes.length, receivedAt);
      const { reportId, duplicate } = await submit({ bytes, channel: this.protocol, receivedAt, envelope });
      this.counts[duplicate ? 'duplicates' : 'accepted']++;
      return `OK: ${duplicate ? 'known' : 'kept'} as ${reportId}`;
    } catch (error) {
      const reply = replyTo(error);
      if (error instanceof ClientLeft) log('debug', error.message);
      else if (reply !== error)
        log('error', 'a message was not kept; its sender was told to come again', { err: error });
      throw this.counted(reply);
    } finally {
      clearTimeout(tooLong);
      incoming.release();
      this.receiving.delete(session.id);
      if (this.closing) this.partFrom(session.id);
    }
  }

  private partFrom(sessionId: string): void {
    setImmediate(() => this.hangUp(sessionId)); // once the reply is on its way
    this.cutOffWhenIdle();
  }

  private counted<E extends { responseCode: number }>(reply: E): E {
    this.counts[reply.responseCode < 500 ? 'deferred' : 'refused']++;
    return reply;
  }

  /** A reply out of turn is 421 (RFC 5321 section 3.8), whatever the reason. */
  private hangUp(sessionId: string, { message } = replies.shuttingDown()): void {
    for (const connection of this.server.connections)
      if (connection.id === sessionId) connection.send(421, message);
  }

  /** Rates that cannot be kept are no reason to take no mail. */
  private flush(): void {
    try {
      this.gate.flush(this.with_.now());
    } catch (err) {
      this.with_.log('warn', 'the rates could not be kept; a restart would forget them', { err });
    }
  }
}

type Done = (error: Error | null, message?: string) => void;
const settled = (done: Done): [(message: string) => void, (error: Error) => void] => [
  (message) => done(null, message),
  (error) => done(error),
];
