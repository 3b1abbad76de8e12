import { z } from 'zod';
import { accountId, campaignId, Catalogue, day, instant, Versioned, type EventIn } from '@app/kernel';

// These names and shapes are what is stored: see Versioned before changing one.

/** Windows over which a complaint rate is taken, by send day. `representative`: as far back as the account's usual volume
 *  takes, see representativeDays. */
export const rateWindow = z.enum(['24h', '7d', '30d', 'representative']);
export type RateWindow = z.output<typeof rateWindow>;

/** `breached` opens a review and warns; `actionable` may also suspend. */
export const rateGrade = z.enum(['breached', 'actionable']);
export type RateGrade = z.output<typeof rateGrade>;

/** Parts per million and how to compare: `>` is "above 0.1 %", `>=` is "0.1 % or more". */
export const rateThreshold = z.strictObject({
  ppm: z.int().min(0).max(1_000_000),
  comparator: z.enum(['>', '>=']),
});
export type RateThreshold = z.output<typeof rateThreshold>;

/** Messages that a mailbox provider accepted from the account, by the day (and hour) they were sent in the brand's zone.
 *  Without `campaignId` all of the account's, without `listId` (an import of addresses, as the platform names it) to all of
 *  its lists, without `hour` the whole day's. The highest revision is what holds. */
export const volumeEntry = z.strictObject({
  campaignId: campaignId.optional(),
  listId: z.string().min(1).max(256).optional(),
  provider: z.string().min(1).max(64),
  day,
  hour: z.int().min(0).max(23).optional(),
  delivered: z.int().nonnegative(),
  revision: z.int().nonnegative(),
});
export type VolumeEntry = z.output<typeof volumeEntry>;

/** What a grade was decided on: a later correction of the numbers does not rewrite it. */
const judged = {
  accountId,
  at: instant,
  window: rateWindow,
  /** Of the representative window: how many send days it took, today included. */
  lookBack: z.int().positive().optional(),
  complaints: z.int().nonnegative(),
  delivered: z.int().nonnegative(),
  threshold: rateThreshold,
  baselineAt: instant.nullable(), // only mail sent after it was looked at
  position: z.string(), // how far the log had been counted
};

const counted = {
  accountId,
  at: instant,
  complaints: z.int().nonnegative(),
  most: z.int().positive(), // that the policy allows; when it allows any number now, what it allowed
  /** Those of one mailbox provider alone, of whose complaints they are too large a part. */
  provider: z.string().min(1).max(64).optional(),
  baselineAt: instant.nullable(),
  position: z.string(),
};

export const reputationEvents = new Catalogue({
  DeliveryVolumesReported: new Versioned(
    1,
    z.strictObject({ accountId, at: instant, entries: z.array(volumeEntry).min(1) }),
  ),
  RateBreached: new Versioned(
    1,
    z.strictObject({
      ...judged,
      grade: rateGrade,
      was: rateGrade.nullable(),
      /** One-sided Clopper-Pearson bound at `confidence`, parts per million, rounded down. */
      lowerBoundPpm: z.int().nonnegative(),
      confidence: z.enum(['95%', '99.9%']),
    }),
  ),
  RateRecovered: new Versioned(1, z.strictObject({ ...judged, was: rateGrade })),
  /** More complaints in 30 days than the policy allows, whatever was delivered. */
  CountBreached: new Versioned(1, z.strictObject(counted)),
  CountRecovered: new Versioned(1, z.strictObject(counted)),
});
export type ReputationEvent = EventIn<typeof reputationEvents>;
