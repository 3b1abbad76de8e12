import { z } from 'zod';
import { accountEvents, scope, sendingOrder, type AccountCommand, type SendingOrder } from '@app/accounts';
import {
  accountId,
  Versioned,
  type AccountId,
  type DefsOf,
  type Instant,
  type ProcessManager,
  type SendingStream,
} from '@app/kernel';

/** To the sending platform. `orderId` is its idempotency key: the same order again is the same order. */
export interface DispatchOrder {
  readonly type: 'DispatchOrder';
  readonly orderId: string;
  readonly order: SendingOrder;
  readonly accountId: AccountId;
  readonly generation: number;
  /** Absent: everything the account sends. */
  readonly stream?: SendingStream;
  readonly reason: string;
  readonly at: Instant;
}

const inputs = accountEvents.only(
  'OrderRequested',
  'OrderConfirmed',
  'OrderFailed',
  'OrderSuperseded',
  'OrderOverdue',
);

const order = z.strictObject({
  orderId: z.string(),
  order: sendingOrder,
  generation: z.int(),
  scope,
  reason: z.string(),
});
type Order = z.output<typeof order>;

/** Orders that are on their way; null: none has been yet. */
const state = z.strictObject({ accountId: accountId.nullable(), open: z.array(order) });

/** Two phases: what an account's measures ask of the platform is sent, and watched until the platform confirms it. One that
 *  is not confirmed in time is an alarm, and is sent again under the same id: platforms forget. */
export const platformOrders: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  DispatchOrder | Extract<AccountCommand, { type: 'ReachOrderLimit' }>,
  string
> = {
  name: 'platform-orders',
  state: new Versioned(1, state),
  initial: { accountId: null, open: [] },
  inputs,
  from: 'now',
  instanceOf: ({ data }) => data.accountId,

  react(known, stimulus) {
    const { accountId, open } = known;
    if (stimulus.kind === 'deadline') {
      const { name: orderId, dueAt, firedAt } = stimulus;
      if (accountId === null) return { done: true };
      return {
        state: known,
        commands: [{ type: 'ReachOrderLimit', accountId, at: firedAt, orderId, dueAt, firedAt }],
      };
    }
    const { type, data } = stimulus.event;
    const { orderId } = data;
    if (type === 'OrderRequested') {
      const { order, generation, scope, reason, confirmBy } = data;
      const asked = { orderId, order, generation, scope, reason };
      return {
        state: { accountId: data.accountId, open: [...open, asked] },
        commands: [dispatch(asked, data.accountId, data.at)],
        deadlines: { [orderId]: confirmBy },
      };
    }
    const waiting = open.find((o) => o.orderId === orderId);
    if (type === 'OrderOverdue')
      return {
        state: known,
        commands: waiting ? [dispatch(waiting, data.accountId, data.at)] : [],
        deadlines: { [orderId]: data.confirmBy },
      };
    const left = open.filter((o) => o.orderId !== orderId);
    return left.length === 0
      ? { done: true }
      : { state: { accountId, open: left }, deadlines: { [orderId]: null } };
  },
};

const dispatch = (
  { orderId, order, generation, scope, reason }: Order,
  accountId: AccountId,
  at: Instant,
): DispatchOrder => ({
  type: 'DispatchOrder',
  orderId,
  order,
  accountId,
  generation,
  ...(scope === null ? {} : { stream: scope }),
  reason,
  at,
});
