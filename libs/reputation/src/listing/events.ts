import { z } from 'zod';
import { accountId, Catalogue, day, decidedBy, instant, Versioned, type EventIn } from '@app/kernel';

// These names and shapes are what is stored: see Versioned before changing one.

/** What stands on a blocklist: an address in RFC 5952's spelling, or a domain as A-labels in lower case. */
export const listedSubject = z.strictObject({
  of: z.enum(['ip', 'domain']),
  value: z.string().min(1).max(253),
});
export type ListedSubject = z.output<typeof listedSubject>;

/** `listed`: for what was sent. `policy-range`: a range that should send no mail of its own, whatever it sent. */
export const listingSeverity = z.enum(['listed', 'policy-range']);
export type ListingSeverity = z.output<typeof listingSeverity>;

/** The list's own names of its codes, `SBL`, or the codes themselves. */
const codes = z.array(z.string().max(64)).max(64);

/** `accountId` null: the subject is ours, or several accounts send as it, and none of them has to answer for it alone. */
const of = {
  listingId: z.uuid(),
  at: instant,
  accountId: accountId.nullable(),
  list: z.string().max(64),
  subject: listedSubject,
};

export const listingEvents = new Catalogue({
  ListingBegan: new Versioned(
    1,
    z.strictObject({
      ...of,
      sweep: day,
      severity: listingSeverity,
      codes,
      /** Where to ask to be taken off; null: the list names no such place. */
      delisting: z.string().max(500).nullable(),
    }),
  ),
  /** From a policy range to a listing for what was sent, or the other way round. */
  ListingChanged: new Versioned(
    1,
    z.strictObject({ ...of, sweep: day, severity: listingSeverity, was: listingSeverity, codes }),
  ),
  /** One sweep did not find it. The next that gets an answer tells whether it is gone. */
  ListingNotFound: new Versioned(1, z.strictObject({ ...of, sweep: day })),
  ListingFoundAgain: new Versioned(1, z.strictObject({ ...of, sweep: day })),
  ListingEnded: new Versioned(
    1,
    z.strictObject({ ...of, by: decidedBy, reason: z.string().max(2_000), beganAt: instant }),
  ),
});
export type ListingEvent = EventIn<typeof listingEvents>;
