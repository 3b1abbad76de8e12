import { z } from 'zod';

const FRACTION = /^(\d{1,7})\/([1-9]\d{0,6})$/;
const MILLION = 1_000_000;

/** `1/1000` is 0.1 %. Exact or refused: rates are compared as whole numbers. */
export const fraction = z.string().transform((text, context) => {
  const [, part, of] = FRACTION.exec(text) ?? [];
  const ppm = (Number(part) * MILLION) / Number(of);
  if (Number.isInteger(ppm) && ppm <= MILLION) return ppm;
  context.addIssue('a fraction of at most 1 in whole millionths: 1/1000, 3/1000, 1/20000');
  return z.NEVER;
});

const floors = z.strictObject({
  /** Complaints below which nothing is a breach. */
  breachComplaints: z.int().positive(),
  /** Complaints and deliveries below which a breach never suspends. */
  actionableComplaints: z.int().positive(),
  actionableDelivered: z.int().positive(),
});

/** When an account's complaint rate is too high. Left out: above 0.1 %, the industry's figure, and the floors of the domain's
 *  rules. The output has the form in which rates are judged: parts per million and how to compare. */
export const rateRule = z
  .strictObject({
    threshold: fraction.prefault('1/1000'),
    /** `>`: "above 0.1 %". `>=`: "0.1 % or more". */
    comparator: z.enum(['>', '>=']).default('>'),
    /** Complaints in 30 days that are too many, whatever the rate; left out: no number is. */
    most: z.int().positive().optional(),
    /** … raised to so many times what is usual of the account in 30 days; left out: the same for all. */
    timesNorm: z.int().positive().optional(),
    /** From this part of all complaints of one mailbox provider on they are too many too, if they are 50 or more. */
    providerShare: fraction.optional(),
    floors: floors.default({ breachComplaints: 3, actionableComplaints: 5, actionableDelivered: 1_000 }),
  })
  .transform(({ threshold: ppm, comparator, floors, most, timesNorm, providerShare }) => ({
    threshold: { ppm, comparator },
    floors,
    ...(most !== undefined && { most }),
    ...(timesNorm !== undefined && { timesNorm }),
    ...(providerShare !== undefined && { providerPpm: providerShare }),
  }));
export type RateRule = z.output<typeof rateRule>;
