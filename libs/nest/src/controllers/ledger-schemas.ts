import { z } from 'zod';
import { currency, incidentKind } from '@app/ledger';
import { invoiceState, type ListedFine, type ListedInvoice } from '@app/views';
import { rfc3339 } from '../http';

const instant = z.iso.datetime();
const cents = z.int().meta({ description: 'In hundredths of the currency: whole ones' });

export const invoice = z
  .object({
    id: z.string(),
    idempotencyKey: z
      .string()
      .meta({ description: 'The same as often as it is asked: issue one invoice by it' }),
    incident: z.string(),
    kind: incidentKind,
    brand: z.string(),
    account: z.string(),
    currency: z.string(),
    cents,
    state: z.enum(invoiceState),
    requestedAt: instant,
    issued: z.object({ number: z.string(), at: instant }).nullable().meta({ description: 'As billing said' }),
    withdrawn: z.object({ at: instant, reason: z.string() }).nullable(),
  })
  .meta({ id: 'Invoice' });
export type InvoiceItem = z.output<typeof invoice>;

export const invoiceItem = ({ requestedAt, issued, withdrawn, ...one }: ListedInvoice): InvoiceItem => ({
  ...one,
  idempotencyKey: one.id,
  requestedAt: rfc3339(requestedAt),
  issued: issued && { ...issued, at: rfc3339(issued.at) },
  withdrawn: withdrawn && { ...withdrawn, at: rfc3339(withdrawn.at) },
});

const reason = z.string().trim().min(1).max(2_000);
const sanction = z.enum(['warning', 'fine']);

export const fineBody = z
  .strictObject({
    regulator: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .meta({ examples: ['ACM'] }),
    sanction: sanction.default('fine'),
    cents: z.int().positive().max(100_000_000_000).optional().meta({
      description:
        'In hundredths of the currency, as the regulator said; left out: nobody told, or a warning',
    }),
    currency: currency.default('EUR'),
    imposedOn: z.iso.date(),
    reference: z.string().trim().min(1).max(200).optional().meta({
      description: 'The regulator’s own: the same of the same regulator is noted once',
    }),
    note: z.string().trim().max(2_000).default(''),
  })
  .check(({ value: { sanction, cents }, issues, value }) => {
    if (sanction === 'warning' && cents !== undefined)
      issues.push({ code: 'custom', input: value, path: ['cents'], message: 'a warning has no amount' });
  })
  .meta({ id: 'NewFine' });
export const strikeBody = z.strictObject({ reason }).meta({ id: 'FineStruck' });

const fine = z
  .object({
    id: z.string(),
    regulator: z.string(),
    sanction,
    amount: z.object({ cents, currency: z.string() }).nullable(),
    imposedOn: z.iso.date(),
    reference: z.string().nullable(),
    note: z.string(),
    noted: z.object({ at: instant, by: z.string() }),
    struck: z
      .object({ at: instant, reason: z.string() })
      .nullable()
      .meta({ description: 'Noted by mistake, or taken back by the regulator' }),
  })
  .meta({ id: 'Fine' });

export const accountLedger = z
  .object({
    account: z.string(),
    owed: z.array(z.object({ currency: z.string(), requestedCents: cents, issuedCents: cents })).meta({
      description: 'What the account is to pay, by currency. No fine is in it, and nothing withdrawn',
    }),
    invoices: z.array(invoice).meta({ description: 'Newest first, the latest 500' }),
    fines: z.array(fine).meta({
      description:
        'What regulators imposed on the customer directly: noted, in no sum, and never invoiced by us',
    }),
  })
  .meta({ id: 'AccountLedger' });

export const fineItem = ({ noted, struck, ...one }: ListedFine): z.output<typeof fine> => ({
  ...one,
  noted: { ...noted, at: rfc3339(noted.at) },
  struck: struck && { ...struck, at: rfc3339(struck.at) },
});
