import { z } from 'zod';
import { accountId, Catalogue, day, decidedBy, instant, Versioned, type EventIn } from '@app/kernel';
import { currency } from '../incident/shapes';

// These names and shapes are what is stored: see Versioned before changing one.

const of = { accountId, at: instant, fineId: z.string().min(1).max(64), by: decidedBy };

/** Of an account, and beside the ledger: a regulator's fine is its addressee's own affair, and in no sum of ours. */
export const fineEvents = new Catalogue({
  RegulatorFineNoted: new Versioned(
    1,
    z.strictObject({
      ...of,
      /** Who imposed it, as people call it. */
      regulator: z.string().min(1).max(100),
      sanction: z.enum(['warning', 'fine']),
      /** Null: a warning, or nobody told how much. */
      amount: z.strictObject({ cents: z.int().positive(), currency }).nullable(),
      imposedOn: day,
      /** The regulator's own. */
      reference: z.string().max(200).nullable(),
      note: z.string().max(2_000),
    }),
  ),
  /** It was noted by mistake, or the regulator took it back. */
  RegulatorFineStruck: new Versioned(1, z.strictObject({ ...of, reason: z.string().max(2_000) })),
});
export type FineEvent = EventIn<typeof fineEvents>;
