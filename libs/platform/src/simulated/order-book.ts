import type { Duration, Instant } from '@app/kernel';
import type { OrderBody } from '../order-body';
import { SimulatedAccounts, type SimulatedAccount } from './accounts';
import { fateOf, type Fate, type Faults } from './fate';

/** One order as the platform knows it. */
export interface SimulatedOrder {
  readonly orderId: string;
  readonly order: OrderBody['order'];
  readonly accountId: string;
  readonly generation: number;
  /** `taken`: accepted, to be confirmed later, or forgotten. */
  readonly state: 'failing' | 'taken' | 'confirmed' | 'refused';
  readonly attempts: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly confirmedAt?: Instant;
  readonly expiresAt?: Instant;
  readonly recipient?: string;
  readonly everywhere?: true;
  readonly reason: string;
}

/** What is answered over HTTP, and whether to call back: after `delay`, that many times. */
export interface Reply {
  readonly status: number;
  readonly body: { readonly state?: 'accepted' | 'confirmed'; readonly detail?: string };
  readonly callBack?: { readonly delay: Duration; readonly times: 1 | 2 };
}

export interface OrderBookOptions {
  readonly seed: number;
  readonly faults: Faults;
  /** Nobody to call back: what would be confirmed later is confirmed at once. */
  readonly canCallBack: boolean;
  readonly now: () => Instant;
}

interface Entry extends SimulatedOrder {
  readonly raw: string;
  readonly fate: Fate;
  readonly body: OrderBody;
}

const ACCEPTED: Reply = { status: 202, body: { state: 'accepted' } };
const CONFIRMED: Reply = { status: 200, body: { state: 'confirmed' } };

/** Decides what becomes of orders, by seed, and keeps the accounts. Knows no HTTP. */
export class OrderBook {
  private readonly entries = new Map<string, Entry>();
  private readonly accounts = new SimulatedAccounts();

  constructor(private readonly with_: OrderBookOptions) {}

  /** `raw` is the body as it came: the same id with other bytes is another order, and refused. */
  take(body: OrderBody, raw: string): Reply {
    const known = this.entries.get(body.orderId);
    if (known && known.raw !== raw)
      return { status: 422, body: { detail: `order ${body.orderId} came before with other content` } };
    const entry = known ?? this.enter(body, raw);
    const attempts = entry.attempts + 1;
    const attempted = { ...entry, attempts, lastAt: this.with_.now() };
    this.entries.set(body.orderId, attempted);
    return this.answer(attempted);
  }

  /** The moment of a call back: carries the order out, once, and says what to report. */
  complete(orderId: string): { state: 'confirmed' } | { state: 'failed'; detail: string } {
    const entry = this.entries.get(orderId)!;
    if (entry.state === 'confirmed') return { state: 'confirmed' };
    if (entry.state === 'refused' || this.accounts.isStale(entry.body)) {
      this.entries.set(orderId, { ...entry, state: 'refused' });
      return { state: 'failed', detail: this.superseded(entry) };
    }
    this.carryOut(entry);
    return { state: 'confirmed' };
  }

  account(accountId: string): SimulatedAccount {
    return this.accounts.read(accountId, this.with_.now());
  }

  suppressedEverywhere(): string[] {
    return this.accounts.suppressedEverywhere();
  }

  /** In the order in which they first came. */
  orders(accountId?: string): SimulatedOrder[] {
    return [...this.entries.values()]
      .filter((entry) => accountId === undefined || entry.accountId === accountId)
      .map(({ raw: _raw, fate: _fate, body: _body, ...order }) => order);
  }

  private enter(body: OrderBody, raw: string): Entry {
    const { orderId, order, accountId, generation, expiresAt, recipient, everywhere, reason } = body;
    const at = this.with_.now();
    const fate = fateOf(this.with_.seed, orderId, this.with_.faults);
    const times = { attempts: 0, firstAt: at, lastAt: at };
    return {
      orderId,
      order,
      accountId,
      generation,
      expiresAt,
      recipient,
      everywhere,
      reason,
      state: 'failing',
      ...times,
      raw,
      fate,
      body,
    };
  }

  private answer(entry: Entry): Reply {
    if (entry.state === 'confirmed') return CONFIRMED;
    if (entry.attempts <= entry.fate.failures)
      return { status: 503, body: { detail: 'the platform is busy, as its seed has it' } };
    if (this.accounts.isStale(entry.body)) return this.refuse(entry, 409, this.superseded(entry));
    const { then } = entry.fate;
    if (then === 'refused')
      return this.refuse(entry, 422, 'the platform will not do this, as its seed has it');
    const first = entry.state === 'failing';
    if (then === 'silence' || (then === 'forgotten' && first)) return this.accept(entry);
    if ((then === 'confirmed-later' || then === 'confirmed-twice') && this.with_.canCallBack) {
      if (!first) return ACCEPTED; // the call back is on its way
      const callBack = { delay: entry.fate.delay, times: then === 'confirmed-twice' ? 2 : 1 } as const;
      return { ...this.accept(entry), callBack };
    }
    this.carryOut(entry);
    return CONFIRMED;
  }

  private accept(entry: Entry): Reply {
    this.entries.set(entry.orderId, { ...entry, state: 'taken' });
    return ACCEPTED;
  }

  private refuse(entry: Entry, status: number, detail: string): Reply {
    this.entries.set(entry.orderId, { ...entry, state: 'refused' });
    return { status, body: { detail } };
  }

  private carryOut(entry: Entry): void {
    const at = this.with_.now();
    this.accounts.carryOut(entry.body, at);
    this.entries.set(entry.orderId, { ...entry, state: 'confirmed', confirmedAt: at });
  }

  private superseded({ accountId, generation }: Entry): string {
    const { generation: newest } = this.account(accountId);
    return `generation ${generation} of account ${accountId} was superseded by ${newest}`;
  }
}
