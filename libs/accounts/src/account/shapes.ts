import { z } from 'zod';
import {
  accountId,
  brandId,
  campaignId,
  caseId,
  decidedBy,
  instant,
  locale,
  platformOrder,
  sealed,
  sendingStream,
} from '@app/kernel';

// Parts of stored events: see Versioned before changing one.

/** Elapsed milliseconds, exactly as they were counted. */
export const span = z.int().nonnegative().brand<'Duration'>();

export const contactId = z.string().min(1).max(64).brand<'ContactId'>();
export type ContactId = z.output<typeof contactId>;

/** A keyed hash beside each sealed value: equal values are equal, so that the same account put twice is no news. */
const equality = z.string().min(1).max(64);

export const contact = z.strictObject({
  contactId,
  email: sealed<string>(),
  emailKey: equality,
  locale,
});
export type Contact = z.output<typeof contact>;

/** A natural person's account (a sole trader is one) is never closed without a person's decision: GDPR article 22. */
export const legalForm = z.enum(['legal-person', 'natural-person']);

/** What was done about the account before the desk knew it. */
export const pastMeasure = z.strictObject({
  what: z.enum(['warned', 'suspended', 'closed']),
  at: instant,
  reason: z.string().max(2_000),
});

export const profile = z.strictObject({
  brandId,
  name: sealed<string>(),
  nameKey: equality,
  contacts: z.array(contact).max(20), // in the order in which they are tried
  parent: accountId.nullable(),
  domains: z.array(z.string().max(253)).max(1_000),
  ips: z.array(z.string().max(64)).max(1_000),
  dkim: z.array(z.string().max(320)).max(1_000),
  legalForm: legalForm.nullable(),
  /** In the trade register: a sole trader's leads to a person. Absent: the platform said none. */
  registration: z.strictObject({ number: sealed<string>(), numberKey: equality }).optional(),
  /** No measure is ever taken automatically. */
  protected: z.boolean(),
  policyAcceptedVersion: z.string().max(128).nullable(),
  history: z.array(pastMeasure).max(100),
});
export type Profile = z.output<typeof profile>;

/** What a case may ask of an account. `purge` and `revoke-credentials` are done once and leave the standing as it is. */
export const accountMeasure = z.enum([
  'warn',
  'under-review',
  'hold',
  'stop',
  'suspend',
  'close',
  'purge',
  'revoke-credentials',
]);
export type AccountMeasure = z.output<typeof accountMeasure>;

/** By which case and which of its measures; null when a person acted on the account itself. */
export const origin = { caseId: caseId.nullable(), measureId: z.string().max(200).nullable(), by: decidedBy };

/** Null: everything the account sends, password resets too. */
export const scope = sendingStream.nullable();
export type Scope = z.output<typeof scope>;

export const sendingOrder = platformOrder.exclude(['suppress']);
export type SendingOrder = z.output<typeof sendingOrder>;

/** What the platform saw the account do with a campaign: `scheduled` is still planned, `refused` was turned away,
 *  `held` is kept, `sent` went out. */
export const injection = z.strictObject({
  campaignId: campaignId.nullable(),
  stream: sendingStream,
  at: instant,
  state: z.enum(['scheduled', 'held', 'refused', 'sent']),
});
export type Injection = z.output<typeof injection>;
