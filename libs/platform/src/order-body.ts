import { z } from 'zod';
import { accountId, campaignId, instant, platformOrder, sendingStream } from '@app/kernel';
import type { PlatformOrderRequest } from './port';

/** Goes into a header as it is. */
const orderId = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'wants 1 to 128 visible ASCII characters');
const id = z.string().min(1).max(998);
const MAX_REASON = 1_000;

/** The webhook's body, for both ends. Fields that later versions add are no error: a platform ignores what it does not know. */
export const orderBody = z
  .object({
    orderId,
    order: platformOrder,
    accountId,
    generation: z.int().nonnegative(),
    stream: sendingStream.optional(),
    campaignId: campaignId.optional(),
    deliveryId: id.optional(),
    messageId: id.optional(),
    recipient: z.string().min(3).max(320).optional(),
    expiresAt: instant.optional(),
    reason: z.string().max(MAX_REASON),
  })
  .refine(({ order, deliveryId, messageId }) => order !== 'suppress' || deliveryId || messageId, {
    path: ['deliveryId'],
    message: 'suppress names the delivery: deliveryId or messageId is wanted',
  });
export type OrderBody = z.output<typeof orderBody>;

/** The same bytes for the same order, however its fields stand: a retry can be compared. Throws for an order that breaks the
 *  port's rules. */
export const orderJson = (order: PlatformOrderRequest): string => {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const reason = order.reason.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, MAX_REASON);
  const checked = z.safeEncode(orderBody, { ...order, reason } as OrderBody);
  if (!checked.success)
    throw new Error(`order ${order.orderId} cannot be sent: ${z.prettifyError(checked.error)}`);
  return JSON.stringify(checked.data);
};
