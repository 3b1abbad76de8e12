import type { KnownAccount } from '@app/accounts';
import { complaintEvents, type Reported } from '@app/complaints';
import { uuidv5, type EventStore, type Recorded } from '@app/event-store';
import { seconds, type AccountId, type ComplaintId, type Duration, type RecipientKey } from '@app/kernel';
import type { OrderOutcome, PlatformOrderRequest, SendingPlatform } from '@app/platform';
import { wasErased, type Vault } from '@app/privacy';
import type { DispatchOrder, SuppressRecipient } from '@app/processes';
import type { EffectContext, Verdict } from '@app/runtime';
import { knownRecipients } from '@app/tracing';
import type { Aggregates, States } from '../aggregates';
import type { recordSuppression } from './record-suppression';

interface OrderNeeds {
  readonly platform: SendingPlatform;
  readonly aggregates: Pick<Aggregates, 'account'>;
  readonly states: Pick<States, 'account'>;
}
interface SuppressionNeeds {
  readonly platform: SendingPlatform;
  readonly events: EventStore;
  readonly vault: Vault;
  /** Whether the account's brand only watches. */
  readonly inShadow: (accountId: AccountId) => Promise<boolean>;
  /** How long the platform has, by the policy of the account's brand. */
  readonly confirmWithin: (accountId: AccountId) => Promise<Duration>;
  readonly recordSuppression: ReturnType<typeof recordSuppression>;
}

/** What a failure of the platform means for the row it came from: tried again, or said and done with. */
const verdictOn = (outcome: OrderOutcome): Verdict => {
  if (outcome.state !== 'failed' || outcome.permanent) return undefined;
  return { failed: outcome.detail, notBefore: outcome.retryAfter ?? seconds(0) }; // tried again under the same id
};

/** One standing order of an account. What is no longer wanted when its turn comes is not sent any more. */
export const dispatchOrder =
  ({ platform, aggregates, states }: OrderNeeds) =>
  async ({ accountId, orderId }: DispatchOrder, { meta, at }: EffectContext): Promise<Verdict> => {
    const { state } = await states.account(accountId);
    const order = state.status === 'known' ? openOrder(state, orderId) : undefined;
    if (!order) return;
    const { generation, scope, reason, expiresAt } = order;
    const outcome = await platform.order({
      orderId,
      order: order.order,
      accountId,
      generation,
      ...(scope !== null && { stream: scope }),
      ...(expiresAt !== null && { expiresAt }),
      reason,
    });
    if (outcome.state === 'failed' && !outcome.permanent) return verdictOn(outcome);
    await aggregates.account(
      {
        type: 'RecordOrder',
        accountId,
        at,
        orderId,
        state: outcome.state,
        ...(outcome.state === 'failed' && { detail: outcome.detail }),
      },
      // Of this attempt: an order that was accepted and is sent again may be confirmed the second time.
      { ...meta, commandId: uuidv5(meta.commandId, `${outcome.state} ${at}`) },
    );
  };

const openOrder = ({ orders }: KnownAccount, orderId: string) =>
  orders.find((o) => o.orderId === orderId && (o.state === 'requested' || o.state === 'accepted'));

/** Takes one recipient off an account's lists. The platform knows them by delivery or message; the address goes along only
 *  when neither is known. */
export const suppressRecipient =
  (needs: SuppressionNeeds) =>
  async (command: SuppressRecipient, { id, meta, at }: EffectContext): Promise<Verdict> => {
    const { complaintId, accountId, platformWide } = command;
    const of = { complaintId, at, ...(command.orderId !== undefined && { orderId: command.orderId }) };
    if (await needs.inShadow(accountId)) {
      await needs.recordSuppression({ ...of, result: 'withheld' }, meta);
      return;
    }
    const target = await suppressible(needs, complaintId);
    const orderId = command.orderId ?? id;
    const outcome: OrderOutcome = target
      ? await needs.platform.order({
          orderId,
          order: 'suppress',
          accountId,
          generation: 0, // suppressions supersede nothing
          ...target,
          ...(platformWide && { everywhere: true }),
          reason: 'complaint',
        })
      : { state: 'failed', detail: 'neither delivery, message nor recipient is known', permanent: true };
    switch (outcome.state) {
      case 'accepted': {
        const confirmWithin = await needs.confirmWithin(accountId);
        await needs.recordSuppression(
          { ...of, orderId, result: 'accepted', platformWide, confirmWithin },
          { ...meta, commandId: uuidv5(meta.commandId, 'accepted') }, // sent again, it may be confirmed under the row's own
        );
        return;
      }
      case 'confirmed':
        await needs.recordSuppression({ ...of, result: 'confirmed' }, meta);
        return;
      case 'failed':
        if (!outcome.permanent) return verdictOn(outcome);
        await needs.recordSuppression({ ...of, result: 'failed', detail: outcome.detail }, meta);
    }
  };

type Named = Pick<PlatformOrderRequest, 'deliveryId' | 'messageId' | 'recipient'>;

/** How the platform knows the recipient: by the delivery, also one that a later report brought, else by message or address. */
const suppressible = async (
  { events, vault }: SuppressionNeeds,
  complaintId: ComplaintId,
): Promise<Named | undefined> => {
  let deliveryId: string | null = null;
  let recipientKey: RecipientKey | null = null;
  let filed: Recorded | undefined;
  for await (const recorded of events.read(`complaint-${complaintId}`)) {
    const { type, data } = complaintEvents.decode(recorded);
    if (type === 'ComplaintFiled') [filed, recipientKey] = [recorded, data.recipientKey];
    if (type === 'ComplaintFiled' || type === 'ComplaintTraced') ({ deliveryId } = data);
  }
  if (deliveryId !== null) return { deliveryId };
  if (!filed) return undefined;
  const reader = { by: 'desk', why: 'to have the recipient suppressed' };
  const reported = (await vault.openEvent(filed, '/reported', reader)) as Reported;
  if (wasErased(reported)) return undefined;
  const { messageId } = reported;
  // Another than the message was sent to forwarded it, and a redacted one suppresses nobody (domain rules, attacks).
  const recipient = knownRecipients(reported.recipient === undefined ? [] : [reported.recipient]).find(
    (address) => vault.identity.recipientKeyOf(address) === recipientKey,
  );
  if (messageId === undefined && recipient === undefined) return undefined;
  return { ...(messageId !== undefined && { messageId }), ...(recipient !== undefined && { recipient }) };
};
