import type { Duration, Instant, PlatformOrder, SendingStream } from '@app/kernel';

/** What the sending platform is told. */
export interface PlatformOrderRequest {
  /** Idempotency key: the same order again under the same id is the same order. Visible ASCII, at most 128. */
  readonly orderId: string;
  readonly order: PlatformOrder;
  readonly accountId: string;
  /** Of the account's orders: a newer one supersedes an older one that is not confirmed. */
  readonly generation: number;
  /** Absent: everything the account sends. */
  readonly stream?: SendingStream;
  readonly campaignId?: string;
  /** `suppress` names the recipient by at least one of these three. By delivery or message the platform resolves it … */
  readonly deliveryId?: string;
  readonly messageId?: string;
  /** … and an address goes along only when it is known in plain text; alone when it is all that is known. */
  readonly recipient?: string;
  /** Of `suppress` only: for every account of the platform, and on no list that an account sees. */
  readonly everywhere?: true;
  /** When a hold ends by itself unless it is renewed. */
  readonly expiresAt?: Instant;
  /** For the people of the platform; no personal data. Cut at 1,000 characters. */
  readonly reason: string;
}

/** `accepted`: the platform will say later. `confirmed`: done. `failed` and not permanent: try again under the same id,
 *  not before `retryAfter` has passed. `detail` is for people, one line. */
export type OrderOutcome =
  | { readonly state: 'accepted' | 'confirmed' }
  | {
      readonly state: 'failed';
      readonly detail: string;
      readonly permanent: boolean;
      readonly retryAfter?: Duration;
    };

/** The sending platform. Never rejects: what the platform or the network does is an outcome, and so is an order that breaks
 *  the rules above. That one fails for good and is not sent, for no repeat would mend it. Every adapter passes
 *  `platformContract`. */
export interface SendingPlatform {
  order(order: PlatformOrderRequest): Promise<OrderOutcome>;
  close(): Promise<void>;
}
