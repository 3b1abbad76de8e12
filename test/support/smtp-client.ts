import { connect, type Socket } from 'node:net';

export interface SmtpReply {
  readonly code: number;
  readonly text: string;
}

/** As little as a mail server does to hand over mail: one connection kept, commands pipelined (RFC 2920), nothing
 *  composed. A client that composes and checks would take the processor from the desk it is to load. */
export class SmtpClient {
  private readonly waiting: { resolve: (reply: SmtpReply) => void; reject: (error: Error) => void }[] = [];
  private read = '';
  private over: Error | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', (error) => this.end(error));
    socket.on('close', () => this.end(new Error('the connection was closed')));
  }

  /** Greeted and introduced. Rejects when nobody listens, or refuses. */
  static open(port: number, host = '127.0.0.1'): Promise<SmtpClient> {
    return SmtpClient.introduced(connect({ port, host }), 'EHLO');
  }
  /** As a mail server of our own that hands mail over (RFC 2033), to one recipient at a time. */
  static openLmtp(path: string): Promise<SmtpClient> {
    return SmtpClient.introduced(connect(path), 'LHLO');
  }
  private static async introduced(socket: Socket, hello: string): Promise<SmtpClient> {
    const client = new SmtpClient(socket);
    await client.wants(220, client.reply());
    await client.wants(250, client.say(`${hello} load.example\r\n`));
    return client;
  }

  /** The answer to the message, or the first refusal before it. Rejects when the connection breaks before an answer:
   *  then nobody knows whether it was taken. */
  async send(from: string, to: string, raw: string): Promise<SmtpReply> {
    this.socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
    const [mail, rcpt, data] = await Promise.all([this.reply(), this.reply(), this.reply()]);
    const refusal = [mail, rcpt].find(({ code }) => code !== 250);
    if (refusal || data.code !== 354) {
      await this.say('RSET\r\n');
      return refusal ?? data;
    }
    this.socket.write(stuffed(raw), 'latin1');
    return this.reply();
  }

  close(): void {
    this.socket.destroy();
  }

  /** One line with its end; answered with the reply to it. */
  say(line: string): Promise<SmtpReply> {
    this.socket.write(line);
    return this.reply();
  }

  private reply(): Promise<SmtpReply> {
    return new Promise((resolve, reject) => {
      if (this.over) reject(this.over);
      else this.waiting.push({ resolve, reject });
    });
  }

  private async wants(code: number, answer: Promise<SmtpReply>): Promise<void> {
    const reply = await answer;
    if (reply.code === code) return;
    this.close();
    throw new Error(`wanted ${code}, and was answered ${reply.code} ${reply.text}`);
  }

  private take(text: string): void {
    this.read += text;
    for (let end = this.read.indexOf('\r\n'); end >= 0; end = this.read.indexOf('\r\n')) {
      const line = this.read.slice(0, end);
      this.read = this.read.slice(end + 2);
      if (line[3] === '-') continue; // more lines of this reply follow
      this.waiting.shift()?.resolve({ code: Number(line.slice(0, 3)), text: line.slice(4) });
    }
  }

  private end(error: Error): void {
    this.over ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.over);
  }
}

/** As it goes over the wire after DATA: leading dots doubled, and the final dot (RFC 5321 section 4.5.2). */
export const stuffed = (raw: string): string =>
  `${raw.replace(/^\./gm, '..')}${raw.endsWith('\r\n') ? '' : '\r\n'}.\r\n`;
