import { z } from 'zod';
import { accountId, Catalogue, instant, recipientKey, sealed, Versioned, type EventIn } from '@app/kernel';
import { confirmation, signUp, withdrawal } from './shapes';

// These names and shapes are what is stored: see Versioned before changing one.

/** `at` is when the desk was told, which may be long after it happened. */
const of = { accountId, recipientKey, at: instant };
const personal = sealed<string>().nullable();
/** From where: the address of whoever did it, and the browser they named. */
const from = { ip: personal, userAgent: personal };

export const consentEvents = new Catalogue({
  ConsentRecorded: new Versioned(
    1,
    signUp.extend({
      ...of,
      ...from,
      address: sealed<string>(),
      /** Where they signed up: sealed, because such a page's query often holds the address. */
      url: personal,
      /** Which words they agreed to, by the platform's id of them. */
      wordingId: z.string().min(1).max(128).nullable(),
    }),
  ),
  ConsentConfirmed: new Versioned(1, confirmation.extend({ ...of, ...from })),
  ConsentWithdrawn: new Versioned(
    1,
    withdrawal.extend({ ...of, ...from, via: z.string().min(1).max(64).nullable() }),
  ),
});
export type ConsentEvent = EventIn<typeof consentEvents>;
