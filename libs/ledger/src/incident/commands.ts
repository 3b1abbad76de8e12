import type { BrandId, DecidedBy, Instant } from '@app/kernel';
import type { z } from 'zod';
import type { Basis, Claim, Cost, IncidentKind, IncidentSubject, Share, span, Terms } from './shapes';

interface Of {
  readonly incidentId: string;
  readonly at: Instant;
}
/** What a person does: who, and why. */
interface Deed extends Of {
  readonly by: DecidedBy;
  readonly reason: string;
}

export interface OpenIncident extends Of {
  readonly type: 'OpenIncident';
  readonly brandId: BrandId;
  readonly kind: IncidentKind;
  readonly subjects: readonly IncidentSubject[];
  readonly occurredAt: Instant;
  readonly span: z.output<typeof span> | null;
  readonly source: string;
  readonly note: string;
  readonly terms: Terms;
  readonly claim: Claim | null;
  readonly by: DecidedBy;
}

export type IncidentCommand =
  | OpenIncident
  /** Without an amount, it is that of the work. */
  | (Of & {
      readonly type: 'RecordCost';
      readonly cost: Omit<Cost, 'cents'> & { readonly cents?: number };
      readonly by: DecidedBy;
    })
  | (Deed & { readonly type: 'ReverseCost'; readonly costId: string; readonly reverses: string })
  /** `basis`: looked up just now, an account once; of a claim nothing is looked up. */
  | (Deed & { readonly type: 'SubmitCosts'; readonly basis: readonly Basis[] })
  | (Deed & { readonly type: 'EditShares'; readonly shares: readonly Share[]; readonly oursCents: number })
  /** `supervisor`: whether who approves is one. `shadow`: the brand only watches. */
  | (Deed & { readonly type: 'ApproveCosts'; readonly supervisor: boolean; readonly shadow: boolean })
  | (Deed & { readonly type: 'RejectCosts' })
  | (Deed & { readonly type: 'WithdrawIncident' })
  | (Of & {
      readonly type: 'NoteInvoiceIssued';
      readonly invoiceId: string;
      readonly number: string;
      readonly issuedAt: Instant;
      readonly by: DecidedBy;
    });
export type IncidentCommandOf<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;
