import type { DecidedBy, Instant } from '@app/kernel';
import {
  incidentDecider,
  type Basis,
  type CostKind,
  type IncidentEvent,
  type Share,
  type Work,
} from '@app/ledger';
import type { IncidentStatus, InvoiceState } from './queries';

type Opened = Extract<IncidentEvent, { type: 'IncidentOpened' }>['data'];
type Invoiced = Extract<IncidentEvent, { type: 'InvoiceRequested' }>['data'];

export interface CostLine {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  /** Negative: it takes another back. */
  readonly cents: number;
  /** Null of a reversal, as is the rest of what was told of a cost. */
  readonly kind: CostKind | null;
  readonly site: string | null;
  readonly work: Work | null;
  /** What was said of it. */
  readonly note: string;
  readonly reverses: string | null;
  readonly reversedBy: string | null;
}
/** Who did what to the costs, and why. */
export interface IncidentStep {
  readonly what: 'submitted' | 'shares-edited' | 'approved' | 'rejected' | 'withdrawn';
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
}
export interface IncidentDocument {
  readonly opened: Opened;
  readonly openedBy: string;
  readonly state: IncidentStatus;
  readonly totalCents: number;
  readonly costs: readonly CostLine[];
  /** Null: the costs are not complete. */
  readonly division: {
    readonly totalCents: number;
    readonly shares: readonly Share[];
    readonly oursCents: number;
    /** The complaints it was made by. */
    readonly basis: readonly Basis[];
  } | null;
  readonly steps: readonly IncidentStep[];
  readonly invoices: readonly (Pick<Invoiced, 'invoiceId' | 'accountId' | 'cents'> & {
    readonly state: InvoiceState;
    readonly number: string | null;
  })[];
}

/** An incident as its own stream tells it; undefined: nobody opened it. */
export const incidentDocument = (events: readonly IncidentEvent[]): IncidentDocument | undefined => {
  const [first] = events;
  const state = events.reduce(
    (before, event) => incidentDecider.evolve(before, event),
    incidentDecider.initial,
  );
  if (first?.type !== 'IncidentOpened' || state.status === 'none') return undefined;
  return {
    opened: first.data,
    openedBy: who(first.data.by),
    state: state.status,
    totalCents: state.lines.reduce((sum, { cents }) => sum + cents, 0),
    costs: linesOf(events),
    division: state.division && { ...state.division, basis: state.basis },
    steps: events.flatMap(stepOf),
    invoices: state.invoices,
  };
};

const linesOf = (events: readonly IncidentEvent[]): CostLine[] => {
  const reversedBy = new Map(
    events.flatMap(({ type, data }) =>
      type === 'CostReversed' ? [[data.reverses, data.costId] as const] : [],
    ),
  );
  return events.flatMap(({ type, data }): CostLine[] => {
    if (type === 'CostRecorded') {
      const { costId: id, at, by, cents, kind, site, work, note } = data;
      return [
        {
          id,
          at,
          by: who(by),
          cents,
          kind,
          site,
          work,
          note,
          reverses: null,
          reversedBy: reversedBy.get(id) ?? null,
        },
      ];
    }
    if (type === 'CostReversed') {
      const { costId: id, at, by, cents, reverses, reason } = data;
      const untold = { kind: null, site: null, work: null, reversedBy: null };
      return [{ id, at, by: who(by), cents, note: reason, reverses, ...untold }];
    }
    return [];
  });
};

const STEPS = {
  CostsSubmitted: 'submitted',
  SharesEdited: 'shares-edited',
  CostsApproved: 'approved',
  CostsRejected: 'rejected',
  IncidentWithdrawn: 'withdrawn',
} as const;

const stepOf = ({ type, data }: IncidentEvent): IncidentStep[] =>
  type in STEPS && 'by' in data && 'reason' in data
    ? [{ what: STEPS[type as keyof typeof STEPS], at: data.at, by: who(data.by), reason: data.reason }]
    : [];

const who = (by: DecidedBy): string => (by.kind === 'person' ? by.keyId : by.rule);
