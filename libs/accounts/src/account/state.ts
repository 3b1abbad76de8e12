import { z } from 'zod';
import { accountId, brandId, caseId, instant, type Standing } from '@app/kernel';
import {
  accountMeasure,
  legalForm,
  scope,
  sendingOrder,
  span,
  type Profile,
  type Scope,
  type SendingOrder,
} from './shapes';

/** Measures, orders and injections kept: beyond it the oldest that are over go, so that no account grows for ever. */
export const KEPT = 100;

const standingMeasure = z.strictObject({
  measureId: z.string(),
  measure: accountMeasure,
  caseId,
  scope,
  at: instant,
  /** Of a stop: when the customer's time to obey it ends; absent until its case has said so. */
  dueAt: instant.optional(),
});
export type StandingMeasure = z.output<typeof standingMeasure>;

const order = z.strictObject({
  orderId: z.string(),
  at: instant, // when it was requested
  generation: z.int(),
  order: sendingOrder,
  scope,
  caseId: caseId.nullable(),
  measureId: z.string().nullable(),
  reason: z.string(),
  state: z.enum(['requested', 'accepted', 'confirmed', 'failed', 'superseded']),
  confirmedAt: instant.nullable(),
  confirmBy: instant,
  confirmWithin: span,
  expiresAt: instant.nullable(),
  overdue: z.int(),
});
export type Order = z.output<typeof order>;

const known = z.strictObject({
  status: z.literal('known'),
  accountId,
  brandId,
  /** The profile without what is sealed, canonical: whether a PUT brings anything new. */
  profileKey: z.string(),
  protected: z.boolean(),
  legalForm: legalForm.nullable(),
  contacts: z.array(z.string()),
  warnedBefore: instant.nullable(), // of the history that came with the account
  standing: z.array(standingMeasure),
  past: z.array(z.strictObject({ measureId: z.string(), annulled: z.boolean() })),
  orders: z.array(order), // oldest first
  generation: z.int(),
  baseline: instant.nullable(),
  injections: z.array(z.string()),
  /** Orders past which the platform sent, oldest first; `open`: nobody looked into it, and it confirmed nothing newer. */
  leaks: z.array(z.strictObject({ orderId: z.string(), open: z.boolean() })),
  /** Closed accounts with which it shares something that somebody looked into. */
  resemblances: z.array(accountId),
});
export type Known = z.output<typeof known>;

export const accountState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  known,
]);
export type AccountState = z.output<typeof accountState>;

const RANK: readonly [StandingMeasure['measure'], Standing][] = [
  ['close', 'closed'],
  ['suspend', 'suspended'],
  ['hold', 'held'],
  ['stop', 'held'],
  ['under-review', 'under-review'],
  ['warn', 'warned'],
];

/** The gravest of what stands. */
export const standingOf = ({ standing, warnedBefore }: Pick<Known, 'standing' | 'warnedBefore'>): Standing =>
  RANK.find(([measure]) => standing.some((m) => m.measure === measure))?.[1] ??
  (warnedBefore === null ? 'good' : 'warned');

/** Since when a warning counts; null: none does. */
export const warnedAt = ({ standing, warnedBefore }: Known) =>
  standing.find((m) => m.measure === 'warn')?.at ?? warnedBefore;

/** What the platform should be doing, as an order; null: nothing keeps the account from sending. Where a suspension of
 *  bulk meets a hold of everything it is a suspension of everything. */
export const restriction = (
  standing: Known['standing'],
): { order: SendingOrder; scope: Order['scope'] } | null => {
  for (const order of ['close', 'suspend', 'hold', 'stop'] as const) {
    if (!standing.some((m) => m.measure === order)) continue;
    const everything = standing.some(
      (m) => ['close', 'suspend', 'hold'].includes(m.measure) && m.scope === null,
    );
    return { order, scope: order === 'close' || everything ? null : 'bulk' };
  }
  return null;
};

/** Orders about the same thing: whether and how the account may send. The others are done once, and stand alone. */
export const SENDING: readonly SendingOrder[] = ['hold', 'stop', 'suspend', 'resume', 'close'];
export const lastSendingOrder = ({ orders }: Known): Order | undefined =>
  orders.findLast((o) => SENDING.includes(o.order) && o.state !== 'superseded');

/** Whether the order, once confirmed, keeps that stream back. */
export const keeps = ({ order, scope }: Order, stream: NonNullable<Scope>): boolean =>
  HOLDS.includes(order) && (scope === null || scope === stream);
const HOLDS: readonly SendingOrder[] = ['hold', 'suspend', 'close'];

/** All of a profile that can be compared: a sealed value is another one each time it is sealed. */
export const comparable = ({ name: _, contacts, ...rest }: Profile): string =>
  JSON.stringify([
    rest.brandId,
    rest.nameKey,
    contacts.map((c) => [c.contactId, c.emailKey, c.locale]),
    rest.parent,
    rest.domains,
    rest.ips,
    rest.dkim,
    rest.legalForm,
    rest.registration?.numberKey ?? null,
    rest.protected,
    rest.policyAcceptedVersion,
    rest.history.map((h) => [h.what, h.at, h.reason]),
  ]);
