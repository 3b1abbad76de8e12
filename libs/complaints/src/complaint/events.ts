import { z } from 'zod';
import {
  accountId,
  brandId,
  campaignId,
  Catalogue,
  complaintId,
  decidedBy,
  instant,
  recipientKey,
  sealed,
  Versioned,
  type EventIn,
} from '@app/kernel';
import { identityKind, lack, reportRef, state, step, trace, verdict, violation } from './shapes';

// These names and shapes are what is stored: see Versioned before changing one.

/** Whose mail it was, as far as it is known. Every event says it, for consumers that keep an account and not a complaint. */
const of = { complaintId, at: instant, accountId: accountId.nullable(), brandId: brandId.nullable() };

/** … and when that mail was sent, of which ComplaintFiled says more: what belongs to an earlier case and what is new, is told
 *  by it. */
const later = { ...of, sentAt: instant };

/** Ids that the complaint would have had by weaker rungs: a later report that knows less finds it by them. */
const aliases = z.array(complaintId).max(3);

/** Where the complaint stands after this event. `gained` and `lost` are what this event changed: a consumer that acts on
 *  the change needs no memory of its own. */
const standing = {
  state,
  may: z.array(step),
  gained: z.array(step),
  lost: z.array(step),
  lacks: z.array(lack),
};

/** An order to the platform. */
const order = { orderId: z.string().max(128), platformWide: z.boolean() };

/** What was reported, for the edge to open: by what the platform may know the recipient, as it stood in the report. The rest
 *  is sealed with the report itself. */
export interface Reported {
  readonly recipient?: string;
  readonly messageId?: string;
}

export const complaintEvents = new Catalogue({
  /** The first report of a delivered message. What it may do is `may`; nothing was lost, all of it gained. */
  ComplaintFiled: new Versioned(
    1,
    z.strictObject({
      ...of,
      identity: identityKind,
      aliases,
      report: reportRef,
      campaignId: campaignId.nullable(),
      deliveryId: z.string().max(128).nullable(),
      recipientKey: recipientKey.nullable(),
      sent: z.strictObject({ at: instant, estimated: z.boolean() }),
      trace,
      violations: z.array(violation),
      state,
      may: z.array(step),
      lacks: z.array(lack),
      reported: sealed<Reported>(),
    }),
  ),
  /** Another report of the same message: one complaint still, which may do more now, or less. */
  ReportCorroborated: new Versioned(
    1,
    z.strictObject({
      ...later,
      campaignId: campaignId.nullable(),
      report: reportRef,
      aliases, // those that it adds
      ...standing,
    }),
  ),
  /** It belongs to this account now. */
  ComplaintTraced: new Versioned(
    1,
    z.strictObject({
      ...later,
      accountId,
      campaignId: campaignId.nullable(),
      deliveryId: z.string().max(128).nullable(),
      strategy: z.string().max(32),
      confidence: z.number().min(0).max(1),
      by: decidedBy,
      reason: z.string().max(2_000),
      ...standing,
    }),
  ),
  /** It never belonged to this account. Right after it stands what is known instead: another account, or a conflict. */
  AttributionWithdrawn: new Versioned(
    1,
    z.strictObject({
      ...later,
      accountId,
      leaves: z.enum(['untraced', 'conflict']),
      reason: z.string().max(2_000),
      lost: z.array(step),
    }),
  ),
  /** A person's verdict; a later one replaces it. */
  ComplaintQualified: new Versioned(
    1,
    z.strictObject({
      ...later,
      campaignId: campaignId.nullable(),
      verdict,
      by: decidedBy,
      reason: z.string().max(2_000),
      ...standing,
    }),
  ),
  /** It is the same as another, which takes its reports over and counts from now on; this one counts no more. Said again
   *  for what still reaches this one later. */
  ComplaintMerged: new Versioned(
    1,
    z.strictObject({
      ...later,
      into: complaintId,
      because: z.string().max(2_000),
      /** What the survivor takes over: it may know less than this one, an account named by a person for instance. */
      reports: z.array(reportRef).min(1),
      campaignId: campaignId.nullable(),
      confidence: z.number().min(0).max(1),
      verdict: verdict.nullable(),
      lost: z.array(step),
    }),
  ),
  /** The platform took the order and will say later. `confirmBy`: until then it has the time that the policy gives. */
  SuppressionAccepted: new Versioned(
    1,
    z.strictObject({ ...of, ...order, confirmWithin: z.int().nonnegative(), confirmBy: instant }),
  ),
  /** A limit passed without a word; `times` of them so far. `confirmBy`: the order goes out again and has until then; null:
   *  it was sent often enough, and a person is to look. */
  SuppressionOverdue: new Versioned(
    1,
    z.strictObject({
      ...of,
      ...order,
      times: z.int().positive(),
      dueAt: instant,
      firedAt: instant,
      confirmBy: instant.nullable(),
    }),
  ),
  RecipientSuppressed: new Versioned(1, z.strictObject({ ...of, recipientKey: recipientKey.nullable() })),
  /** The recipient would have been suppressed; the brand only watches (`enforcement: shadow`). */
  SuppressionWithheld: new Versioned(1, z.strictObject(of)),
  SuppressionFailed: new Versioned(1, z.strictObject({ ...of, detail: z.string().max(500) })),
});
export type ComplaintEvent = EventIn<typeof complaintEvents>;
