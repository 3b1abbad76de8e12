import type { Instant } from '@app/kernel';
import type { OrderBody } from '../order-body';

/** How a sending platform sees one account. */
export interface SimulatedAccount {
  readonly accountId: string;
  /** Of the newest order carried out. */
  readonly generation: number;
  readonly sending: 'sending' | 'held' | 'suspended' | 'closed';
  /** While held: when it ends by itself. */
  readonly heldUntil?: Instant;
  /** Told to end what is scheduled by itself. */
  readonly stopOrdered: boolean;
  readonly credentials: 'valid' | 'revoked';
  readonly purges: number;
  /** For this account, each by its delivery, message or address. */
  readonly suppressed: readonly string[];
}

const fresh = (accountId: string): SimulatedAccount => ({
  accountId,
  generation: 0,
  sending: 'sending',
  stopOrdered: false,
  credentials: 'valid',
  purges: 0,
  suppressed: [],
});

/** Every account the platform was ever told about. */
export class SimulatedAccounts {
  private readonly byId = new Map<string, SimulatedAccount>();
  private readonly everywhere = new Set<string>();

  /** For every account, and on the list of none: who is shown it could tell which address to wash. */
  suppressedEverywhere(): string[] {
    return [...this.everywhere];
  }

  /** As it is at that instant: a hold that ran out has ended, nobody had to say so. */
  read(accountId: string, now: Instant): SimulatedAccount {
    const account = this.byId.get(accountId) ?? fresh(accountId);
    if (account.heldUntil === undefined || account.heldUntil > now) return account;
    return { ...account, sending: 'sending', heldUntil: undefined };
  }

  /** An order that a newer one of the account has superseded: carrying it out would undo the newer. */
  isStale({ accountId, generation, order }: OrderBody): boolean {
    return order !== 'suppress' && generation < (this.byId.get(accountId)?.generation ?? 0);
  }

  carryOut(order: OrderBody, now: Instant): void {
    if (order.everywhere) return void this.everywhere.add(namedBy(order));
    const account = this.read(order.accountId, now);
    const changed = { ...account, ...changeOf(order, account) };
    const generation = order.order === 'suppress' ? account.generation : order.generation;
    this.byId.set(order.accountId, { ...changed, generation });
  }
}

/** By the strongest that the order names: an address may be that of whoever forwarded the message. */
const namedBy = ({ deliveryId, messageId, recipient }: OrderBody): string =>
  deliveryId ?? messageId ?? recipient ?? '';

const changeOf = (order: OrderBody, account: SimulatedAccount): Partial<SimulatedAccount> => {
  if (order.order === 'suppress') {
    const whom = namedBy(order);
    return account.suppressed.includes(whom) ? {} : { suppressed: [...account.suppressed, whom] };
  }
  if (account.sending === 'closed') return {}; // nothing brings a closed account back
  switch (order.order) {
    case 'hold':
      return { sending: 'held', heldUntil: order.expiresAt };
    case 'stop':
      return { stopOrdered: true };
    case 'purge':
      return { purges: account.purges + 1 };
    case 'suspend':
      return { sending: 'suspended', heldUntil: undefined };
    case 'revoke-credentials':
      return { credentials: 'revoked' };
    case 'resume':
      return { sending: 'sending', heldUntil: undefined, stopOrdered: false, credentials: 'valid' };
    case 'close':
      return { sending: 'closed', heldUntil: undefined, credentials: 'revoked' };
  }
};
