import { z } from 'zod';
import { Catalogue, day, decidedBy, instant, Versioned, type EventIn } from '@app/kernel';

// These names and shapes are what is stored: see Versioned before changing one.

const count = z.int().nonnegative();
const inWords = z.string().max(500);

/** Of one blocklist. `asked` counts the questions that were sent, `unknown` the subjects of which nobody knows: no answer, an
 *  answer that means nothing, or never asked because the list was left out or given up. */
const sweptList = z.strictObject({
  list: z.string().max(64),
  asked: count,
  listed: count,
  unknown: count,
  /** Why it was left out, or given up; null: it was asked to the end. */
  fault: inWords.nullable(),
});
export type SweptList = z.output<typeof sweptList>;

/** A mailbox of ours that nobody reads as they should. `since`: when it was last read, or since when the oldest message lies
 *  there; null: nobody knows. */
const mailboxFault = z.strictObject({
  mailbox: z.string().max(64),
  fault: z.enum(['not-read', 'left-lying']),
  since: instant.nullable(),
});
export type MailboxFault = z.output<typeof mailboxFault>;

/** What came in and waits for a person longer than a day. */
const leftWaiting = z.strictObject({ queue: z.string().max(64), oldest: instant });
export type LeftWaiting = z.output<typeof leftWaiting>;

/** What one daily sweep of the blocklists and of our own abuse mailboxes brought. */
const sweepResult = {
  day,
  lists: z.array(sweptList).max(1_000),
  /** Addresses of networks too wide to be asked about one by one; networks, where they cannot be counted. */
  notAsked: count,
  mailboxes: z.array(mailboxFault).max(1_000),
  waiting: z.array(leftWaiting).max(100),
};
export type SweepResult = z.output<z.ZodObject<typeof sweepResult>>;

/** Days are UTC's. */
export const sweepEvents = new Catalogue({
  /** From this day on one is owed each day. */
  SweepsBegan: new Versioned(1, z.strictObject({ at: instant, day })),
  SweepCompleted: new Versioned(
    1,
    z.strictObject({
      at: instant,
      beganAt: instant,
      ...sweepResult,
      asked: count,
      listed: count,
      unknown: count,
    }),
  ),
  /** Every day from the one to the other ended without one. */
  SweepMissed: new Versioned(1, z.strictObject({ at: instant, from: day, until: day })),
  /** A person looked into the days missed up to this one. */
  MissedSweepsHandled: new Versioned(
    1,
    z.strictObject({ at: instant, until: day, by: decidedBy, reason: z.string().max(2_000) }),
  ),
});
export type SweepEvent = EventIn<typeof sweepEvents>;
