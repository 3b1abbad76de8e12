import { z } from 'zod';
import { accountId, brandId } from '@app/kernel';
import { cents, costKind, incidentKind, MOST_CENTS } from '@app/ledger';
import type { IncidentDocument, ListedIncident } from '@app/views';
import { pageCursor, pageLimit, rfc3339, time } from '../http';
import { domainName, ipOrNetwork } from './sender-identity';

const reason = z.string().trim().min(1).max(2_000);
const note = z.string().trim().max(2_000).default('');
const state = z.enum(['open', 'submitted', 'invoicing', 'settled', 'withdrawn']).meta({
  description:
    'open: costs are recorded. submitted: they are divided, and wait for a second person (queue costs-to-approve). ' +
    'invoicing: approved, billing has yet to issue an invoice. settled: all are issued, or nobody pays. withdrawn: it ' +
    'never was, or nobody has to pay for it',
});
const amount = cents.meta({ description: 'In hundredths of the incident’s currency: whole ones' });

export const incidentFilter = z.strictObject({
  state: state.optional(),
  brand: brandId.optional(),
  cursor: pageCursor(),
  limit: pageLimit,
});

const subject = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('ip'),
    value: ipOrNetwork.refine((text) => !text.includes('/'), 'an address, not a network'),
  }),
  z.strictObject({ of: z.literal('domain'), value: domainName }),
]);

/** What staff open; a claim of damages the desk opens itself, when an account is closed. */
export const incidentBody = z
  .strictObject({
    brand: brandId.meta({ description: 'Whose policy says who bears it' }),
    kind: incidentKind.exclude(['damage-claim']),
    subjects: z
      .array(subject)
      .max(100)
      .default([])
      .meta({
        description:
          'What was struck: the complaints of those who send as it bear the costs. What no account is registered with is ' +
          'shared: an address by all who have none of their own, a domain by all. None: the whole brand',
      }),
    occurredAt: time,
    sentFrom: time.optional().meta({
      description: 'Of the mail whose complaints it is traced to; left out: what the policy looks back',
    }),
    sentUntil: time.optional().meta({ description: 'Left out: when it occurred' }),
    source: z.string().trim().min(1).max(200).meta({ description: 'Who told: a list, the datacentre' }),
    note,
  })
  .meta({ id: 'NewIncident' });

export const costBody = z
  .strictObject({
    kind: costKind.meta({
      description:
        'A regulator’s fine is none: it is its addressee’s own, and noted by POST /v1/accounts/{id}/fines',
    }),
    cents: amount.optional().meta({ description: 'Of the cost; or say minutes' }),
    minutes: z.int().positive().max(525_600).optional().meta({ description: 'Of work, at a rate' }),
    hourCents: amount.optional().meta({ description: 'The rate of an hour; left out: the policy’s' }),
    site: z.string().trim().min(1).max(253).optional().meta({
      description: 'Of consequential damage, and of nothing else: whom on the same host it struck',
    }),
    note,
  })
  .check(({ value: told, issues }) => {
    const wrong = (path: keyof typeof told, message: string) =>
      issues.push({ code: 'custom', input: told, path: [path], message });
    if ((told.cents === undefined) === (told.minutes === undefined))
      wrong('cents', 'say what it cost, or how many minutes of work it was: one of the two');
    if (told.hourCents !== undefined && told.minutes === undefined)
      wrong('hourCents', 'it is a rate of work: say minutes too');
    if (told.kind === 'consequential-damage' && told.site === undefined)
      wrong('site', 'say whom it struck: each site has a cost of its own');
    if (told.kind !== 'consequential-damage' && told.site !== undefined)
      wrong('site', 'only consequential damage is a site’s');
  })
  .meta({ id: 'NewCost' });

export const reversalBody = z.strictObject({ reason }).meta({ id: 'CostReversal' });

export const incidentDecisionBody = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.enum(['submit-costs', 'approve-costs', 'reject-costs', 'withdraw']).meta({
        description:
          'submit-costs: they are complete, are divided by the complaints they are traced to, and wait for approval. ' +
          'approve-costs: a supervisor who had no hand in them; each account is invoiced its share. withdraw: a ' +
          'supervisor, at any time; what billing has issued it has to credit',
      }),
      reason,
    }),
    z.strictObject({
      decision: z.literal('edit-shares'),
      shares: z
        .array(
          z.strictObject({
            account: accountId,
            cents: z
              .int()
              .nonnegative()
              .max(MOST_CENTS * 1_000),
          }),
        )
        .max(10_000),
      oursCents: z
        .int()
        .nonnegative()
        .max(MOST_CENTS * 1_000)
        .default(0)
        .meta({
          description: 'What we bear ourselves. With the shares it must sum up to the costs, to the cent',
        }),
      reason,
    }),
  ])
  .meta({ id: 'IncidentDecision' });

export const made = z.object({ id: z.string(), revision: z.int() }).meta({ id: 'LedgerEntryMade' });
export const decided = z.object({ revision: z.int(), state }).meta({ id: 'IncidentDecided' });

const instant = z.iso.datetime();
const subjects = z.array(z.object({ of: z.enum(['ip', 'domain']), value: z.string() }));
const ofClaim = z
  .object({ account: z.string(), case: z.string() })
  .nullable()
  .meta({ description: 'Of a claim of damages: whose account was closed. It bears all of it' });
const share = z.object({ account: z.string(), cents: z.int() });

export const listedIncident = z
  .object({
    id: z.string(),
    brand: z.string(),
    kind: incidentKind,
    state,
    subjects,
    occurredAt: instant,
    openedAt: instant,
    claim: ofClaim,
    currency: z.string(),
    totalCents: z.int(),
  })
  .meta({ id: 'ListedIncident' });

export const incident = listedIncident
  .extend({
    revision: z.int(),
    sentFrom: instant.nullable().meta({ description: 'Null: a claim, which is traced to no complaints' }),
    sentUntil: instant.nullable(),
    source: z.string(),
    note: z.string(),
    openedBy: z.string(),
    terms: z
      .object({
        policy: z.object({ id: z.string(), version: z.string() }),
        cites: z.array(z.string()),
        hourCents: z.int(),
        charged: z.enum(['customer-liable', 'traced', 'none']),
      })
      .meta({ description: 'What the policy said when it was opened' }),
    costs: z.array(
      z.object({
        id: z.string(),
        at: instant,
        by: z.string(),
        cents: z.int().meta({ description: 'Negative: it takes another back' }),
        kind: costKind.nullable().meta({ description: 'Null of a line that takes another back' }),
        site: z.string().nullable(),
        work: z.object({ minutes: z.int(), hourCents: z.int() }).nullable(),
        note: z.string(),
        reverses: z.string().nullable(),
        reversedBy: z.string().nullable(),
      }),
    ),
    division: z
      .object({
        totalCents: z.int(),
        shares: z.array(share),
        oursCents: z.int(),
        basis: z
          .array(z.object({ account: z.string(), customer: z.int(), shared: z.int(), unknown: z.int() }))
          .meta({
            description:
              'Complaints it is traced to, by account and by whose risk their addresses were. unknown: they do not say ' +
              'which address they are about, and are not charged',
          }),
      })
      .nullable(),
    steps: z.array(z.object({ what: z.string(), at: instant, by: z.string(), reason: z.string() })),
    invoices: z.array(
      z.object({
        id: z.string(),
        account: z.string(),
        cents: z.int(),
        state: z.enum(['requested', 'issued', 'withdrawn']),
        number: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Incident' });
export type IncidentAnswer = z.output<typeof incident>;

export const listedItem = ({
  occurredAt,
  openedAt,
  ...one
}: ListedIncident): z.output<typeof listedIncident> => ({
  ...one,
  subjects: one.subjects.map((each) => ({ ...each })),
  occurredAt: rfc3339(occurredAt),
  openedAt: rfc3339(openedAt),
});

export const incidentItem = (found: IncidentDocument, revision: number): IncidentAnswer => {
  const { opened, openedBy, state, totalCents, costs, division, steps, invoices } = found;
  const { terms, claim, span } = opened;
  return {
    id: opened.incidentId,
    revision,
    brand: opened.brandId,
    kind: opened.kind,
    state,
    subjects: opened.subjects,
    occurredAt: rfc3339(opened.occurredAt),
    openedAt: rfc3339(opened.at),
    claim: claim && { account: claim.accountId, case: claim.caseId },
    currency: terms.currency,
    totalCents,
    sentFrom: span && rfc3339(span.from),
    sentUntil: span && rfc3339(span.until),
    source: opened.source,
    note: opened.note,
    openedBy,
    terms: { policy: terms.policy, cites: terms.cites, hourCents: terms.hourCents, charged: terms.charged },
    costs: costs.map(({ at, ...line }) => ({ ...line, at: rfc3339(at) })),
    division: division && {
      totalCents: division.totalCents,
      oursCents: division.oursCents,
      shares: division.shares.map(({ accountId, cents }) => ({ account: accountId, cents })),
      basis: division.basis.map(({ accountId, ...counts }) => ({ account: accountId, ...counts })),
    },
    steps: steps.map(({ at, ...step }) => ({ ...step, at: rfc3339(at) })),
    invoices: invoices.map(({ invoiceId, accountId, cents, state, number }) => ({
      id: invoiceId,
      account: accountId,
      cents,
      state,
      number,
    })),
  };
};
