import { projection, sql, type Statement } from '@app/kernel';
import { fineEvents, incidentEvents } from '@app/ledger';

const inputs = incidentEvents.union(fineEvents);

/** What the platform suffered and what that costs whom; and, in a table of its own that no sum is made of, what regulators
 *  imposed. */
export const ledger = projection({
  name: 'ledger',
  version: 1,
  inputs,
  tables: ['incidents', 'invoices', 'fines'],

  create: (t) => [
    sql(`create table ${t.incidents} (
      incident_id text primary key, brand_id text not null, kind text not null, subjects text not null,
      occurred_at bigint not null, opened_at bigint not null, account_id text, case_id text,
      state text not null, currency text not null, total_cents bigint not null, submitted_at bigint)`),
    sql(`create index ${t.incidents}_opened on ${t.incidents}(opened_at, incident_id)`),
    sql(
      `create index ${t.incidents}_submitted on ${t.incidents}(submitted_at) where submitted_at is not null`,
    ),
    sql(`create table ${t.invoices} (
      invoice_id text primary key, incident_id text not null, brand_id text not null, account_id text not null,
      currency text not null, cents bigint not null, state text not null, requested_at bigint not null,
      number text, issued_at bigint, withdrawn_at bigint, withdrawn_because text)`),
    sql(`create index ${t.invoices}_state on ${t.invoices}(state, requested_at, invoice_id)`),
    sql(`create index ${t.invoices}_account on ${t.invoices}(account_id, requested_at)`),
    sql(`create table ${t.fines} (
      fine_id text not null, account_id text not null, regulator text not null, sanction text not null,
      cents bigint, currency text, imposed_on text not null, reference text, note text not null,
      noted_at bigint not null, noted_by text not null, struck_at bigint, struck_because text,
      primary key(account_id, fine_id))`),
  ],

  on({ type, data }, t): Statement[] {
    switch (type) {
      case 'RegulatorFineNoted':
        return [
          sql(
            `insert into ${t.fines} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, null)`,
            data.fineId,
            data.accountId,
            data.regulator,
            data.sanction,
            data.amount?.cents ?? null,
            data.amount?.currency ?? null,
            data.imposedOn,
            data.reference,
            data.note,
            data.at,
            data.by.kind === 'person' ? data.by.keyId : data.by.rule,
          ),
        ];
      case 'RegulatorFineStruck':
        return [
          sql(
            `update ${t.fines} set struck_at = $3, struck_because = $4 where account_id = $1 and fine_id = $2`,
            data.accountId,
            data.fineId,
            data.at,
            data.reason,
          ),
        ];
      case 'IncidentOpened':
        return [
          sql(
            `insert into ${t.incidents} values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, 0, null)`,
            data.incidentId,
            data.brandId,
            data.kind,
            JSON.stringify(data.subjects),
            data.occurredAt,
            data.at,
            data.claim?.accountId ?? null,
            data.claim?.caseId ?? null,
            data.terms.currency,
          ),
        ];
      case 'InvoiceRequested':
        return [
          sql(
            `insert into ${t.invoices} values ($1, $2, $3, $4, $5, $6, 'requested', $7, null, null, null, null)`,
            data.invoiceId,
            data.incidentId,
            data.brandId,
            data.accountId,
            data.currency,
            data.cents,
            data.at,
          ),
        ];
      case 'InvoiceIssued':
        return [
          sql(
            `update ${t.invoices} set state = 'issued', number = $2, issued_at = $3 where invoice_id = $1`,
            data.invoiceId,
            data.number,
            data.issuedAt,
          ),
        ];
      case 'InvoiceWithdrawn':
        return [
          sql(
            `update ${t.invoices} set state = 'withdrawn', withdrawn_at = $2, withdrawn_because = $3
             where invoice_id = $1`,
            data.invoiceId,
            data.at,
            data.reason,
          ),
        ];
      case 'SharesEdited':
        return []; // it waits as it did
      default:
        return [
          sql(
            `update ${t.incidents} set state = $2, submitted_at = $3, total_cents = total_cents + $4
             where incident_id = $1`,
            data.incidentId,
            STATES[type],
            type === 'CostsSubmitted' ? data.at : null,
            type === 'CostRecorded' || type === 'CostReversed' ? data.cents : 0,
          ),
        ];
    }
  },
});

/** Where an incident stands after it. */
const STATES = {
  CostRecorded: 'open',
  CostReversed: 'open',
  CostsSubmitted: 'submitted',
  CostsRejected: 'open',
  CostsApproved: 'invoicing',
  IncidentSettled: 'settled',
  IncidentWithdrawn: 'withdrawn',
} as const;
