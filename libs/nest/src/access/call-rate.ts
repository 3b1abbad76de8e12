import { RateLimiter, type Rate } from '@app/channels';
import type { Duration, Instant } from '@app/kernel';

/** Let through, or how long to wait, and whether this is the first refusal since something was. */
export type Taken =
  { readonly ok: true } | { readonly ok: false; readonly retryAfter: Duration; readonly first: boolean };

const FORGET_EVERY = 10_000; // calls; buckets that are full again are forgotten then

/** How fast each key, or each block of addresses, may call. In memory: a restart is no way to be faster for long. */
export class CallRate {
  private readonly limiter: RateLimiter;
  private readonly refusing = new Set<string>();
  private calls = 0;

  constructor(
    name: string,
    rate: Rate,
    private readonly now: () => Instant,
  ) {
    this.limiter = new RateLimiter(name, rate);
  }

  take(key: string): Taken {
    const at = this.now();
    if (++this.calls % FORGET_EVERY === 0) {
      this.limiter.flush(at);
      this.refusing.clear();
    }
    const verdict = this.limiter.take(key, at);
    if (verdict.ok) {
      this.refusing.delete(key);
      return verdict;
    }
    const first = !this.refusing.has(key);
    this.refusing.add(key);
    return { ...verdict, first };
  }

  /** Whether `take` would be let through; takes nothing. */
  isOpen(key: string): boolean {
    return this.limiter.isOpen(key, this.now());
  }
}
