import { z } from 'zod';
import { accountId, Catalogue, decidedBy, instant, Versioned, type EventIn } from '@app/kernel';
import { largeBecause, listId, rejectionCode, span, told } from './shapes';

// These names and shapes are what is stored: see Versioned before changing one.

/** `generation`: how many imports the list has had. */
const of = { listId, accountId, at: instant, generation: z.int().positive() };
const reason = z.string().max(2_000);

export const listEvents = new Catalogue({
  ListImported: new Versioned(1, z.strictObject({ ...of, ...told, span })),
  /** The import was large, or of a forbidden origin: nobody may send to the list before a person approved it. */
  ListApprovalRequested: new Versioned(1, z.strictObject({ ...of, because: z.array(largeBecause).min(1) })),
  ListApproved: new Versioned(1, z.strictObject({ ...of, by: decidedBy, reason })),
  ListRejected: new Versioned(1, z.strictObject({ ...of, code: rejectionCode, by: decidedBy, reason })),
  /** Somebody wanted to send to it and was refused: the first time since the last import. */
  SendBlockedUnapprovedList: new Versioned(
    1,
    z.strictObject({ ...of, state: z.enum(['pending', 'rejected']) }),
  ),
});
export type ListEvent = EventIn<typeof listEvents>;
