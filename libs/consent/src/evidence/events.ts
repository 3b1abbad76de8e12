import { z } from 'zod';
import { accountId, caseId, Catalogue, instant, sealed, Versioned, type EventIn } from '@app/kernel';
import { severity } from '../scoring/findings';
import type { StoredQuestionnaire } from './questionnaire';

// These names and shapes are what is stored: see Versioned before changing one.

/** Something handed in beside the answers. Its bytes lie encrypted under a key of their own; `type` is what they are, and
 *  not what they were called. */
export const evidenceFile = z.strictObject({
  fileId: z.string().min(1).max(64),
  /** As the customer named it. */
  name: sealed<string>(),
  type: z.enum(['application/pdf', 'image/png', 'image/jpeg', 'text/plain']),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The day whose store holds it, UTC. */
  segment: z.iso.date().brand<'Day'>(),
});
export type EvidenceFile = z.output<typeof evidenceFile>;

/** Who handed it in: a contact of the customer over the page, or whoever holds an API key. */
export const givenBy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('contact'), contactId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('key'), keyId: z.string().max(128) }),
]);
export type GivenBy = z.output<typeof givenBy>;

export const evidenceEvents = new Catalogue({
  EvidenceGiven: new Versioned(
    1,
    z.strictObject({
      caseId,
      accountId,
      at: instant,
      evidenceId: z.string().min(1).max(64),
      /** When our server had it: that counts. */
      receivedAt: instant,
      by: givenBy,
      /** Complaints of the case that it is about; none: all that were asked about. */
      complaintIds: z.array(z.string().max(128)).max(100),
      questionnaire: sealed<StoredQuestionnaire>(),
      /** As it was scored when it came in, by what was known then. Nothing here is the customer's word. */
      completeness: z.strictObject({
        answered: z.int().nonnegative(),
        asked: z.int().positive(),
        missing: z.array(z.string().max(64)).max(50),
      }),
      findings: z
        .array(z.strictObject({ code: z.string().max(64), severity, sentence: z.string().max(500) }))
        .max(50),
      files: z.array(evidenceFile).max(10),
    }),
  ),
});
export type EvidenceEvent = EventIn<typeof evidenceEvents>;
