import type { AccountId, CampaignId, Instant, RecipientKey } from '@app/kernel';
import type { TraceEvidence } from '../evidence';
import type { LoggedDelivery } from '../send-log/rows';
import type { TokenVerdict } from '../token/token';

/** What strategies ask. Each answers about our own records; nothing in it goes out to the network. */
export interface TraceLookups {
  readonly verifyToken: (value: string) => TokenVerdict;
  readonly byMessageId: (
    messageId: string,
    recipients: readonly RecipientKey[],
  ) => Promise<readonly LoggedDelivery[]>;
  readonly byDelivery: (deliveryId: string) => Promise<LoggedDelivery | undefined>;
  readonly recipientKeyOf: (address: string) => RecipientKey;
  /** Keyed hash of (Message-ID, recipient). */
  readonly deliveryKeyOf: (messageId: string, recipient: RecipientKey) => string;
  /** Whether it is one of ours: what stands in a header anybody can write is no account. */
  readonly isAccount: (accountId: AccountId) => Promise<boolean>;
  /** Which segment of a Feedback-ID is the account: `{campaign}:{account}:{type}:{sender}`. */
  readonly feedbackId: string;
  /** Reads a return path of our own making (VERP); absent where the platform makes none. */
  readonly verp?: (returnPath: string) => Promise<Found | null>;
  /** Whether that recipient had opted out before that message was sent. */
  readonly violatedBy?: (
    accountId: AccountId,
    recipientKey: RecipientKey,
    sentAt: Instant,
  ) => Promise<boolean>;
}

export interface Found {
  readonly accountId: AccountId;
  readonly campaignId?: CampaignId;
  readonly deliveryId?: string;
  readonly recipientKey?: RecipientKey;
  readonly sentAt?: Instant;
  readonly confidence: number;
  /** What else it says of the message, for people: stored with the attempt. At most 120 characters, no personal data. */
  readonly detail?: string;
  /** It was sent to several, and to none of those for whom it is reported. */
  readonly strays?: true;
  /** It proves that the message is ours, whoever reports it. */
  readonly proves?: 'token' | 'send-log';
}

/** What one strategy made of it. null: the message has nothing for it to look at, which is no attempt. */
export type Finding = Found | { readonly none: string } | null;

export interface Looked extends TraceEvidence {
  readonly messageId: string | undefined;
  /** As reported. */
  readonly recipientKeys: readonly RecipientKey[];
  readonly signedToKey: RecipientKey | undefined;
}

/** Whether this account's mail was signed so: its own domains' signature says nothing of another's mail. */
export const isSigned = ({ ownDkim }: TraceEvidence, accountId: AccountId | undefined): boolean =>
  ownDkim === 'platform' || (accountId !== undefined && ownDkim.includes(accountId));

/** A new one takes its place in the list of `trace.ts`, by how much it proves (domain rules, section D). */
export interface Strategy {
  readonly name: string; // stored with each complaint
  readonly find: (evidence: Looked, lookups: TraceLookups) => Promise<Finding>;
}
