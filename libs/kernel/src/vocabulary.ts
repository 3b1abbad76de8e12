import { z } from 'zod';

// Words that more than one context speaks; a context's own stay in it. The names are stored: never rename one.

export const reportId = z.string().min(1).max(128).brand<'ReportId'>();
export type ReportId = z.output<typeof reportId>;
export const complaintId = z.string().min(1).max(128).brand<'ComplaintId'>();
export type ComplaintId = z.output<typeof complaintId>;
export const accountId = z.string().min(1).max(128).brand<'AccountId'>();
export type AccountId = z.output<typeof accountId>;
export const caseId = z.string().min(1).max(160).brand<'CaseId'>();
export type CaseId = z.output<typeof caseId>;
export const campaignId = z.string().min(1).max(256).brand<'CampaignId'>();
export type CampaignId = z.output<typeof campaignId>;
export const brandId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'BrandId'>();
export type BrandId = z.output<typeof brandId>;
/** Keyed hash of a normalised address: equal addresses are equal, and nobody without the key can tell whose it is. */
export const recipientKey = z.string().min(1).max(64).brand<'RecipientKey'>();
export type RecipientKey = z.output<typeof recipientKey>;

/** How a complaint came about, an axis of its own beside trust: policies name both. */
export const channel = z.enum(['feedback-loop', 'direct', 'regulator', 'blocklist', 'trap', 'upstream']);
export type Channel = z.output<typeof channel>;

/** Who vouches for a report. A: registered source, aligned DKIM. B: registered source, SPF or address allow-listed.
 *  C: authenticated, but unknown. D: nobody vouches. X: claims a source that always signs, and nothing vouches. */
export const trustLevel = z.enum(['A', 'B', 'C', 'D', 'X']);
export type TrustLevel = z.output<typeof trustLevel>;

/** RFC 5965 section 7.3 and its later registrations, and what mailbox providers made up beside them. */
export const feedbackType = z.enum([
  'abuse',
  'fraud',
  'virus',
  'other',
  'not-spam',
  'auth-failure',
  'opt-out',
]);
export type FeedbackType = z.output<typeof feedbackType>;

/** What may be sent: `bulk` is what complaints are about, `transactional` are password resets and the like. */
export const sendingStream = z.enum(['bulk', 'transactional']);
export type SendingStream = z.output<typeof sendingStream>;

/** What the sending platform can be told. */
export const platformOrder = z.enum([
  'suppress',
  'hold',
  'stop',
  'purge',
  'suspend',
  'revoke-credentials',
  'resume',
  'close',
]);
export type PlatformOrder = z.output<typeof platformOrder>;

export const standing = z.enum(['good', 'warned', 'under-review', 'held', 'suspended', 'closed']);
export type Standing = z.output<typeof standing>;

export const locale = z.enum(['nl', 'en']);
export type Locale = z.output<typeof locale>;

/** Who decided: a rule of a policy version, or a person by their API key's id. */
export const decidedBy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rule'), rule: z.string() }),
  z.strictObject({ kind: z.literal('person'), keyId: z.string() }),
]);
export type DecidedBy = z.output<typeof decidedBy>;
