import { z } from 'zod';
import { accountId, Catalogue, decidedBy, instant, Versioned, type EventIn } from '@app/kernel';
import { basis, claim, cost, currency, incident, incidentKind, incidentSubject, share, span, terms } from './shapes'; // prettier-ignore

// These names and shapes are what is stored: see Versioned before changing one.

const by = decidedBy;
const reason = z.string().max(2_000);
const amount = z.int().nonnegative();
/** One of an incident's, by number: billing's idempotency key. */
const invoice = { invoiceId: z.string().max(220), accountId, cents: z.int().positive(), currency };
/** Who bears how much of the whole. `oursCents`: what the provider bears itself. Both together are `totalCents`. */
const division = { totalCents: amount, shares: z.array(share).max(10_000), oursCents: amount };

export const incidentEvents = new Catalogue({
  IncidentOpened: new Versioned(
    1,
    z.strictObject({
      ...incident,
      kind: incidentKind,
      subjects: z.array(incidentSubject).max(100),
      occurredAt: instant,
      /** Null: of a claim, which is traced to no complaints. */
      span: span.nullable(),
      /** Who told: a blocklist, the datacentre, a colleague. */
      source: z.string().max(200),
      note: z.string().max(2_000),
      terms,
      claim: claim.nullable(),
      by,
    }),
  ),
  CostRecorded: new Versioned(1, z.strictObject({ ...incident, ...cost.shape, by })),
  /** A line that takes another back, for as much as that one was. */
  CostReversed: new Versioned(
    1,
    z.strictObject({
      ...incident,
      costId: z.string().max(64),
      reverses: z.string().max(64),
      cents: z.int().negative(),
      by,
      reason,
    }),
  ),
  /** They are complete, divided, and wait for a second person. */
  CostsSubmitted: new Versioned(
    1,
    z.strictObject({ ...incident, ...division, basis: z.array(basis).max(10_000), by, reason }),
  ),
  SharesEdited: new Versioned(1, z.strictObject({ ...incident, ...division, by, reason })),
  /** As they were divided last. */
  CostsApproved: new Versioned(1, z.strictObject({ ...incident, ...division, by, reason })),
  CostsRejected: new Versioned(1, z.strictObject({ ...incident, by, reason })),

  InvoiceRequested: new Versioned(1, z.strictObject({ ...incident, ...invoice })),
  /** Billing says so. `number` is its own. */
  InvoiceIssued: new Versioned(
    1,
    z.strictObject({ ...incident, ...invoice, number: z.string().max(64), issuedAt: instant, by }),
  ),
  /** It is owed no more. `issued`: billing has sent it, and has to credit it. */
  InvoiceWithdrawn: new Versioned(
    1,
    z.strictObject({ ...incident, ...invoice, issued: z.boolean(), reason }),
  ),
  /** Nothing is left to invoice. */
  IncidentSettled: new Versioned(1, z.strictObject(incident)),
  IncidentWithdrawn: new Versioned(1, z.strictObject({ ...incident, by, reason })),
});
export type IncidentEvent = EventIn<typeof incidentEvents>;
