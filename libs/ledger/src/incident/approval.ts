import { rejected, type Rejected } from '@app/kernel';
import { apportion } from '../apportion';
import type { IncidentCommandOf } from './commands';
import type { IncidentEvent } from './events';
import { settledIf } from './invoices';
import type { Basis, Share, Terms } from './shapes';
import { totalOf, type Division, type Known } from './state';

type Outcome = readonly IncidentEvent[] | Rejected;

/** An account's complaints that are charged. */
export const chargeable = ({ customer, shared }: Basis, charged: Terms['charged']): number =>
  charged === 'none' ? 0 : charged === 'traced' ? customer + shared : customer;

/** A claim is borne by the account that was closed; everything else by the complaints it is traced to, and where there are
 *  none, by the provider. */
export const submit = (command: IncidentCommandOf<'SubmitCosts'>, state: Known): Outcome => {
  const { incidentId, at, by, reason } = command;
  const { brandId, claim, terms, status } = state;
  const over = ended(status);
  if (over) return over;
  const totalCents = totalOf(state.lines);
  if (totalCents === 0) return rejected('no-costs', 'no costs stand: record them first, or withdraw it');
  const basis = claim ? [] : [...command.basis];
  const shares = claim
    ? [{ accountId: claim.accountId, cents: totalCents }]
    : apportion(
        totalCents,
        basis.map((one) => ({ accountId: one.accountId, weight: chargeable(one, terms.charged) })),
      );
  if (status === 'submitted' && same(state.basis, basis)) return []; // divided by hand, it stays so
  const division = { totalCents, shares, oursCents: totalCents - sumOf(shares) };
  return [{ type: 'CostsSubmitted', data: { incidentId, at, brandId, ...division, basis, by, reason } }];
};

export const edit = (command: IncidentCommandOf<'EditShares'>, state: Known): Outcome => {
  const { incidentId, at, oursCents, by, reason } = command;
  const { brandId, division } = state;
  const waits = waiting(state);
  if (waits) return waits;
  const { totalCents } = division!;
  const shares = command.shares.filter(({ cents }) => cents > 0);
  const wrong = unfit(shares, oursCents, totalCents) ?? unliable(shares, state);
  if (wrong) return wrong;
  const edited: Division = { totalCents, shares, oursCents };
  return same(edited, division)
    ? []
    : [
        {
          type: 'SharesEdited',
          data: { incidentId, at, brandId, totalCents, shares, oursCents, by, reason },
        },
      ];
};

/** A second person, and a supervisor. */
export const approve = (command: IncidentCommandOf<'ApproveCosts'>, state: Known): Outcome => {
  const { incidentId, at, by, reason, supervisor, shadow } = command;
  if (state.status === 'invoicing' || state.status === 'settled') return [];
  const waits = waiting(state);
  if (waits) return waits;
  if (!supervisor) return rejected('supervisor-needed', 'costs are approved by a supervisor');
  if (by.kind !== 'person' || state.hands.includes(by.keyId))
    return rejected(
      'four-eyes',
      'who recorded, submitted or divided the costs does not approve them: another person does',
    );
  if (shadow) return rejected('shadow', 'the brand only watches: nobody is invoiced before it enforces');
  const { brandId, terms, division } = state;
  const { totalCents, shares, oursCents } = division!;
  const of = { incidentId, at, brandId };
  const invoices = shares.map(({ accountId, cents }, i) => ({
    type: 'InvoiceRequested' as const,
    data: { ...of, invoiceId: `${incidentId}.${i + 1}`, accountId, cents, currency: terms.currency },
  }));
  return [
    { type: 'CostsApproved', data: { ...of, totalCents, shares: [...shares], oursCents, by, reason } },
    ...invoices,
    ...settledIf(invoices.length === 0, of),
  ];
};

export const reject = (command: IncidentCommandOf<'RejectCosts'>, state: Known): Outcome => {
  const { incidentId, at, by, reason } = command;
  if (state.status === 'open' && state.rejected) return [];
  const { brandId } = state;
  return waiting(state) ?? [{ type: 'CostsRejected', data: { incidentId, at, brandId, by, reason } }];
};

const ended = (status: Known['status']): Rejected | null => {
  if (status === 'withdrawn') return rejected('withdrawn', 'the incident is withdrawn: open another');
  if (status === 'invoicing' || status === 'settled')
    return rejected('costs-approved', 'its costs are approved, and invoiced');
  return null;
};

const waiting = ({ status }: Known): Rejected | null =>
  ended(status) ??
  (status === 'open'
    ? rejected('not-submitted', 'its costs are not complete: submit-costs first, which divides them')
    : null);

const unfit = (shares: readonly Share[], oursCents: number, totalCents: number): Rejected | null => {
  if ([oursCents, ...shares.map(({ cents }) => cents)].some((one) => !Number.isSafeInteger(one) || one < 0))
    return rejected('no-amount', 'shares are whole numbers of cents, none of them negative');
  if (new Set(shares.map(({ accountId }) => accountId)).size < shares.length)
    return rejected('share-twice', 'an account has one share: put them together');
  const sum = sumOf(shares) + oursCents;
  return sum === totalCents
    ? null
    : rejected('sum', `the shares and ours together are ${sum} cents, and the costs ${totalCents}`);
};

/** Nobody pays for complaints they do not have, whoever says so. */
const unliable = (shares: readonly Share[], { basis, claim, terms }: Known): Rejected | null => {
  const liable = new Set(
    claim
      ? [claim.accountId]
      : basis.filter((one) => chargeable(one, terms.charged) > 0).map(({ accountId }) => accountId),
  );
  const other = shares.find(({ accountId }) => !liable.has(accountId));
  return other
    ? rejected('not-liable', `${other.accountId} has no complaint that is charged: it bears no share`)
    : null;
};

const sumOf = (shares: readonly Share[]): number => shares.reduce((sum, { cents }) => sum + cents, 0);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
