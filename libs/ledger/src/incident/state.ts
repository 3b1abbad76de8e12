import type { AccountId, BrandId, DecidedBy } from '@app/kernel';
import type { IncidentEvent } from './events';
import type { Basis, Claim, Share, Terms } from './shapes';

export interface Line {
  readonly costId: string;
  readonly cents: number;
  /** A line that reverses one is reversed by none. */
  readonly state: 'stands' | 'reversed' | 'reversal';
}
/** Who bears how much. */
export interface Division {
  readonly totalCents: number;
  readonly shares: readonly Share[];
  readonly oursCents: number;
}
export interface Invoice {
  readonly invoiceId: string;
  readonly accountId: AccountId;
  readonly cents: number;
  readonly state: 'requested' | 'issued' | 'withdrawn';
  /** Billing's. */
  readonly number: string | null;
}
export interface Known {
  readonly status: 'open' | 'submitted' | 'invoicing' | 'settled' | 'withdrawn';
  readonly brandId: BrandId;
  readonly terms: Terms;
  readonly claim: Claim | null;
  readonly lines: readonly Line[];
  readonly basis: readonly Basis[];
  /** As submitted or edited last; null: the costs are not complete. */
  readonly division: Division | null;
  /** Whose work it is, who can therefore not approve it: who recorded, reversed, submitted or divided. */
  readonly hands: readonly string[];
  /** The costs as they stand were rejected. */
  readonly rejected: boolean;
  readonly invoices: readonly Invoice[];
}
export type IncidentState = { readonly status: 'none' } | Known;

export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { cents }) => sum + cents, 0);

export const evolve = (state: IncidentState, { type, data }: IncidentEvent): IncidentState => {
  if (type === 'IncidentOpened')
    return {
      status: 'open',
      brandId: data.brandId,
      terms: data.terms,
      claim: data.claim,
      lines: [],
      basis: [],
      division: null,
      hands: [],
      rejected: false,
      invoices: [],
    };
  if (state.status === 'none') return state;
  switch (type) {
    case 'CostRecorded': {
      const { costId, cents } = data;
      return { ...touched(state, data.by), lines: [...state.lines, { costId, cents, state: 'stands' }] };
    }
    case 'CostReversed': {
      const { costId, cents } = data;
      return {
        ...touched(state, data.by),
        lines: [
          ...state.lines.map((line) =>
            line.costId === data.reverses ? { ...line, state: 'reversed' as const } : line,
          ),
          { costId, cents, state: 'reversal' },
        ],
      };
    }
    case 'CostsSubmitted':
      return { ...touched(state, data.by), status: 'submitted', basis: data.basis, division: division(data) };
    case 'SharesEdited':
      return { ...touched(state, data.by), status: 'submitted', division: division(data) };
    case 'CostsApproved':
      return { ...state, status: 'invoicing' };
    case 'CostsRejected':
      return { ...state, status: 'open', division: null, rejected: true };
    case 'InvoiceRequested': {
      const { invoiceId, accountId, cents } = data;
      const requested = { invoiceId, accountId, cents, state: 'requested', number: null } as const;
      return { ...state, invoices: [...state.invoices, requested] };
    }
    case 'InvoiceIssued':
      return invoiceNow(state, data.invoiceId, { state: 'issued', number: data.number });
    case 'InvoiceWithdrawn':
      return invoiceNow(state, data.invoiceId, { state: 'withdrawn' });
    case 'IncidentSettled':
      return { ...state, status: 'settled' };
    case 'IncidentWithdrawn':
      return { ...state, status: 'withdrawn' };
  }
};

/** Whatever was divided before is so no more, and whoever did it has a hand in it. */
const touched = (state: Known, by: DecidedBy): Known => ({
  ...state,
  status: 'open',
  division: null,
  rejected: false,
  hands: by.kind === 'person' && !state.hands.includes(by.keyId) ? [...state.hands, by.keyId] : state.hands,
});

const division = ({ totalCents, shares, oursCents }: Division): Division => ({
  totalCents,
  shares,
  oursCents,
});

const invoiceNow = (state: Known, invoiceId: string, now: Partial<Invoice>): Known => ({
  ...state,
  invoices: state.invoices.map((one) => (one.invoiceId === invoiceId ? { ...one, ...now } : one)),
});
