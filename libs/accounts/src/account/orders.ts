import { hours, plus, rejected, type CaseId, type Duration, type Instant, type Rejected } from '@app/kernel';
import type { AccountCommand } from './commands';
import type { AccountEvent } from './events';
import { orderIdOf } from './order-id';
import type { Scope, SendingOrder } from './shapes';
import { lastSendingOrder, restriction, SENDING, type Known, type Order } from './state';

type Of<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>;

type Requested = Extract<AccountEvent, { type: 'OrderRequested' }>['data'];

export interface Wanted {
  readonly order: SendingOrder;
  readonly scope: Scope;
  readonly caseId: CaseId | null;
  readonly measureId: string | null;
  readonly reason: string;
  readonly confirmWithin: Duration;
}

/** A hold that nobody renews ends by itself, so that an account is not kept from sending for ever by a desk that is gone.
 *  Renewed each day: a desk or a platform that is away for two days lets no hold end. */
export const HOLD_LASTS = hours(72);
export const RENEW_AFTER = hours(24);

/** A newer order about sending takes the place of an older one that is not confirmed: the platform must not be told to
 *  suspend by a retry after it was told to resume. Purging and revoking are no state, and nothing takes their place. */
export const request = (
  state: Known,
  at: Instant,
  wanted: Wanted,
  because: Pick<Requested, 'renews' | 'repeats'> = {},
): AccountEvent[] => {
  const generation = state.generation + 1;
  const orderId = orderIdOf(state.accountId, generation);
  const of = { accountId: state.accountId, at, brandId: state.brandId };
  const superseded = SENDING.includes(wanted.order)
    ? state.orders.filter((o) => SENDING.includes(o.order) && isOpen(o))
    : [];
  return [
    ...superseded.map((o): AccountEvent => ({
      type: 'OrderSuperseded',
      data: { ...told(of, o), supersededBy: orderId },
    })),
    {
      type: 'OrderRequested',
      data: {
        ...of,
        ...wanted,
        orderId,
        generation,
        confirmBy: plus(at, wanted.confirmWithin),
        ...(wanted.order === 'hold' && { expiresAt: plus(at, HOLD_LASTS) }),
        ...because,
      },
    },
  ];
};

/** What the platform has to be told once `after` stands; nothing when it was told so already. */
export const settle = (
  state: Known,
  after: Known['standing'],
  at: Instant,
  why: Pick<Wanted, 'caseId' | 'measureId' | 'reason' | 'confirmWithin'>,
): AccountEvent[] => {
  const last = lastSendingOrder(state);
  const wanted = restriction(after) ?? (last ? { order: 'resume' as const, scope: null } : null);
  if (wanted === null || (last?.order === wanted.order && last.scope === wanted.scope)) return [];
  return request(state, at, { ...wanted, ...why });
};

export const record = (
  { at, orderId, state: said, detail = '' }: Of<'RecordOrder'>,
  state: Known,
): readonly AccountEvent[] | Rejected => {
  const order = state.orders.find((o) => o.orderId === orderId);
  if (!order) return rejected('no-such-order', `${state.accountId} has no order ${orderId}`);
  if (order.state === 'superseded' || order.state === said) return [];
  const of = told({ accountId: state.accountId, at, brandId: state.brandId }, order);
  if (said === 'confirmed') return [{ type: 'OrderConfirmed', data: of }];
  // Said before, arrived after. An order that failed and then were accepted would be watched by nobody, and repeated by none.
  if (said === 'accepted' && (order.state === 'confirmed' || order.state === 'failed')) return [];
  if (order.state === 'confirmed')
    return rejected('order-already-confirmed', `${orderId} was confirmed: it cannot fail any more`);
  return said === 'accepted'
    ? [{ type: 'OrderAccepted', data: of }]
    : [{ type: 'OrderFailed', data: { ...of, detail: detail.slice(0, 500) } }];
};

const LONGEST = 24 * 3_600_000;

/** An alarm, and a next limit, each twice as far away: a platform that forgets is asked again, one that is down is not
 *  hammered. */
export const reachLimit = (
  { orderId, dueAt, firedAt }: Of<'ReachOrderLimit'>,
  state: Known,
): AccountEvent[] => {
  const order = state.orders.find((o) => o.orderId === orderId);
  if (!order || order.confirmBy !== dueAt || (order.state !== 'requested' && order.state !== 'accepted'))
    return [];
  const times = order.overdue + 1;
  const wait = Math.min(order.confirmWithin * 2 ** times, Math.max(LONGEST, order.confirmWithin)) as Duration;
  const of = told({ accountId: state.accountId, at: firedAt, brandId: state.brandId }, order);
  return [{ type: 'OrderOverdue', data: { ...of, times, dueAt, firedAt, confirmBy: plus(firedAt, wait) } }];
};

/** The same hold again, as a newer order, as long as nothing took its place. One that failed holds nothing: it is an alarm
 *  already, and a person has it repeated. */
export const renew = ({ at, orderId }: Of<'RenewHold'>, state: Known): AccountEvent[] => {
  const hold = lastSendingOrder(state);
  if (hold?.orderId !== orderId || hold.order !== 'hold' || hold.state === 'failed') return [];
  const { order, scope, caseId, measureId, reason, confirmWithin } = hold;
  return request(state, at, { order, scope, caseId, measureId, reason, confirmWithin }, { renews: orderId });
};

/** Only what failed: anything else is on its way, done, or no longer wanted. */
export const repeat = (
  { at, orderId, by, confirmWithin }: Of<'RepeatOrder'>,
  state: Known,
): readonly AccountEvent[] | Rejected => {
  const order = state.orders.find((o) => o.orderId === orderId);
  if (!order) return rejected('no-such-order', `${state.accountId} has no order ${orderId}`);
  if (order.state === 'superseded') return [];
  if (order.state !== 'failed')
    return rejected('order-not-failed', `${orderId} is ${order.state}: only a failed one is repeated`);
  const { order: what, scope, caseId, measureId, reason } = order;
  const wanted = { order: what, scope, caseId, measureId, reason, confirmWithin };
  const again = request(state, at, wanted, { repeats: { orderId, by } });
  if (SENDING.includes(what)) return again;
  const orderId2 = orderIdOf(state.accountId, state.generation + 1);
  const of = { accountId: state.accountId, at, brandId: state.brandId };
  return [{ type: 'OrderSuperseded', data: { ...told(of, order), supersededBy: orderId2 } }, ...again];
};

const isOpen = ({ state }: Order) => state !== 'confirmed' && state !== 'superseded';
const told = <T extends object>(of: T, { orderId, generation, order }: Order) => ({
  ...of,
  orderId,
  generation,
  order,
});
