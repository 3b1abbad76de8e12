import {
  Catalogue,
  channel,
  day,
  decidedBy,
  feedbackType,
  instant,
  reportId,
  sealed,
  trustLevel,
  Versioned,
  type EventIn,
} from '@app/kernel';
import { z } from 'zod';
import {
  alarm,
  authentication,
  disposition,
  incidentType,
  intake,
  kind,
  searchIndex,
  type ReportedFields,
  type ReportEnvelope,
} from './shapes';

// These names and shapes are what is stored: see Versioned before changing one.

const of = { reportId, at: instant };

export const reportEvents = new Catalogue({
  /** The raw report is durable in its segment; the channel has been, or is about to be, told "accepted". */
  ReportReceived: new Versioned(
    1,
    z.strictObject({
      ...of,
      intake,
      size: z.int().nonnegative(), // bytes, as received
      raw: z.strictObject({ segment: day, keyId: z.string().max(64) }),
      /** Starts no measure, clock or order; with `suppress` the recipient may be suppressed even so. */
      archive: z.boolean(),
      suppress: z.boolean(),
      envelope: sealed<ReportEnvelope>(),
    }),
  ),
  /** What it is, who vouches for it, and what it says. `why` and `problems` are for people and name no person. */
  ReportExamined: new Versioned(
    2,
    z.strictObject({
      ...of,
      kind,
      incidentType: incidentType.nullable(),
      /** What an incident is about: an IP address or a host name; the URL stands in `fields`. */
      subject: z.string().max(253).optional(),
      format: z.string().max(32),
      feedbackType: feedbackType.nullable(),
      disposition,
      /** Complaints it makes: one for each reported recipient, 50 at most. */
      complaints: z.int().min(0).max(50),
      channel,
      source: z.string().max(64).nullable(), // of the registry of feedback sources
      trust: trustLevel,
      why: z.string().max(500),
      authentication,
      problems: z.array(z.string().max(200)).max(20),
      alarms: z.array(alarm),
      fields: sealed<ReportedFields>(),
      /** Absent where there is nothing to find it by, and of those from before there was a search. */
      search: searchIndex.optional(),
    }),
    { 1: (older) => older },
  ),
  /** No verdict yet: DNS gave no answer, and a forgery cannot be told from a genuine report. */
  ExaminationDeferred: new Versioned(
    1,
    z.strictObject({
      ...of,
      receivedAt: instant,
      attempt: z.int().positive(),
      until: instant,
      because: z.string().max(200),
    }),
  ),
  /** A person read it, did what there was to do, and it waits no more. */
  ReportHandled: new Versioned(1, z.strictObject({ ...of, by: decidedBy, reason: z.string().max(2_000) })),
});
export type ReportEvent = EventIn<typeof reportEvents>;
