import { z } from 'zod';
import { duration } from '@app/kernel';

const amount = z
  .string()
  .regex(/^\d{1,7}\.\d{2}$/, 'an amount with two decimals, between quotes: "95.00"')
  .transform((text) => Number(text.replace('.', '')));

/** What it costs the provider when mail goes wrong, and who bears that. A policy without it charges nobody anything. Money is
 *  in whole cents once it is read. */
export const liabilityRule = z.strictObject({
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'three letters of ISO 4217: EUR'),
  /** An hour of administration, where a cost says no other. */
  hour: amount.refine((cents) => cents > 0, 'more than nothing: "95.00"'),
  /** Which complaints bear the costs of an incident of the platform, each alike. `customer-liable`: those about addresses that
   *  were no confirmed opt-in of ours, or one we validated, when the mail was sent. `traced`: all. `none`: none; what a
   *  closed account is claimed, it bears in any case. */
  charged: z.enum(['customer-liable', 'traced', 'none']),
  /** The costs of an incident are those of mail that was sent so long before, where staff say no other time. */
  lookBack: duration,
  cites: z.array(z.string().regex(/^[A-Z]{2}-\d{2}$/, 'a sentence of the policy text: SP-82')).max(20),
});
export type LiabilityRule = z.output<typeof liabilityRule>;
