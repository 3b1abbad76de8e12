import type { SMTPServerDataStream } from 'smtp-server';
import { replies } from './reply';

const PIECES = 256; // joined: a message that arrives byte by byte must not cost a hundred times its size

/** Memory that messages being received share. */
export class Budget {
  private used = 0;
  constructor(private readonly limit: number) {}

  take(bytes: number): boolean {
    if (this.used + bytes > this.limit) return false;
    this.used += bytes;
    return true;
  }
  giveBack(bytes: number): void {
    this.used -= bytes;
  }
}

/** Nobody is there any more to be answered. */
export class ClientLeft extends Error {
  constructor() {
    super('a client left in the middle of its message');
  }
}

/** One message being received. It is read to its end whether it is wanted or not: SMTP has no other place to refuse it. */
export class Incoming {
  private readonly blocks: Buffer[] = [];
  private pieces: Buffer[] = [];
  private held = 0;
  private refused: Error | undefined;

  constructor(
    private readonly stream: SMTPServerDataStream,
    private readonly limit: number,
    private readonly budget: Budget,
  ) {}

  /** Rejects with the reply when it is over the limit or there is no memory for it, and otherwise when the client left. */
  bytes(): Promise<Buffer> {
    const { stream } = this;
    return new Promise((resolve, reject) => {
      stream.on('data', (piece: Buffer) => this.take(piece));
      stream.on('end', () => {
        if (this.refused) reject(this.refused);
        else resolve(Buffer.concat([...this.blocks, ...this.pieces]));
      });
      stream.on('error', () => reject(new ClientLeft()));
      stream.on('close', () => stream.readableEnded || reject(new ClientLeft()));
    });
  }

  /** Gives the memory back: not before the message is kept, or those who wait for the disk would be uncounted. */
  release(): void {
    this.budget.giveBack(this.held);
    this.held = 0;
    this.blocks.length = this.pieces.length = 0;
  }

  private take(piece: Buffer): void {
    if (this.refused) return;
    if (this.stream.byteLength > this.limit) return this.refuse(replies.tooBig(this.limit));
    if (!this.budget.take(piece.length)) return this.refuse(replies.busy());
    this.held += piece.length;
    this.pieces.push(piece);
    if (this.pieces.length < PIECES) return;
    this.blocks.push(Buffer.concat(this.pieces));
    this.pieces = [];
  }

  private refuse(why: Error): void {
    this.refused = why;
    this.release();
  }
}
