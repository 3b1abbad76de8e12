import { z } from 'zod';
import { accountEvents, type AccountCommand } from '@app/accounts';
import {
  accountId,
  Versioned,
  type AccountId,
  type DefsOf,
  type Instant,
  type ProcessManager,
} from '@app/kernel';

/** To the sending platform. `orderId` is its idempotency key: the same order again is the same order. What it says stands
 *  in the account's stream, and is read where the order leaves, which has to look there anyway: by then it may have been
 *  superseded. */
export interface DispatchOrder {
  readonly type: 'DispatchOrder';
  readonly orderId: string;
  readonly accountId: AccountId;
  readonly at: Instant;
}

const inputs = accountEvents.only(
  'OrderRequested',
  'OrderConfirmed',
  'OrderFailed',
  'OrderSuperseded',
  'OrderOverdue',
);

/** The orders that the platform has yet to confirm; accountId is null until there is one. */
const state = z.strictObject({ accountId: accountId.nullable(), open: z.array(z.string()) });

/** Two phases: what an account's measures ask of the platform is sent, and watched until the platform confirms it. One that
 *  is not confirmed in time is an alarm, and is sent again under the same id: platforms forget. A deadline has the name of
 *  its order. */
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
  from: 'beginning', // an order that was requested before is watched too
  instanceOf: ({ data }) => data.accountId,

  react(known, stimulus) {
    if (stimulus.kind === 'deadline') {
      const { accountId } = known;
      const { name: orderId, dueAt, firedAt } = stimulus;
      if (accountId === null) return { done: true };
      return {
        state: known, // whether it is overdue, the account decides
        commands: [{ type: 'ReachOrderLimit', accountId, at: firedAt, orderId, dueAt, firedAt }],
      };
    }
    const { type, data } = stimulus.event;
    const { orderId, accountId, at } = data;
    const others = known.open.filter((id) => id !== orderId);
    if (type === 'OrderRequested' || type === 'OrderOverdue')
      return {
        state: { accountId, open: [...others, orderId] },
        commands: [{ type: 'DispatchOrder', orderId, accountId, at }],
        deadlines: { [orderId]: data.confirmBy },
      };
    return others.length === 0
      ? { done: true }
      : { state: { accountId, open: others }, deadlines: { [orderId]: null } };
  },
};
