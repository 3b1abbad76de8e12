import { z } from 'zod';
import { accountId, brandId, caseId, instant } from '@app/kernel';

// Parts of stored events: see Versioned before changing one.

/** Three letters of ISO 4217. Amounts are in its hundredths, whole ones: no sum of money is ever a fraction. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'three letters of ISO 4217: EUR')
  .meta({ examples: ['EUR'] });

/** Of one line: ten million. A thousand lines of it are still counted exactly. */
export const MOST_CENTS = 1_000_000_000;
export const cents = z.int().positive().max(MOST_CENTS);

/** What happened to the platform. `damage-claim`: an account was closed, and what that cost is claimed from it. */
export const incidentKind = z.enum([
  'blocklisting',
  'ip-taken-offline', // by the datacentre
  'server-reinstall',
  'datacentre-notice',
  'damage-claim',
]);
export type IncidentKind = z.output<typeof incidentKind>;

/** An address in RFC 5952's spelling, or a domain as A-labels in lower case: of ours or of a customer. */
export const incidentSubject = z.strictObject({
  of: z.enum(['ip', 'domain']),
  value: z.string().min(1).max(253),
});
export type IncidentSubject = z.output<typeof incidentSubject>;

/** From when to when the mail was sent whose complaints it is traced to, both included. */
export const span = z.strictObject({ from: instant, until: instant });

/** What the brand's policy said when it was opened, which holds for it to the end. */
export const terms = z.strictObject({
  policy: z.strictObject({ id: z.string().max(64), version: z.string().max(64) }),
  cites: z.array(z.string().max(16)).max(20),
  currency,
  /** An hour of administration, where a cost says no other. */
  hourCents: cents,
  /** Which complaints bear the costs. `customer-liable`: those about addresses at the customer's own risk. `traced`: all.
   *  `none`: none, so that the provider does. A claim is borne by its account in any case. */
  charged: z.enum(['customer-liable', 'traced', 'none']),
});
export type Terms = z.output<typeof terms>;

/** Whose account was closed, by which measure of which case. It bears all of it. */
export const claim = z.strictObject({ accountId, caseId, measureId: z.string().max(200) });
export type Claim = z.output<typeof claim>;

export const costKind = z.enum([
  'administration',
  'reinstall-elsewhere', // of a server, at another place
  'new-ips',
  'delisting',
  'consequential-damage', // of somebody else on the same host
]);
export type CostKind = z.output<typeof costKind>;

export const work = z.strictObject({ minutes: z.int().positive().max(525_600), hourCents: cents });
export type Work = z.output<typeof work>;

/** One line. `work`: the amount is that time at that rate; null: the amount was told. `site`: who suffered consequential
 *  damage, a domain or a name; null for all other kinds. */
export const cost = z.strictObject({
  costId: z.string().min(1).max(64),
  kind: costKind,
  site: z.string().min(1).max(253).nullable(),
  work: work.nullable(),
  cents,
  note: z.string().max(2_000),
});
export type Cost = z.output<typeof cost>;

/** Time at a rate, to the cent, half a cent up. */
export const workCents = ({ minutes, hourCents }: Work): number =>
  Math.floor((minutes * hourCents + 30) / 60);

/** An account's complaints that an incident is traced to, by whose risk their addresses were at the sending.
 *  `unknown`: it does not say which address it is about, so that nobody can tell. */
export const basis = z.strictObject({
  accountId,
  customer: z.int().nonnegative(),
  shared: z.int().nonnegative(),
  unknown: z.int().nonnegative(),
});
export type Basis = z.output<typeof basis>;

export const share = z.strictObject({ accountId, cents: z.int().positive() });
export type Share = z.output<typeof share>;

export const incident = { incidentId: z.string().min(1).max(210), at: instant, brandId };
