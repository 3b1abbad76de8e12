import { z } from 'zod';
import {
  accountId,
  brandId,
  caseId,
  Catalogue,
  decidedBy,
  instant,
  standing,
  Versioned,
  type EventIn,
} from '@app/kernel';
import { injection, origin, profile, scope, sendingOrder, span } from './shapes';

// These names and shapes are what is stored: see Versioned before changing one.

const of = { accountId, at: instant };
const registered = z.strictObject({ ...of, profile });

/** `standing` is where the account stands after this event: a measure does not always change it. */
const measured = { ...of, ...origin, measureId: z.string().max(200), caseId, brandId, standing };

const ofOrder = {
  ...of,
  brandId,
  orderId: z.string().max(512),
  generation: z.int().positive(),
  order: sendingOrder,
};

export const accountEvents = new Catalogue({
  AccountRegistered: new Versioned(2, registered, { 1: (older) => older }), // of no register then
  /** The whole profile again: the last one is what holds. */
  AccountChanged: new Versioned(2, registered, { 1: (older) => older }),

  AccountWarned: new Versioned(1, z.strictObject(measured)),
  AccountPutUnderReview: new Versioned(1, z.strictObject(measured)),
  AccountHeld: new Versioned(1, z.strictObject({ ...measured, scope })),
  /** Bulk sending has to end. */
  AccountToldToStop: new Versioned(1, z.strictObject(measured)),
  /** Until when bulk sending has to end. Said again when the customer is given longer. */
  StopDeadlineSet: new Versioned(
    1,
    z.strictObject({ ...of, brandId, caseId, measureId: z.string().max(200), dueAt: instant }),
  ),
  AccountSuspended: new Versioned(1, z.strictObject({ ...measured, scope })),
  AccountClosed: new Versioned(1, z.strictObject(measured)),
  /** Undone as if it had never been. */
  MeasureAnnulled: new Versioned(1, z.strictObject({ ...measured, reason: z.string().max(2_000) })),
  /** Whatever kept the account from sending has ended. Only mail sent after `baseline` counts from now on. */
  AccountReinstated: new Versioned(
    1,
    z.strictObject({
      ...of,
      brandId,
      caseId: caseId.nullable(),
      by: decidedBy,
      baseline: instant,
      standing,
      ended: z.array(z.string().max(200)),
    }),
  ),
  /** A solution was accepted, and nothing kept the account from sending: only mail sent after it counts from now on. */
  BaselineMoved: new Versioned(1, z.strictObject({ ...of, brandId, caseId, baseline: instant })),
  WarningLapsed: new Versioned(
    1,
    z.strictObject({ ...of, brandId, caseId, measureId: z.string(), standing }),
  ),

  /** Two phases: what the platform was asked, and what it says has become of it. */
  OrderRequested: new Versioned(
    2,
    z.strictObject({
      ...ofOrder,
      caseId: caseId.nullable(),
      measureId: z.string().max(200).nullable(),
      scope,
      reason: z.string().max(500), // for the platform's people: no personal data
      confirmBy: instant,
      confirmWithin: span,
      /** Of a hold: when the platform ends it by itself, unless it is renewed before. */
      expiresAt: instant.optional(),
      /** The hold that this one goes on with. */
      renews: z.string().max(512).optional(),
      /** The order that failed, and who has it sent anew. */
      repeats: z.strictObject({ orderId: z.string().max(512), by: decidedBy }).optional(),
    }),
    { 1: (older) => older }, // who asked for a repetition stood in the audit only
  ),
  OrderAccepted: new Versioned(1, z.strictObject(ofOrder)),
  OrderConfirmed: new Versioned(1, z.strictObject(ofOrder)),
  /** The platform says that it cannot: an alarm until it is repeated or superseded. */
  OrderFailed: new Versioned(1, z.strictObject({ ...ofOrder, detail: z.string().max(500) })),
  /** A newer order about the same thing took its place before it was confirmed. */
  OrderSuperseded: new Versioned(1, z.strictObject({ ...ofOrder, supersededBy: z.string().max(512) })),
  /** Not confirmed in time: an alarm, and it is sent again under the same id. */
  OrderOverdue: new Versioned(
    1,
    z.strictObject({
      ...ofOrder,
      times: z.int().positive(),
      dueAt: instant,
      firedAt: instant,
      confirmBy: instant,
    }),
  ),

  /** What an account that was told to stop, is held or is suspended does all the same. */
  InjectionsObserved: new Versioned(
    1,
    z.strictObject({
      ...of,
      brandId,
      injections: z
        .array(injection.extend({ holdConfirmed: z.boolean() }))
        .min(1)
        .max(200),
    }),
  ),
  /** The platform sent although it had confirmed the hold: its failure, never the customer's. */
  HoldLeaked: new Versioned(
    1,
    z.strictObject({ ...of, brandId, caseId: caseId.nullable(), orderId: z.string().max(512), injection }),
  ),
  /** Somebody looked into what leaked past that order so far. */
  LeakHandled: new Versioned(
    1,
    z.strictObject({
      ...of,
      brandId,
      orderId: z.string().max(512),
      by: decidedBy,
      reason: z.string().max(2_000),
    }),
  ),
  /** Somebody looked into what it shares with `closed`, an account that was closed: whether the same customer is back. */
  ResemblanceHandled: new Versioned(
    1,
    z.strictObject({
      ...of,
      brandId,
      closed: accountId,
      by: decidedBy,
      reason: z.string().max(2_000),
    }),
  ),
});
export type AccountEvent = EventIn<typeof accountEvents>;
