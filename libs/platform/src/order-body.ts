import { z } from 'zod';
import { accountId, campaignId, instant, platformOrder, sendingStream } from '@app/kernel';
import type { PlatformOrderRequest } from './port';

/** Goes into a header as it is. */
const orderId = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'wants 1 to 128 visible ASCII characters');
const id = z.string().min(1).max(998);
const address = z
  .string()
  .max(320)
  .regex(/^[^\p{Cc}]+@[^\s@]+$/u, 'wants an e-mail address');
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
    recipient: address.optional(),
    everywhere: z.literal(true).optional(),
    expiresAt: instant.optional(),
    reason: z.string().max(MAX_REASON),
  })
  .refine((body) => body.order !== 'suppress' || body.deliveryId || body.messageId || body.recipient, {
    path: ['recipient'],
    message: 'suppress says of whom: deliveryId, messageId or recipient is wanted',
  })
  .refine(({ order, everywhere }) => order === 'suppress' || !everywhere, {
    path: ['everywhere'],
    message: 'is for suppress alone: every other order is about one account',
  });
export type OrderBody = z.output<typeof orderBody>;

/** The same bytes for the same order, however its fields stand: a retry can be compared. `wrong` says which rule of the port
 *  an order breaks; of what stands in it, it repeats nothing. */
export const orderJson = (
  order: PlatformOrderRequest,
): { readonly json: string } | { readonly wrong: string } => {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const reason = order.reason.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, MAX_REASON);
  const checked = z.safeEncode(orderBody, { ...order, reason } as OrderBody);
  if (checked.success) return { json: JSON.stringify(checked.data) };
  const wrong = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { wrong: wrong.join('; ') };
};
