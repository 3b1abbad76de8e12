import { rejected, type Rejected } from '@app/kernel';
import type { IncidentCommandOf } from './commands';
import type { IncidentEvent } from './events';
import type { Known } from './state';

type Outcome = readonly IncidentEvent[] | Rejected;
type Of = Extract<IncidentEvent, { type: 'IncidentSettled' }>['data'];

/** Whose invoice it is: its id begins with the incident's. */
export const incidentOfInvoice = (invoiceId: string): string => invoiceId.replace(/\.\d+$/, '');

/** Billing has sent it. The last of an incident's settles it. */
export const issued = (command: IncidentCommandOf<'NoteInvoiceIssued'>, state: Known): Outcome => {
  const { incidentId, at, invoiceId, number, issuedAt, by } = command;
  const invoice = state.invoices.find((one) => one.invoiceId === invoiceId);
  if (!invoice) return rejected('unknown', `there is no invoice ${invoiceId.slice(0, 128)}`);
  if (invoice.state === 'issued')
    return invoice.number === number
      ? []
      : rejected('issued-already', `${invoiceId} was issued as ${invoice.number}: credit one of the two`);
  if (invoice.state === 'withdrawn')
    return rejected('withdrawn', `${invoiceId} is withdrawn: do not send it, or credit it`);
  const { brandId, terms } = state;
  const of = { incidentId, at, brandId };
  const { accountId, cents } = invoice;
  const others = state.invoices.filter((one) => one.invoiceId !== invoiceId);
  return [
    {
      type: 'InvoiceIssued',
      data: { ...of, invoiceId, accountId, cents, currency: terms.currency, number, issuedAt, by },
    },
    ...settledIf(
      others.every((one) => one.state !== 'requested'),
      of,
    ),
  ];
};

/** It never was, or nobody has to pay for it: at any time, also what billing has sent. */
export const withdraw = (command: IncidentCommandOf<'WithdrawIncident'>, state: Known): Outcome => {
  const { incidentId, at, by, reason } = command;
  if (state.status === 'withdrawn') return [];
  const { brandId, terms } = state;
  const of = { incidentId, at, brandId };
  return [
    { type: 'IncidentWithdrawn', data: { ...of, by, reason } },
    ...state.invoices.map(({ invoiceId, accountId, cents, state: now }) => ({
      type: 'InvoiceWithdrawn' as const,
      data: {
        ...of,
        invoiceId,
        accountId,
        cents,
        currency: terms.currency,
        issued: now === 'issued',
        reason,
      },
    })),
  ];
};

export const settledIf = (done: boolean, of: Of): IncidentEvent[] =>
  done ? [{ type: 'IncidentSettled', data: of }] : [];
