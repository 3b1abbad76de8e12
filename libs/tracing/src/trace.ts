import type { AccountId, CampaignId, Instant, RecipientKey } from '@app/kernel';
import { innermost, knownRecipients, type TraceEvidence } from './evidence';
import { byFeedbackId } from './strategies/feedback-id';
import { byMessageId } from './strategies/message-id';
import { isSigned, type Found, type Looked, type Strategy, type TraceLookups } from './strategies/strategy';
import { byToken } from './strategies/token';
import { byVerp } from './strategies/verp';

/** By how much each proves; the first sufficient hit wins (domain rules, section D). */
export const STRATEGIES: readonly Strategy[] = [byToken, byMessageId, byVerp, byFeedbackId];

/** A hit below this is recorded, for a person to judge, and decides nothing. */
export const SUFFICIENT = 0.9;

export interface TraceAttempt {
  readonly strategy: string;
  readonly accountId?: AccountId;
  readonly confidence?: number; // absent: no hit
  readonly detail?: string; // of no hit why; of a hit what else it says of the message
}

export interface TraceResult {
  readonly outcome: 'traced' | 'untraced' | 'conflict';
  readonly accountId: AccountId | null;
  readonly campaignId: CampaignId | null;
  readonly deliveryId: string | null;
  /** Of whom the message was sent to; of whom it was reported for when nothing else is known. */
  readonly recipientKey: RecipientKey | null;
  /** As reported, when that is one and no placeholder. Another than `recipientKey`: forwarded, or replayed. */
  readonly reportedRecipient: RecipientKey | null;
  /** null: known from neither token nor send log, to be estimated. */
  readonly sentAt: Instant | null;
  readonly confidence: number;
  readonly strategy: string | null;
  /** In the order of the strategies, those that had something to look at. No personal data. */
  readonly attempts: readonly TraceAttempt[];
  readonly corroboration: readonly ('token' | 'send-log' | 'own-dkim')[];
  readonly violations: readonly 'sent-after-optout'[];
  /** What `identify` of the complaints context wants to know, beside the report's id. */
  readonly identity: {
    readonly tokenDelivery?: string;
    readonly loggedDelivery?: string;
    readonly messageAndRecipient?: string;
  };
}

/** Whose message a report is about. All strategies are asked even after a hit: two that point at different accounts mean
 *  that somebody forged a header, and then no automation may act on either. */
export const trace = async (evidence: TraceEvidence, lookups: TraceLookups): Promise<TraceResult> => {
  const looked = look(evidence, lookups);
  const found: (Found & { strategy: string })[] = [];
  const attempts: TraceAttempt[] = [];
  for (const { name: strategy, find } of STRATEGIES) {
    const finding = await find(looked, lookups);
    if (finding === null) continue;
    if ('none' in finding) attempts.push({ strategy, detail: finding.none });
    else {
      const { accountId, confidence, detail } = finding;
      attempts.push({ strategy, accountId, confidence, ...(detail !== undefined && { detail }) });
      if (confidence >= SUFFICIENT) found.push({ ...finding, strategy });
    }
  }
  const best = found[0];
  const conflict = found.some((f) => f.accountId !== best?.accountId);
  const traced = best !== undefined && !conflict ? best : undefined;
  // A forged token next to a genuine one, or the reverse: what is proven of a message in conflict is not known either.
  const proves = conflict ? [] : found.flatMap((f) => f.proves ?? []);
  const reportedRecipient = one(looked.recipientKeys) ?? null;
  const sentTo = conflict ? undefined : sentToOf(looked, found);
  const recipientKey = sentTo ?? reportedRecipient;
  const sentAt = traced ? (firstOf(found, 'sentAt') ?? null) : null;
  const violated =
    traced && recipientKey && sentAt && lookups.violatedBy
      ? await lookups.violatedBy(traced.accountId, recipientKey, sentAt)
      : false;
  return {
    outcome: conflict ? 'conflict' : traced ? 'traced' : 'untraced',
    accountId: traced?.accountId ?? null,
    campaignId: traced ? (firstOf(found, 'campaignId') ?? null) : null,
    deliveryId: traced ? (firstOf(found, 'deliveryId') ?? null) : null,
    recipientKey,
    reportedRecipient,
    sentAt,
    confidence: traced?.confidence ?? 0,
    strategy: traced?.strategy ?? null,
    attempts,
    corroboration: [...proves, ...(isSigned(looked, traced?.accountId) ? (['own-dkim'] as const) : [])],
    violations: violated ? ['sent-after-optout'] : [],
    identity: identityOf(looked, found, conflict, lookups, sentTo),
  };
};

const look = (evidence: TraceEvidence, { recipientKeyOf }: TraceLookups): Looked => {
  const [signedTo] = knownRecipients(evidence.signedTo === undefined ? [] : [evidence.signedTo]);
  return {
    ...evidence,
    messageId: innermost(evidence.messageIds),
    recipientKeys: [...new Set(knownRecipients(evidence.recipients).slice(0, 50).map(recipientKeyOf))],
    signedToKey: signedTo === undefined ? undefined : recipientKeyOf(signedTo),
  };
};

/** To whom we sent it, as our own records, token or signature say. Whoever replays a message can have it reported by
 *  anybody, and change nothing of this. Of a report that names nobody it is not asked: where all recipients read the same
 *  name of a list, they would be one. */
const sentToOf = (looked: Looked, found: readonly Found[]): RecipientKey | undefined =>
  firstOf(found, 'recipientKey') ??
  (looked.recipientKeys.length > 0 && isSigned(looked, found[0]?.accountId) ? looked.signedToKey : undefined);

/** In the place of a recipient: all copies of a message that reached people to whom we did not send it are one. */
const STRAYS = 'strays' as RecipientKey;

const identityOf = (
  { messageId, recipientKeys }: Looked,
  found: readonly (Found & { strategy: string })[],
  conflict: boolean,
  { deliveryKeyOf }: TraceLookups,
  sentTo: RecipientKey | undefined,
): TraceResult['identity'] => {
  const delivery = (strategy: string) =>
    conflict ? undefined : found.find((f) => f.strategy === strategy)?.deliveryId;
  const tokenDelivery = delivery('token');
  // Where all recipients of a campaign share a Message-ID, the reporter of a forwarded copy may have had one of their own:
  // that is another delivery, and must not be merged with the token's.
  const loggedDelivery = tokenDelivery === undefined ? delivery('message-id') : undefined;
  const strays = !conflict && found.some((f) => f.strays) ? STRAYS : undefined;
  const recipient = sentTo ?? strays ?? one(recipientKeys);
  return {
    ...(tokenDelivery !== undefined && { tokenDelivery }),
    ...(loggedDelivery !== undefined && { loggedDelivery }),
    ...(messageId !== undefined &&
      recipient !== undefined && { messageAndRecipient: deliveryKeyOf(messageId, recipient) }),
  };
};

const firstOf = <K extends keyof Found>(found: readonly Found[], key: K): Found[K] | undefined =>
  found.find((f) => f[key] !== undefined)?.[key];
const one = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
