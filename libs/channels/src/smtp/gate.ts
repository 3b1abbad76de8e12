import { minutes, type Instant } from '@app/kernel';
import type { Log } from '../log';
import { blockOf } from '../limits/address-block';
import type { FreeSpace } from '../limits/free-space';
import { RateLimiter, type BucketStore, type Rate, type Verdict } from '../limits/rate-limiter';
import { replies, type SmtpReply } from './reply';

export interface GateOptions {
  /** Messages, connections and bytes that one block of addresses may bring; what is absent has no limit of its own. */
  readonly rates?:
    { readonly messages: Rate; readonly connections: Rate; readonly bytes?: Rate | undefined } | undefined;
  /** Connections at once, of one block. */
  readonly connectionsPerBlock: number;
}

const SAY_AGAIN = minutes(1);

/** Whether somebody may come in: by block of addresses, and by what is left of the disk. */
export class Gate {
  private readonly connections: RateLimiter | undefined;
  private readonly messages: RateLimiter | undefined;
  private readonly bytes: RateLimiter | undefined;
  private readonly open = new Map<string, number>();
  private readonly said = new Map<string, Instant>();

  constructor(
    private readonly options: GateOptions,
    buckets: BucketStore | undefined,
    private readonly space: FreeSpace,
    private readonly log: Log,
  ) {
    const limiter = (name: string, rate: Rate | undefined) =>
      rate && new RateLimiter(`smtp-${name}`, rate, buckets);
    this.connections = limiter('connections', options.rates?.connections);
    this.messages = limiter('messages', options.rates?.messages);
    this.bytes = limiter('bytes', options.rates?.bytes);
  }

  /** The reply that refuses a connection; undefined lets it in, and `left` has to be called for it once. */
  enter(address: string, now: Instant): SmtpReply | undefined {
    const block = blockOf(address);
    const open = this.open.get(block) ?? 0;
    if (open >= this.options.connectionsPerBlock) return replies.tooManyConnections();
    const refusal = this.refusal(421, 'connections', block, this.connections?.take(block, now), now);
    if (!refusal) this.open.set(block, open + 1);
    return refusal;
  }

  left(address: string): void {
    const block = blockOf(address);
    const open = (this.open.get(block) ?? 1) - 1;
    if (open > 0) this.open.set(block, open);
    else this.open.delete(block);
  }

  /** The reply that refuses a message of `size` bytes (0 when it was not declared) before it is sent. */
  async message(address: string, size: number, now: Instant): Promise<SmtpReply | undefined> {
    if (!(await this.space.hasRoomFor(size))) return replies.diskFull();
    const block = blockOf(address);
    const overdrawn = this.bytes?.take(block, now, 0); // what earlier messages weighed
    return (
      this.refusal(450, 'bytes', block, overdrawn, now) ??
      this.refusal(450, 'messages', block, this.messages?.take(block, now), now)
    );
  }

  weighed(address: string, bytes: number, now: Instant): void {
    this.bytes?.charge(blockOf(address), now, bytes);
  }

  /** Keeps the buckets, so that a restart is no way round them. */
  flush(now: Instant): void {
    for (const limiter of [this.connections, this.messages, this.bytes]) limiter?.flush(now);
    for (const [what, at] of this.said) if (now - at >= SAY_AGAIN) this.said.delete(what);
  }

  private refusal(
    code: 421 | 450,
    what: string,
    block: string,
    verdict: Verdict | undefined,
    now: Instant,
  ): SmtpReply | undefined {
    if (!verdict || verdict.ok) return undefined;
    this.sayOnce(`${what} ${block}`, now, 'a network brings more than its rate', { block, what });
    return replies.tooFast(code, verdict.retryAfter);
  }

  /** A flood must not become one of log lines. */
  private sayOnce(what: string, now: Instant, message: string, fields: Record<string, unknown>): void {
    if (now - (this.said.get(what) ?? -Infinity) < SAY_AGAIN) return;
    this.said.set(what, now);
    this.log('warn', message, fields);
  }
}
