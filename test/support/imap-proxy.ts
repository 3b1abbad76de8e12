import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before an IMAP server, hears what the client says, and can cut the line in the middle of it. */
export class ImapProxy {
  connections = 0;
  /** Commands so far, without tags: `UID MOVE 1:3 Processed`. */
  readonly commands: string[] = [];
  /** Asked before a command goes on; false: it never does, and the line is cut. */
  passes = (_command: string): boolean => true;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client: Socket) => this.join(client));
  }

  static async before(target: number): Promise<ImapProxy> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new ImapProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.server.close(closed));
  }

  private join(client: Socket): void {
    this.connections++;
    const server = connect(this.target, '127.0.0.1');
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    server.pipe(client);
    client.on('data', (bytes: Buffer) => {
      for (const line of bytes.toString('latin1').split('\r\n').filter(Boolean)) {
        const command = line.replace(/^\w+ /, '');
        this.commands.push(command);
        if (!this.passes(command)) return this.cut();
      }
      server.write(bytes);
    });
  }
}
