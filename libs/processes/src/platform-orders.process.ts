import { z } from 'zod';
import { accountEvents, RENEW_AFTER, type AccountCommand } from '@app/accounts';
import {
  accountId,
  plus,
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

/** accountId is null until there is an order. */
const state = z.strictObject({
  accountId: accountId.nullable(),
  /** The orders that the platform has yet to confirm. */
  open: z.array(z.string()),
  /** The hold that will be renewed; absent: the platform ends none by itself. */
  holds: z.string().optional(),
});
type State = z.output<typeof state>;
type Asked = DispatchOrder | Extract<AccountCommand, { type: 'ReachOrderLimit' | 'RenewHold' }>;

const RENEWAL = 'renew ';

/** Two phases: what an account's measures ask of the platform is sent, and watched until the platform confirms it. One that
 *  is not confirmed in time is an alarm, and is sent again under the same id: platforms forget. A hold is renewed before it
 *  ends by itself. A deadline has the name of its order. */
export const platformOrders: ProcessManager<State, DefsOf<typeof inputs>, Asked, string> = {
  name: 'platform-orders',
  state: new Versioned(1, state),
  initial: { accountId: null, open: [] },
  inputs,
  from: 'beginning', // an order that was requested before is watched too
  instanceOf: ({ data }) => data.accountId,

  react(known, stimulus) {
    if (stimulus.kind === 'deadline') return reached(known, stimulus);
    const { event } = stimulus;
    const { orderId, accountId, at } = event.data;
    const open = known.open.filter((id) => id !== orderId);
    if (event.type !== 'OrderRequested' && event.type !== 'OrderOverdue')
      return kept({ ...known, accountId, open }, { deadlines: { [orderId]: null } });
    const watched: State = { ...known, accountId, open: [...open, orderId] };
    const commands = [{ type: 'DispatchOrder' as const, orderId, accountId, at }];
    const deadlines = { [orderId]: event.data.confirmBy };
    if (event.type === 'OrderOverdue' || !isAboutSending(event.data.order))
      return { state: watched, commands, deadlines };
    const held = known.holds === undefined ? {} : { [RENEWAL + known.holds]: null };
    return event.data.expiresAt === undefined
      ? { state: without(watched), commands, deadlines: { ...deadlines, ...held } }
      : {
          state: { ...watched, holds: orderId },
          commands,
          deadlines: { ...deadlines, ...held, [RENEWAL + orderId]: plus(at, RENEW_AFTER) },
        };
  },
};

type Reaction = ReturnType<(typeof platformOrders)['react']>;
type Fired = Pick<Asked & { type: 'ReachOrderLimit' }, 'dueAt' | 'firedAt'> & { readonly name: string };

const reached = (known: State, { name, dueAt, firedAt }: Fired): Reaction => {
  const { accountId, holds } = known;
  if (accountId === null) return { done: true };
  const of = { accountId, at: firedAt };
  if (!name.startsWith(RENEWAL))
    return {
      state: known, // whether it is overdue, the account decides
      commands: [{ type: 'ReachOrderLimit', ...of, orderId: name, dueAt, firedAt }],
    };
  const orderId = name.slice(RENEWAL.length);
  return holds === orderId
    ? kept(without(known), { commands: [{ type: 'RenewHold', ...of, orderId }] })
    : { state: known };
};

/** No row stays for an account of which nothing is awaited. */
const kept = (after: State, more: Omit<Extract<Reaction, { state: State }>, 'state'>): Reaction =>
  after.open.length === 0 && after.holds === undefined
    ? { done: true, ...(more.commands && { commands: more.commands }) }
    : { state: after, ...more };
const without = ({ holds: _, ...rest }: State): State => rest;

/** Purging and revoking are done once, and end no hold. */
const isAboutSending = (order: string): boolean => order !== 'purge' && order !== 'revoke-credentials';
