import ipaddr from 'ipaddr.js';
import type { Duration, Instant } from '@app/kernel';
import type { Rate } from '@app/settings';

/** Taken, or how long to wait, and whether this is the first refusal since something was let through. */
export type Taken =
  { readonly ok: true } | { readonly ok: false; readonly retryAfter: Duration; readonly first: boolean };

interface Bucket {
  tokens: number;
  at: Instant;
  refusing: boolean;
}

const MOST_BUCKETS = 100_000; // some 10 MB. Whoever has more blocks of addresses than this is not stopped by a rate

/** One bucket for each name, in memory: what is limited is how fast, and a restart is no way to be faster for long. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>(); // the longest unused first
  private readonly perMs: number;

  constructor(
    private readonly rate: Rate,
    private readonly now: () => Instant,
  ) {
    this.perMs = rate.count / Math.max(rate.per, 1);
  }

  take(name: string): Taken {
    const at = this.now();
    const bucket = this.buckets.get(name) ?? { tokens: this.rate.burst, at, refusing: false };
    bucket.tokens = Math.min(this.rate.burst, bucket.tokens + Math.max(at - bucket.at, 0) * this.perMs);
    bucket.at = at;
    this.buckets.delete(name);
    this.buckets.set(name, bucket);
    if (this.buckets.size > MOST_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      bucket.refusing = false;
      return { ok: true };
    }
    const first = !bucket.refusing;
    bucket.refusing = true;
    return { ok: false, retryAfter: Math.ceil((1 - bucket.tokens) / this.perMs) as Duration, first };
  }

  /** Whether `take` would be refused; takes nothing. */
  isEmpty(name: string): boolean {
    const bucket = this.buckets.get(name);
    return bucket !== undefined && bucket.tokens + Math.max(this.now() - bucket.at, 0) * this.perMs < 1;
  }
}

/** Who shares a fate: an IPv4 /24, an IPv6 /56 (what one household or host is given). */
export const blockOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address); // ::ffff:192.0.2.1 is 192.0.2.1
  const bits = parsed.kind() === 'ipv4' ? 24 : 56;
  const bytes = parsed.toByteArray().map((byte, i) => (i * 8 < bits ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
};
