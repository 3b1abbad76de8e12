import type { BrandId, CampaignId, ComplaintId, Instant } from '@app/kernel';
import type { ComplaintEvent } from './events';
import type { IdentityKind, ReportRef, Step, Violation } from './shapes';
import type { Facts } from './standing';
import { suppressionAsked } from './suppression-order';

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
  readonly suppression: Suppression;
}
export interface Suppression {
  readonly state: 'none' | 'accepted' | 'confirmed' | 'failed' | 'withheld';
  readonly detail: string;
  /** The newest that was asked for; null: none was, for the account it belongs to. */
  readonly orderId: string | null;
  /** Its time to confirm, since the platform accepted it; null: it did not, or not yet. */
  readonly accepted: {
    readonly orderId: string;
    readonly platformWide: boolean;
    readonly confirmWithin: number;
    /** The limits that passed. */
    readonly times: number;
    /** The next of them; null: there is no other. */
    readonly confirmBy: Instant | null;
  } | null;
}
export type ComplaintState = { readonly status: 'none' } | Known;

/** Also what a decision of several events is built with: each is judged on the state the one before it led to. */
export function evolve(state: ComplaintState, event: ComplaintEvent): ComplaintState {
  const after = moved(state, event);
  if (after.status === 'none') return after;
  switch (event.type) {
    case 'ComplaintFiled':
    case 'ReportCorroborated':
    case 'ComplaintTraced':
    case 'ComplaintQualified': {
      const asked = suppressionAsked(event);
      return asked ? { ...after, suppression: { ...NOT_SUPPRESSED, orderId: asked.orderId } } : after;
    }
    default:
      return after;
  }
}

const NOT_SUPPRESSED: Suppression = { state: 'none', detail: '', orderId: null, accepted: null };

const moved = (state: ComplaintState, { type, data }: ComplaintEvent): ComplaintState => {
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
      suppression: NOT_SUPPRESSED,
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
        suppression: NOT_SUPPRESSED, // it was of that account's lists
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
    case 'SuppressionAccepted': {
      const { orderId, platformWide, confirmWithin, confirmBy } = data;
      const accepted = { orderId, platformWide, confirmWithin, confirmBy, times: 0 };
      return { ...state, suppression: { ...state.suppression, state: 'accepted', accepted } };
    }
    case 'SuppressionOverdue': {
      const { accepted } = state.suppression;
      if (accepted === null) return state;
      const { times, confirmBy } = data;
      return { ...state, suppression: { ...state.suppression, accepted: { ...accepted, times, confirmBy } } };
    }
    case 'RecipientSuppressed':
      return { ...state, suppression: { ...state.suppression, state: 'confirmed', detail: '' } };
    case 'SuppressionWithheld':
      return { ...state, suppression: { ...state.suppression, state: 'withheld', detail: '' } };
    case 'SuppressionFailed':
      return { ...state, suppression: { ...state.suppression, state: 'failed', detail: data.detail } };
  }
};

const without = (steps: readonly Step[], gone: readonly Step[]) => steps.filter((s) => !gone.includes(s));
