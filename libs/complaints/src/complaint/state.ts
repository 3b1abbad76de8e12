import type { BrandId, CampaignId, ComplaintId, Instant } from '@app/kernel';
import type { ComplaintEvent } from './events';
import type { IdentityKind, ReportRef, Step, Violation } from './shapes';
import type { Facts } from './standing';

export interface Known extends Facts {
  readonly status: 'known';
  readonly complaintId: ComplaintId;
  readonly identity: IdentityKind;
  readonly brandId: BrandId | null;
  readonly campaignId: CampaignId | null;
  readonly aliases: readonly ComplaintId[];
  readonly sent: { readonly at: Instant; readonly estimated: boolean };
  readonly violations: readonly Violation[];
  readonly reports: readonly ReportRef[];
  /** A person said whose it is: no later report says otherwise. */
  readonly attributedByPerson: boolean;
  readonly may: readonly Step[];
  readonly mergedInto: ComplaintId | null;
  readonly suppression: {
    readonly state: 'none' | 'confirmed' | 'failed' | 'withheld';
    readonly detail: string;
  };
}
export type ComplaintState = { readonly status: 'none' } | Known;

/** Also what a decision of several events is built with: each is judged on the state the one before it led to. */
export function evolve(state: ComplaintState, { type, data }: ComplaintEvent): ComplaintState {
  if (type === 'ComplaintFiled')
    return {
      status: 'known',
      complaintId: data.complaintId,
      identity: data.identity,
      accountId: data.accountId,
      brandId: data.brandId,
      campaignId: data.campaignId,
      deliveryId: data.deliveryId,
      recipientKey: data.recipientKey,
      outcome: data.trace.outcome,
      confidence: data.trace.confidence,
      aliases: data.aliases,
      sent: data.sent,
      violations: data.violations,
      reports: [data.report],
      attributedByPerson: false,
      verdict: null,
      may: data.may,
      mergedInto: null,
      suppression: { state: 'none', detail: '' },
    };
  if (state.status === 'none') return state;
  switch (type) {
    case 'ReportCorroborated':
      return {
        ...state,
        aliases: [...state.aliases, ...data.aliases],
        reports: [...state.reports, data.report],
        may: data.may,
      };
    case 'AttributionWithdrawn':
      return {
        ...state,
        accountId: null,
        campaignId: null,
        outcome: data.leaves,
        confidence: 0,
        may: without(state.may, data.lost),
        suppression: { state: 'none', detail: '' }, // it was of that account's lists
      };
    case 'ComplaintTraced':
      return {
        ...state,
        accountId: data.accountId,
        brandId: data.brandId,
        campaignId: data.campaignId,
        deliveryId: data.deliveryId,
        outcome: 'traced',
        confidence: data.confidence,
        attributedByPerson: data.by.kind === 'person',
        may: data.may,
      };
    case 'ComplaintQualified':
      return { ...state, verdict: data.verdict, may: data.may };
    case 'ComplaintMerged': {
      const known = new Set(state.reports.map((r) => r.reportId));
      const late = data.reports.filter((r) => !known.has(r.reportId));
      return { ...state, mergedInto: data.into, may: [], reports: [...state.reports, ...late] };
    }
    case 'RecipientSuppressed':
      return { ...state, suppression: { state: 'confirmed', detail: '' } };
    case 'SuppressionWithheld':
      return { ...state, suppression: { state: 'withheld', detail: '' } };
    case 'SuppressionFailed':
      return { ...state, suppression: { state: 'failed', detail: data.detail } };
  }
}

const without = (steps: readonly Step[], gone: readonly Step[]) => steps.filter((s) => !gone.includes(s));
