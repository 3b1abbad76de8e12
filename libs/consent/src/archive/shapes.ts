import { z } from 'zod';
import { instant } from '@app/kernel';

// Parts of stored events: see Versioned before changing one.

/** How an address came onto a list. `own-opt-in`: through the provider's own sign-up. `validated-external`: through another
 *  opt-in system that the provider has validated. The others are the customer's word. */
export const consentSource = z.enum([
  'own-opt-in',
  'validated-external',
  'imported',
  'oral',
  'paper',
  'unknown',
]);
export type ConsentSource = z.output<typeof consentSource>;

/** A list of the platform, by its own id; null: all that the account sends to the address. */
export const listId = z.string().min(1).max(128).nullable();
export type ListId = z.output<typeof listId>;

/** What tells one sign-up of an address from another: told again, it is the same one. */
export const signUp = z.strictObject({ signedUpAt: instant, source: consentSource, listId });
export type SignUp = z.output<typeof signUp>;
export const confirmation = z.strictObject({ confirmedAt: instant, listId });
export type Confirmation = z.output<typeof confirmation>;
export const withdrawal = z.strictObject({ withdrawnAt: instant, listId });
export type Withdrawal = z.output<typeof withdrawal>;
