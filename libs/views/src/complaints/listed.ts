import type { ComplaintStatus } from '@app/complaints';
import { sql, type AccountId, type ComplaintId, type Instant, type ReportId } from '@app/kernel';

export const suppressionState = [
  'none',
  'accepted',
  'confirmed',
  'failed',
  'unconfirmed',
  'withheld',
] as const;

/** One row of a list; what `GET /v1/complaints` shows of each. Holds no personal data. */
export interface ListedComplaint {
  readonly complaintId: ComplaintId;
  readonly accountId: AccountId | null;
  readonly brandId: string | null;
  readonly campaignId: string | null;
  readonly state: ComplaintStatus;
  readonly may: readonly string[];
  readonly lacks: readonly string[];
  readonly filedAt: Instant;
  readonly sentAt: Instant;
  readonly sentEstimated: boolean;
  readonly violations: readonly string[];
  readonly verdict: string | null;
  readonly mergedInto: ComplaintId | null;
  /** `accepted`: the platform has yet to confirm it; `unconfirmed`: it never did, and is asked no more. */
  readonly suppression: (typeof suppressionState)[number];
  /** The message is being replayed: which one, as the platform knows it, and the keys of ours that signed it. */
  readonly replay: { readonly deliveryId: string | null; readonly signedBy: readonly string[] } | null;
  readonly trace: {
    readonly strategy: string | null;
    readonly confidence: number;
    readonly attempts: readonly {
      readonly strategy: string;
      readonly accountId?: string;
      readonly confidence?: number;
      readonly detail?: string;
    }[];
  };
  readonly reports: readonly ListedReport[];
}
export interface ListedReport {
  readonly reportId: ReportId;
  readonly source: string | null;
  readonly channel: string;
  readonly trust: string;
  readonly feedbackType: string;
  readonly provider: string | null;
  readonly corroboration: readonly string[];
  readonly customerCopied: boolean;
  readonly receivedAt: Instant;
}

export interface Row {
  readonly complaint_id: ComplaintId;
  readonly account_id: AccountId | null;
  readonly brand_id: string | null;
  readonly campaign_id: string | null;
  readonly state: ComplaintStatus;
  readonly may: string;
  readonly lacks: string;
  readonly delivery_id: string | null;
  readonly filed_at: number;
  readonly sent_at: number;
  readonly sent_estimated: number;
  readonly strategy: string | null;
  readonly confidence: string;
  readonly attempts: string;
  readonly violations: string;
  readonly verdict: string | null;
  readonly merged_into: ComplaintId | null;
  readonly suppression: ListedComplaint['suppression'];
}
export interface ReportRow {
  readonly complaint_id: ComplaintId;
  readonly report_id: ReportId;
  readonly source: string | null;
  readonly channel: string;
  readonly trust: string;
  readonly feedback_type: string;
  readonly provider: string | null;
  readonly corroboration: string;
  readonly received_at: number;
  readonly signed_by: string;
  readonly customer_copied: number;
}

export const reportsOf = (complaints: string, params: readonly (string | number)[]) =>
  sql(
    `select * from complaint_reports where complaint_id in (${complaints}) order by received_at, report_id`,
    ...params,
  );

const replayOf = (
  { complaint_id, lacks, delivery_id }: Row,
  reports: readonly ReportRow[],
): ListedComplaint['replay'] =>
  words(lacks).includes('replay-suspected')
    ? {
        deliveryId: delivery_id,
        signedBy: [
          ...new Set(
            reports.filter((r) => r.complaint_id === complaint_id).flatMap((r) => words(r.signed_by)),
          ),
        ].sort(),
      }
    : null;

const words = (text: string) => text.split(' ').filter((w) => w !== '');

/** Puts complaints and their reports together. */
export const listed = (rows: readonly Row[], reports: readonly ReportRow[]): ListedComplaint[] =>
  rows.map((row) => ({
    complaintId: row.complaint_id,
    accountId: row.account_id,
    brandId: row.brand_id,
    campaignId: row.campaign_id,
    state: row.state,
    may: words(row.may),
    lacks: words(row.lacks),
    filedAt: Number(row.filed_at) as Instant,
    sentAt: Number(row.sent_at) as Instant,
    sentEstimated: Number(row.sent_estimated) === 1,
    violations: words(row.violations),
    verdict: row.verdict,
    mergedInto: row.merged_into,
    suppression: row.suppression,
    replay: replayOf(row, reports),
    trace: {
      strategy: row.strategy,
      confidence: Number(row.confidence),
      attempts: JSON.parse(row.attempts) as ListedComplaint['trace']['attempts'],
    },
    reports: reports
      .filter((r) => r.complaint_id === row.complaint_id)
      .map((r) => ({
        reportId: r.report_id,
        source: r.source,
        channel: r.channel,
        trust: r.trust,
        feedbackType: r.feedback_type,
        provider: r.provider,
        corroboration: words(r.corroboration),
        customerCopied: Number(r.customer_copied) === 1,
        receivedAt: Number(r.received_at) as Instant,
      })),
  }));
