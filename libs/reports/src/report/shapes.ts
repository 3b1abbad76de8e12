import { recipientKey, type FeedbackType } from '@app/kernel';
import { z } from 'zod';

// Parts of stored events: see Versioned before changing one.

/** By which door it came in; what it is, is `channel` of @app/kernel, and known only once it was examined. */
export const intake = z.enum(['smtp', 'lmtp', 'http', 'import', 'imap', 'manual']);
export type Intake = z.output<typeof intake>;

/** What it turned out to be. */
export const kind = z.enum([
  'complaint',
  'incident',
  'not-spam', // the provider's filter was wrong about a message
  'opt-out',
  'auth-failure',
  'not-a-complaint',
  'unreadable',
]);
export type ReportKind = z.output<typeof kind>;

export const incidentType = z.enum(['blocklist', 'upstream', 'phishing', 'malware', 'copyright', 'attack']);
export type IncidentType = z.output<typeof incidentType>;

/** Where it goes from here. `complaints`: each is traced and filed. `person`: somebody has to read it. `bounce`,
 *  `auto-reply` and `reply` answer something the desk sent; an `answer` is a reply that counted as the customer's. `ignored`: nothing follows, and why is in `problems`. */
export const disposition = z.enum([
  'complaints',
  'incident',
  'person',
  'bounce',
  'auto-reply',
  'reply',
  'answer',
  'ignored',
]);
export type Disposition = z.output<typeof disposition>;

/** Words of RFC 8601 section 2.7; `unknown` is a DNS server that gave no answer. Domains are not in here: a private
 *  person's own domain is personal data, and stands in `fields`. */
export const verdictWord = z.enum([
  'pass',
  'fail',
  'softfail',
  'neutral',
  'policy',
  'none',
  'permerror',
  'unknown',
]);
export type VerdictWord = z.output<typeof verdictWord>;
export const authentication = z.strictObject({
  dkim: verdictWord,
  spf: verdictWord,
  dmarc: verdictWord,
  arc: verdictWord,
});
export type AuthenticationSummary = z.output<typeof authentication>;

/** What somebody should look at, beside the report itself. `forgery`: it claims a source that always signs, and nothing
 *  vouches for it. `dns-unanswered`: it had to be judged without. `examination-failed`: reading it took too long or broke.
 *  `flood`: it is one of so many, of the same complainant or that nobody vouches for, that it made no complaint of what it
 *  does not prove. `left-out`: it holds more than was taken of it. */
export const alarm = z.enum(['forgery', 'dns-unanswered', 'examination-failed', 'flood', 'left-out']);
export type Alarm = z.output<typeof alarm>;

/** In which queue of the desk a report waits for a person; what becomes of a complaint waits with the complaint. */
export const reportQueue = z.enum(['security', 'incidents', 'replies', 'reports']);
export type ReportQueue = z.output<typeof reportQueue>;

/** Null: nobody has to read it. A forgery is looked at first, whatever else it is. */
export const queueOf = (examined: {
  readonly disposition: Disposition;
  readonly alarms: readonly Alarm[];
}): ReportQueue | null => {
  if (examined.alarms.includes('forgery')) return 'security';
  if (examined.disposition === 'incident') return 'incidents';
  if (examined.disposition === 'reply') return 'replies';
  return examined.disposition === 'person' || examined.alarms.length > 0 ? 'reports' : null;
};

/** 1 is seen to at once, whoever reports it: phishing and malware do harm by the hour. Everything else is 2. */
export const priorityOf = (examined: {
  readonly incidentType: IncidentType | null;
  readonly feedbackType: FeedbackType | null;
}): 1 | 2 =>
  examined.incidentType === 'phishing' ||
  examined.incidentType === 'malware' ||
  examined.feedbackType === 'fraud' ||
  examined.feedbackType === 'virus'
    ? 1
    : 2;

/** By what staff find a report again: keyed hashes, of a length that no two of ten million are likely to share by chance.
 *  `terms`: of Message-IDs, subjects and their words, domains and addresses of machines. `people`: recipients, and who wrote. */
export const searchIndex = z.strictObject({
  terms: z.array(z.string().min(1).max(16)).max(100),
  people: z.array(recipientKey).max(60),
});
export type SearchIndex = z.output<typeof searchIndex>;

/** How it travelled. '' is the null sender of bounces (RFC 5321 section 4.5.5), and what a file has. */
export interface ReportEnvelope {
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly clientIp?: string;
  readonly helo?: string;
  readonly posted?: { readonly source: string; readonly by: 'key' | 'sns' };
}

/** What the report says, as `cli parse` prints it: field names of RFC 5965, absent ones left out. Long texts and lists
 *  are cut (the original is kept beside it), so that a complaint stays small. */
export interface ReportedFields {
  readonly userAgent?: string;
  readonly version?: string;
  readonly originalMailFrom?: string;
  readonly originalRcptTo?: readonly string[];
  readonly sourceIp?: string;
  readonly sourcePort?: number;
  readonly arrivalDate?: string; // RFC 3339
  readonly reportingMta?: string;
  readonly reportedDomain?: readonly string[];
  readonly reportedUri?: readonly string[];
  readonly originalEnvelopeId?: string;
  readonly authenticationResults?: readonly string[];
  readonly incidents?: number;
  readonly authFailure?: string;
  readonly dkimDomain?: string;
  readonly dkimIdentity?: string;
  readonly dkimSelector?: string;
  readonly originalMessageId?: string;
  readonly originalFrom?: string;
  readonly originalSubject?: string;
  readonly originalDate?: string;
  readonly derivedFrom?: Readonly<Record<string, string>>;
  /** Of the report itself, not of the reported message. */
  readonly reportFrom?: string;
  readonly reportSubject?: string;
  /** Who vouches for it: the domains that signed it or were allowed to send it. */
  readonly authenticatedDomains?: readonly string[];
}
