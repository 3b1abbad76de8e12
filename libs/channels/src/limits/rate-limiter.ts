import type { Duration, Instant } from '@app/kernel';

/** A token bucket: `count` per `per` on average, `burst` at once. */
export interface Rate {
  readonly count: number;
  readonly per: Duration;
  readonly burst: number;
}

export interface Bucket {
  /** What was left at `at`; below zero after a charge that nobody could refuse any more. */
  readonly tokens: number;
  readonly at: Instant;
}

/** Where buckets outlive the process. A bucket that is full again is as good as none, and given as undefined. */
export interface BucketStore {
  load(limiter: string): Iterable<readonly [key: string, bucket: Bucket]>;
  save(limiter: string, changed: Iterable<readonly [key: string, bucket: Bucket | undefined]>): void;
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly retryAfter: Duration };

/** What a bucket holds by now. A clock that was set back adds nothing. */
export const refilled = (bucket: Bucket, { count, per, burst }: Rate, now: Instant): Bucket => ({
  tokens: Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * count) / per),
  at: now,
});

const MOST_BUCKETS = 100_000; // some 10 MB; whoever has more blocks of addresses than this is not stopped by a rate

const LOST_IN_FRACTIONS = 1e-9;

/** One bucket for each key, such as a block of addresses. Time is given, never read. */
export class RateLimiter {
  private readonly buckets: Map<string, Bucket>;
  private readonly changed = new Set<string>();

  constructor(
    readonly name: string,
    private readonly rate: Rate,
    private readonly store?: BucketStore,
  ) {
    this.buckets = new Map(store?.load(name));
  }

  /** Takes `cost` tokens when they are there, and nothing otherwise: then says how long until they are. A cost above
   *  the burst passes with a full bucket, or it would never pass. */
  take(key: string, now: Instant, cost = 1): Verdict {
    const bucket = this.bucket(key, now);
    const missing = this.missing(bucket, cost);
    if (missing > 0) return { ok: false, retryAfter: this.waitFor(missing) };
    this.keep(key, { tokens: bucket.tokens - cost, at: now });
    return { ok: true };
  }

  /** Whether `take` would be let through; takes nothing. */
  isOpen(key: string, now: Instant, cost = 1): boolean {
    return this.missing(this.bucket(key, now), cost) <= 0;
  }

  /** Takes what was used already, into debt if need be: bytes are known when they are there. */
  charge(key: string, now: Instant, cost: number): void {
    this.keep(key, { tokens: this.bucket(key, now).tokens - cost, at: now });
  }

  /** Hands what changed since the last time to the store, and forgets the buckets that are full again. */
  flush(now: Instant): void {
    for (const [key, bucket] of this.buckets)
      if (refilled(bucket, this.rate, now).tokens >= this.rate.burst) {
        this.buckets.delete(key);
        this.changed.add(key);
      }
    if (this.changed.size === 0) return;
    this.store?.save(
      this.name,
      [...this.changed].map((key) => [key, this.buckets.get(key)] as const),
    );
    this.changed.clear(); // after the save: when it throws, the next one has them all
  }

  /** Above 0 when `cost` is not there, what binary fractions lose on the way to a whole token left aside. */
  private missing({ tokens }: Bucket, cost: number): number {
    return Math.min(cost, this.rate.burst) - tokens - LOST_IN_FRACTIONS;
  }

  private waitFor(missing: number): Duration {
    return Math.max(1, Math.ceil((missing * this.rate.per) / this.rate.count)) as Duration;
  }

  private bucket(key: string, now: Instant): Bucket {
    const bucket = this.buckets.get(key);
    return bucket ? refilled(bucket, this.rate, now) : { tokens: this.rate.burst, at: now };
  }

  private keep(key: string, bucket: Bucket): void {
    this.buckets.set(key, bucket);
    if (this.store) this.changed.add(key);
    if (this.buckets.size <= MOST_BUCKETS) return;
    const [oldest] = this.buckets.keys();
    this.buckets.delete(oldest!);
    if (this.store) this.changed.add(oldest!);
  }
}
