import { sql, type AccountId, type BrandId, type CaseId, type Day, type Instant, type Query } from '@app/kernel'; // prettier-ignore
import type { IncidentKind, IncidentSubject, KnownIncident } from '@app/ledger';

export type IncidentStatus = KnownIncident['status'];
export const invoiceState = ['requested', 'issued', 'withdrawn'] as const;
export type InvoiceState = (typeof invoiceState)[number];

interface Paged {
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

export interface ListedIncident {
  readonly id: string;
  readonly brand: BrandId;
  readonly kind: IncidentKind;
  readonly subjects: readonly IncidentSubject[];
  readonly occurredAt: Instant;
  readonly openedAt: Instant;
  /** Of a claim: whose account was closed, in which case. */
  readonly claim: { readonly account: AccountId; readonly case: CaseId } | null;
  readonly state: IncidentStatus;
  readonly currency: string;
  readonly totalCents: number;
}
export interface ListedInvoice {
  readonly id: string;
  readonly incident: string;
  readonly kind: IncidentKind;
  readonly brand: BrandId;
  readonly account: AccountId;
  readonly currency: string;
  readonly cents: number;
  readonly state: InvoiceState;
  readonly requestedAt: Instant;
  /** Billing's. */
  readonly issued: { readonly number: string; readonly at: Instant } | null;
  readonly withdrawn: { readonly at: Instant; readonly reason: string } | null;
}
export interface ListedFine {
  readonly id: string;
  readonly regulator: string;
  readonly sanction: 'warning' | 'fine';
  readonly amount: { readonly cents: number; readonly currency: string } | null;
  readonly imposedOn: Day;
  readonly reference: string | null;
  readonly note: string;
  readonly noted: { readonly at: Instant; readonly by: string };
  readonly struck: { readonly at: Instant; readonly reason: string } | null;
}
/** Of one currency, what an account is to pay: `requestedCents` waits for billing. What was withdrawn is in neither. */
export interface Owed {
  readonly currency: string;
  readonly requestedCents: number;
  readonly issuedCents: number;
}

/** Newest first. A cursor that is none of ours starts there. */
export const incidentsBy = (
  filter: Paged & { readonly state?: IncidentStatus; readonly brand?: string },
): Query<Page<ListedIncident>> => {
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where = ['1 = 1'];
  if (filter.state !== undefined) where.push(`state = ${param(filter.state)}`);
  if (filter.brand !== undefined) where.push(`brand_id = ${param(filter.brand)}`);
  const after = placeIn(filter.cursor);
  if (after) where.push(`(opened_at, incident_id) < (${param(after.at)}, ${param(after.id)})`);
  const limit = pageSize(filter.limit);
  return {
    reads: [
      sql(
        `select * from incidents where ${where.join(' and ')}
         order by opened_at desc, incident_id desc limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer: ([rows]) =>
      pageOf((rows as IncidentRow[]).map(incidentIn), limit, (last) => `${last.openedAt}.${last.id}`),
  };
};

/** Oldest first, as billing works them off. */
export const invoicesBy = (
  filter: Paged & { readonly state?: InvoiceState; readonly brand?: string },
): Query<Page<ListedInvoice>> => {
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const where = ['1 = 1'];
  if (filter.state !== undefined) where.push(`i.state = ${param(filter.state)}`);
  if (filter.brand !== undefined) where.push(`i.brand_id = ${param(filter.brand)}`);
  const after = placeIn(filter.cursor);
  if (after) where.push(`(i.requested_at, i.invoice_id) > (${param(after.at)}, ${param(after.id)})`);
  const limit = pageSize(filter.limit);
  return {
    reads: [
      sql(
        `${INVOICES} where ${where.join(' and ')} order by i.requested_at, i.invoice_id limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer: ([rows]) =>
      pageOf((rows as InvoiceRow[]).map(invoiceIn), limit, (last) => `${last.requestedAt}.${last.id}`),
  };
};

const SHOWN = 500; // of an account; more incidents than that are nobody's

/** What an account is to pay, and beside it, in no sum, what regulators imposed on it. The newest first. */
export const ledgerOf = (
  account: AccountId,
): Query<{ owed: Owed[]; invoices: ListedInvoice[]; fines: ListedFine[] }> => ({
  reads: [
    sql(
      `select currency, state, sum(cents) as cents from invoices
       where account_id = $1 and state <> 'withdrawn' group by currency, state order by currency`,
      account,
    ),
    sql(
      `${INVOICES} where i.account_id = $1 order by i.requested_at desc, i.invoice_id limit ${SHOWN}`,
      account,
    ),
    sql(
      `select * from fines where account_id = $1 order by imposed_on desc, fine_id limit ${SHOWN}`,
      account,
    ),
  ],
  answer: ([sums, invoices, fines]) => ({
    owed: owedIn(sums as SumRow[]),
    invoices: (invoices as InvoiceRow[]).map(invoiceIn),
    fines: (fines as FineRow[]).map(fineIn),
  }),
});

/** Costs that wait for a second person. */
export const waitingCosts: Query<{ count: number; oldest: Instant | null }> = {
  reads: [
    sql('select count(*) as n, min(submitted_at) as oldest from incidents where submitted_at is not null'),
  ],
  answer: ([rows]) => {
    const [{ n, oldest }] = rows as [{ n: number; oldest: number | null }];
    return { count: Number(n), oldest: oldest === null ? null : (Number(oldest) as Instant) };
  },
};

const INVOICES = 'select i.*, o.kind from invoices i join incidents o on o.incident_id = i.incident_id';

interface IncidentRow {
  readonly incident_id: string;
  readonly brand_id: BrandId;
  readonly kind: IncidentKind;
  readonly subjects: string;
  readonly occurred_at: number;
  readonly opened_at: number;
  readonly account_id: AccountId | null;
  readonly case_id: CaseId | null;
  readonly state: IncidentStatus;
  readonly currency: string;
  readonly total_cents: number;
}
interface InvoiceRow {
  readonly invoice_id: string;
  readonly incident_id: string;
  readonly kind: IncidentKind;
  readonly brand_id: BrandId;
  readonly account_id: AccountId;
  readonly currency: string;
  readonly cents: number;
  readonly state: InvoiceState;
  readonly requested_at: number;
  readonly number: string | null;
  readonly issued_at: number | null;
  readonly withdrawn_at: number | null;
  readonly withdrawn_because: string | null;
}
interface FineRow {
  readonly fine_id: string;
  readonly regulator: string;
  readonly sanction: 'warning' | 'fine';
  readonly cents: number | null;
  readonly currency: string | null;
  readonly imposed_on: Day;
  readonly reference: string | null;
  readonly note: string;
  readonly noted_at: number;
  readonly noted_by: string;
  readonly struck_at: number | null;
  readonly struck_because: string | null;
}
interface SumRow {
  readonly currency: string;
  readonly state: InvoiceState;
  readonly cents: number;
}

const instant = (value: number): Instant => Number(value) as Instant;

const incidentIn = (row: IncidentRow): ListedIncident => ({
  id: row.incident_id,
  brand: row.brand_id,
  kind: row.kind,
  subjects: JSON.parse(row.subjects) as IncidentSubject[],
  occurredAt: instant(row.occurred_at),
  openedAt: instant(row.opened_at),
  claim:
    row.account_id !== null && row.case_id !== null ? { account: row.account_id, case: row.case_id } : null,
  state: row.state,
  currency: row.currency,
  totalCents: Number(row.total_cents),
});

const invoiceIn = (row: InvoiceRow): ListedInvoice => ({
  id: row.invoice_id,
  incident: row.incident_id,
  kind: row.kind,
  brand: row.brand_id,
  account: row.account_id,
  currency: row.currency,
  cents: Number(row.cents),
  state: row.state,
  requestedAt: instant(row.requested_at),
  issued:
    row.number === null || row.issued_at === null ? null : { number: row.number, at: instant(row.issued_at) },
  withdrawn:
    row.withdrawn_at === null ? null : { at: instant(row.withdrawn_at), reason: row.withdrawn_because ?? '' },
});

const fineIn = (row: FineRow): ListedFine => ({
  id: row.fine_id,
  regulator: row.regulator,
  sanction: row.sanction,
  amount:
    row.cents === null || row.currency === null ? null : { cents: Number(row.cents), currency: row.currency },
  imposedOn: row.imposed_on,
  reference: row.reference,
  note: row.note,
  noted: { at: instant(row.noted_at), by: row.noted_by },
  struck: row.struck_at === null ? null : { at: instant(row.struck_at), reason: row.struck_because ?? '' },
});

const owedIn = (rows: readonly SumRow[]): Owed[] =>
  [...new Set(rows.map(({ currency }) => currency))].map((currency) => {
    const sumOf = (state: InvoiceState) =>
      Number(rows.find((row) => row.currency === currency && row.state === state)?.cents ?? 0);
    return { currency, requestedCents: sumOf('requested'), issuedCents: sumOf('issued') };
  });

const pageSize = (limit = 50): number => Math.min(Math.max(limit, 1), 500);

const placeIn = (cursor: string | undefined): { at: number; id: string } | undefined => {
  const [, at, id] = /^(\d{1,15})\.(.{1,220})$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
};

const pageOf = <T>(rows: readonly T[], limit: number, cursor: (last: T) => string): Page<T> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursor(last) : null };
};
