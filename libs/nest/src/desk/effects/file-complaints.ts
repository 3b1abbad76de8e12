import { identify, type IdentityKind, type Reported, type ReportRef } from '@app/complaints';
import { uuidv5, type Meta } from '@app/event-store';
import {
  between,
  complaintId,
  hours,
  unsealed,
  type ComplaintId,
  type Duration,
  type Instant,
} from '@app/kernel';
import type { ContentFinding } from '@app/examination';
import type { Vault } from '@app/privacy';
import { ask, type ReadStore } from '@app/read-store';
import { trace, type TraceEvidence, type TraceLookups } from '@app/tracing';
import { complaintKnownAs } from '@app/views';
import type { Accounts } from '../accounts';
import type { Aggregates } from '../aggregates';

/** An import brings in what lay in a mailbox: nobody is warned for mail of last month because somebody moved house. */
const OLD_FOR_IMPORT = hours(72);

/** Namespace of complaint ids. Stored with every complaint: never change it. */
const COMPLAINTS = '0f9b2a86-3c1d-5f5e-8a47-6a1d9b3c7e52';

/** What examination found out about one reported (message, recipient). */
export interface ReportedMessage {
  readonly evidence: TraceEvidence;
  /** What the message lacks that is asked of bulk mail. */
  readonly findings: readonly ContentFinding[];
  /** Keys of our own good signatures on it, by their names in DNS. */
  readonly signedBy: readonly string[];
  readonly reported: Reported;
  readonly feedbackType: ReportRef['feedbackType'];
  /** Mailbox provider of the recipient; null when it is none that a source reports for. */
  readonly provider: string | null;
  /** Which of the report's, counted from 0. */
  readonly part: number;
  /** One too many of its complainant, or of all for whom nobody vouches: it makes a complaint only of what it proves. */
  readonly isOverCap: boolean;
  /** From Date or Arrival-Date, when neither token nor send log says when it was sent. */
  readonly estimatedSentAt: Instant;
}
export type ReportFacts = Omit<
  ReportRef,
  | 'feedbackType'
  | 'provider'
  | 'reporter'
  | 'recipientKey'
  | 'signedBy'
  | 'corroboration'
  | 'tooOld'
  | 'capped'
  | 'customerCopied'
> & {
  /** It came by import: what is about old mail is as if it had been imported as an archive. */
  readonly imported?: 'silent' | 'suppress';
  /** Key of who complains; null: the recipient. */
  readonly complainant: string | null;
  /** Key of who wrote, for reports that name no recipient. */
  readonly author: string;
  /** Domains that it was sent to beside us, of a person's own mail. */
  readonly sentTo: readonly string[];
};

interface Needs {
  readonly aggregates: Pick<Aggregates, 'complaint'>;
  readonly accounts: Accounts;
  readonly lookups: TraceLookups;
  readonly tables: ReadStore;
  readonly vault: Vault;
  readonly maxMessageAge: Duration;
}

/** Traces each reported message and files its complaint: under the strongest identity that is known of it, or under the
 *  one that an earlier report filed it. Every step may be repeated: the ids follow from the report's. */
export const fileComplaints =
  ({ aggregates, accounts, lookups, tables, vault, maxMessageAge }: Needs) =>
  async (
    report: ReportFacts,
    messages: readonly ReportedMessage[],
    at: Instant,
    meta: Meta,
  ): Promise<void> => {
    for (const {
      evidence,
      signedBy,
      findings,
      reported,
      feedbackType,
      provider,
      part,
      ...message
    } of messages) {
      const { isOverCap, estimatedSentAt } = message;
      const found = await trace(evidence, lookups);
      if (isOverCap && found.corroboration.length === 0) continue; // the report says so, and waits
      const rungs = identify({ ...found.identity, reportId: report.reportId, part }).map(({ key, by }) => ({
        id: complaintId.parse(uuidv5(COMPLAINTS, key)),
        by,
      }));
      const [own, ...weaker] = rungs;
      const known = await ask(tables, complaintKnownAs(own!.id));
      const account = found.accountId === null ? undefined : await accounts.find(found.accountId);
      const { author, complainant, imported, sentTo, ...ref } = report;
      const sent = { at: found.sentAt ?? estimatedSentAt, estimated: found.sentAt === null };
      const isOld = between(sent.at, report.receivedAt) > OLD_FOR_IMPORT;
      const subject = found.recipientKey ?? found.reportedRecipient;
      const keyId = await vault.keyFor(
        subject ? { kind: 'recipient', id: subject } : { kind: 'report', id: report.reportId },
      );
      const outcome = await aggregates.complaint(
        {
          type: 'FileComplaint',
          complaintId: known ?? own!.id,
          at,
          identity: own!.by,
          aliases: weaker.map(({ id }) => id).slice(0, 3),
          report: {
            ...ref,
            feedbackType,
            provider,
            ...(isOverCap && report.trust === 'C' && { capped: true as const }),
            ...(account && copied(account, sentTo) && { customerCopied: true as const }),
            ...(imported && isOld && !ref.archive && { archive: imported }),
            reporter: complainant ?? found.reportedRecipient ?? found.recipientKey ?? author,
            ...(found.reportedRecipient && { recipientKey: found.reportedRecipient }),
            signedBy: signedBy.slice(0, 4).map((key) => key.slice(0, 320)),
            corroboration: [...found.corroboration],
          },
          accountId: account ? found.accountId : null,
          brandId: account?.brandId ?? null,
          campaignId: found.campaignId,
          deliveryId: found.deliveryId,
          recipientKey: found.recipientKey,
          sent,
          trace: {
            outcome: account || found.outcome !== 'traced' ? found.outcome : 'untraced',
            strategy: found.strategy,
            confidence: account ? found.confidence : 0,
            attempts: found.attempts.slice(0, 12).map((attempt) => ({ ...attempt })),
          },
          violations: [...found.violations, ...findings],
          maxMessageAge,
          // The platform finds a recipient by the delivery: no address is kept that nobody needs.
          reported: unsealed(keyId, found.deliveryId === null ? reported : {}),
        },
        { ...meta, commandId: uuidv5(meta.commandId, `complaint ${part}`) },
      );
      if (!outcome.ok) throw new Error(`complaint ${own!.id} was refused: ${outcome.rejection.because}`);
      // Into the one that was filed: its own id may be no more than an alias of that, at least as strong.
      await mergeWeaker(known ?? own!.id, own!.by, weaker, at, meta);
    }

    /** A report that knew less came first, and its complaint stands under a weaker rung: they are one. */
    async function mergeWeaker(
      into: ComplaintId,
      intoIdentity: IdentityKind,
      weaker: readonly { id: ComplaintId }[],
      now: Instant,
      cause: Meta,
    ): Promise<void> {
      for (const { id } of weaker)
        await aggregates.complaint(
          {
            type: 'MergeComplaint',
            complaintId: id,
            at: now,
            into,
            intoIdentity,
            because: 'a later report proved that both are about one delivered message',
          },
          { ...cause, commandId: uuidv5(cause.commandId, `merge ${id}`) },
        ); // refused when there is none under that id: then there is nothing to merge
    }
  };

const copied = ({ domains }: { readonly domains: readonly string[] }, sentTo: readonly string[]): boolean =>
  sentTo.some((to) => domains.some((domain) => to === domain || to.endsWith(`.${domain}`)));
