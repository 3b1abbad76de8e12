import type { Channel } from '@app/kernel';
import type { ContentFinding } from './content-checks';
import type { Fields } from './mime/headers';

export type Kind =
  'complaint' | 'incident' | 'not-spam' | 'opt-out' | 'auth-failure' | 'not-a-complaint' | 'unreadable';
export type IncidentType = 'blocklist' | 'upstream' | 'phishing' | 'malware' | 'copyright' | 'attack';

/** Field names of RFC 5965, RFC 6591 and what providers added, in our spelling; absent ones are undefined. Addresses
 *  without brackets, IP addresses in canonical form, dates as RFC 3339 in UTC. */
export interface ReportFields {
  feedbackType?: string; // in lower case, as on the wire otherwise
  userAgent?: string;
  version?: string;
  /** '' is the null sender. */
  originalMailFrom?: string;
  originalRcptTo?: string[];
  sourceIp?: string;
  sourcePort?: number;
  arrivalDate?: string;
  reportingMta?: string;
  reportedDomain?: string[];
  reportedUri?: string[];
  originalEnvelopeId?: string;
  authenticationResults?: string[];
  incidents?: number;
  authFailure?: string;
  dkimDomain?: string;
  dkimIdentity?: string;
  dkimSelector?: string;
  originalMessageId?: string;
  originalFrom?: string;
  originalSubject?: string;
  originalDate?: string;
  /** Our field → header of the original (in lower case) that it was recovered from, since the report did not say it. */
  derivedFrom?: Record<string, string>;
}

/** The reported message, as far as the report holds it. */
export interface OriginalMessage {
  readonly headers: Fields;
  /** Without angle brackets. */
  readonly messageId?: string;
  /** Of messages that the reported one itself holds, outermost first: somebody may have forwarded it before. */
  readonly innerMessageIds: readonly string[];
  /** Its Date header, epoch milliseconds. */
  readonly sentAt?: number;
  /** Domains and selectors of its DKIM-Signature fields, in order. */
  readonly signatures: readonly { readonly domain: string; readonly selector: string }[];
  /** Where it was to bounce to, as different headers tell it: VERP addresses are found here. */
  readonly returnPaths: readonly string[];
  /** Feedback-ID fields (the last one is the one that counts, but two are suspicious). */
  readonly feedbackIds: readonly string[];
  /** CFBL-Feedback-ID fields (RFC 9477), white space removed: a report of that kind must hold it, and may leave out all
   *  else. Whose it is only the token in it can prove. */
  readonly cfblFeedbackIds: readonly string[];
  /** What it lacks that is asked of bulk mail. */
  readonly findings: readonly ContentFinding[];
}

/** Of the report itself, not of the reported message. */
export interface Envelope822 {
  readonly from: readonly string[]; // addresses of all From fields
  /** More than one is forbidden, and a way to show people another sender than was verified. */
  readonly fromFields: number;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject?: string;
  readonly messageId?: string;
  readonly sentAt?: number;
  /** RFC 3834: nobody wrote it, so nothing is to be answered. */
  readonly automatic: boolean;
  /** It went through a mailing list or group, which breaks signatures honestly. */
  readonly list: boolean;
}

export interface Recipient {
  readonly address: string;
  /** Stands for somebody who is not named: redacted, or a hash. */
  readonly placeholder: boolean;
}

/** One message that is reported, and what is said of it. */
export interface ReportedMessage {
  readonly fields: ReportFields;
  /** Fields of the report that have no name here, by lower-case name. */
  readonly otherFields: Fields;
  readonly original?: OriginalMessage;
  /** Of the reported message; one complaint each. Empty when nobody is named. */
  readonly recipients: readonly Recipient[];
}

/** What it says of the first message it reports stands in it directly: most are about one. */
export interface NormalisedReport extends ReportedMessage {
  readonly kind: Kind;
  readonly incidentType?: IncidentType;
  readonly format: string;
  /** What the format says about how it came about; the registry of sources says it better when it knows the source. */
  readonly channel: Channel;
  /** The other messages that it reports, each another than those before it. */
  readonly further: readonly ReportedMessage[];
  /** (message, recipient) pairs reported, capped by the budget; 0 when it reports no message. */
  readonly complaints: number;
  readonly header: Envelope822;
  /** What a person wrote, for a person to read. */
  readonly text?: string;
  /** The subject without what ticket systems put before it. */
  readonly unwrappedSubject?: string;
  /** For formats with a schema: whether it keeps to it. The violations are among the problems. */
  readonly valid?: boolean;
  readonly problems: readonly string[];
  /** Something in it was left out that somebody has to see to: which is among the problems. */
  readonly leftOut?: true;
}
