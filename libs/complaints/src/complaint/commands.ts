import type {
  AccountId,
  BrandId,
  CampaignId,
  ComplaintId,
  DecidedBy,
  Duration,
  Erased,
  Instant,
  RecipientKey,
  Sealed,
} from '@app/kernel';
import type { Reported } from './events';
import type { IdentityKind, ReportRef, Trace, Verdict, Violation } from './shapes';

/** One report of one message to one recipient, examined and traced. The same command serves the first report and each
 *  later one: whether the complaint exists already, only its stream knows. */
export interface FileComplaint {
  type: 'FileComplaint';
  complaintId: ComplaintId;
  at: Instant;
  identity: IdentityKind;
  aliases: ComplaintId[];
  /** With its recipient as reported, if known, whether it differs from the complaint's or not. */
  report: Omit<ReportRef, 'tooOld'>;
  accountId: AccountId | null;
  brandId: BrandId | null;
  campaignId: CampaignId | null;
  /** Minted by the platform; from our token or the send log. */
  deliveryId: string | null;
  /** Of whom the message was sent to: from our token or the send log, else as reported. */
  recipientKey: RecipientKey | null;
  /** `estimated`: not from token or send log, but from Arrival-Date, or the time of receipt. */
  sent: { at: Instant; estimated: boolean };
  trace: Trace;
  violations: Violation[];
  /** A message older than this when it is reported counts and enforces nothing (setting, default 90 d). */
  maxMessageAge: Duration;
  reported: Sealed<Reported> | Erased;
}

export type ComplaintCommand =
  | FileComplaint
  /** Says whose complaint it is: of an untraced one, of a conflict, or of one that was traced wrongly. */
  | {
      type: 'AttributeComplaint';
      complaintId: ComplaintId;
      at: Instant;
      accountId: AccountId;
      brandId: BrandId | null;
      campaignId?: CampaignId;
      /** Against proof: a token or the send log says another. Absent: refused. */
      overrule?: boolean;
      by: DecidedBy;
      reason: string;
    }
  | {
      type: 'QualifyComplaint';
      complaintId: ComplaintId;
      at: Instant;
      verdict: Verdict;
      by: DecidedBy;
      reason: string;
    }
  /** Sent to the weaker of two that prove to be one. `intoIdentity` keeps merges from running in a circle. */
  | {
      type: 'MergeComplaint';
      complaintId: ComplaintId;
      at: Instant;
      into: ComplaintId;
      intoIdentity: IdentityKind;
      because: string;
    }
  /** Sent to the survivor: the reports of a complaint merged into it, or that came for one merged earlier. */
  | {
      type: 'AbsorbReports';
      complaintId: ComplaintId;
      at: Instant;
      from: ComplaintId;
      reports: ReportRef[];
      accountId: AccountId | null;
      brandId: BrandId | null;
      campaignId: CampaignId | null;
      confidence: number;
      verdict: Verdict | null;
    }
  | RecordSuppression
  /** The platform has had its time; the limit is that of the order which was accepted. */
  | {
      type: 'ReachSuppressionLimit';
      complaintId: ComplaintId;
      at: Instant;
      orderId: string;
      dueAt: Instant;
      firedAt: Instant;
    };

/** What became of an order to suppress. `orderId` is absent for one from before orders had ids of their own: it is then
 *  taken to be the newest. */
export type RecordSuppression = {
  type: 'RecordSuppression';
  complaintId: ComplaintId;
  at: Instant;
  orderId?: string;
} & (
  | { result: 'accepted'; orderId: string; platformWide: boolean; confirmWithin: Duration }
  | { result: 'confirmed' | 'failed' | 'withheld'; detail?: string }
);
