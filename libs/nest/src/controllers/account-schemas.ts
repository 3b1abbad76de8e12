import { z } from 'zod';
import { accountId, brandId, locale, standing } from '@app/kernel';
import { rateWindow } from '@app/reputation';
import { listOf, pageCursor, pageLimit, time } from '../http';
import { resemblance } from './resemblance-item';
import { dkimSigner, domainName, ipOrNetwork, onceEach } from './sender-identity';

const legalForm = z.enum(['legal-person', 'natural-person']);
const pastMeasure = z.enum(['warned', 'suspended', 'closed']);

/** What PUT takes. It replaces the profile whole, as PUT does (RFC 9110 section 9.3.4). */
export const account = z
  .strictObject({
    brand: brandId.meta({
      description:
        'One of the settings. It stays as it is while a case of the account runs (409): the case goes by its policy',
    }),
    name: z.string().trim().min(1).max(300),
    contacts: z
      .array(
        z.strictObject({
          email: z.email().max(320),
          locale: locale.meta({
            description: 'In which language notices and the answer page speak to this contact',
          }),
        }),
      )
      .min(1)
      .max(20)
      .meta({ description: 'In the order in which they are tried' }),
    parent: accountId.nullish(),
    domains: onceEach(domainName).meta({
      description: 'Domains it sends as. Kept in lower case, international names as A-labels (xn--…)',
      examples: [['shop.example', 'xn--mnchen-3ya.example']],
    }),
    ips: onceEach(ipOrNetwork).meta({
      description: 'Addresses it sends from, and networks by their first address',
      examples: [['192.0.2.7', '2001:db8::/32']],
    }),
    dkim: onceEach(dkimSigner).meta({
      description:
        'DKIM keys that sign its mail, by the name of their record; or domains, for all keys of one',
      examples: [['s1._domainkey.shop.example', 'shop.example']],
    }),
    legalForm: legalForm.nullish().meta({
      description: 'The account of a natural person, a sole trader too, is never closed by a rule alone',
    }),
    registrationNumber: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .nullish()
      .meta({
        description:
          'In the trade register. By it, by domains, dkim and ips a customer is known again whose account was closed',
        examples: ['12345678'],
      }),
    protected: z.boolean().default(false).meta({ description: 'No measure is taken without a person' }),
    policyAcceptedVersion: z.string().max(128).nullish(),
    history: z
      .array(z.strictObject({ what: pastMeasure, at: time, reason: z.string().max(2_000) }))
      .max(100)
      .default([])
      .meta({
        description:
          'What was done about the account before the desk knew it, `what` by its name; a warning among it counts as one',
        examples: [
          [{ what: 'warned', at: '2026-01-15T09:00:00Z', reason: 'complaints about the newsletter' }],
        ],
      }),
  })
  .meta({
    id: 'Account',
    description:
      'The whole profile: it takes the place of the one before. A field that is left out is emptied (`domains`, `ips`, ' +
      '`dkim`, `history`: none; `protected`: false; `parent`, `legalForm`, `registrationNumber`, `policyAcceptedVersion`: null), and not kept. ' +
      'To change one field, send what GET shows with that field changed, and If-Match with its revision.',
  });
export const accountRevision = z.object({ revision: z.int() }).meta({ id: 'AccountRevision' });

const shared = {
  id: z.string(),
  brand: z.string(),
  name: z.string().nullable().meta({ description: 'Null: erased' }),
  standing,
  parent: z.string().nullable(),
  protected: z.boolean(),
  openCases: z.int(),
};
export const shownAccount = z
  .object({
    ...shared,
    revision: z.int().meta({ description: 'For If-Match' }),
    contacts: z.array(
      z.object({
        contactId: z.string(),
        locale,
        email: z.string().nullable().meta({ description: 'Null: erased' }),
      }),
    ),
    domains: z.array(z.string()),
    ips: z.array(z.string()),
    dkim: z.array(z.string()),
    legalForm: legalForm.nullable(),
    registrationNumber: z.string().nullish().meta({ description: 'Null: none, or erased' }),
    policyAcceptedVersion: z.string().nullable(),
    history: z.array(z.object({ what: pastMeasure, at: z.iso.datetime(), reason: z.string() })),
    baseline: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Only mail sent after it counts; null: all of it does' }),
    resembles: z
      .array(resemblance)
      .optional()
      .meta({ description: 'Accounts that were closed, and with which it came to share something since' }),
  })
  .meta({ id: 'ShownAccount' });
export type ShownAccount = z.output<typeof shownAccount>;

export const accountFilter = z.strictObject({
  brand: brandId.optional(),
  standing: standing.optional(),
  idPrefix: z.string().min(1).max(128).optional().meta({ description: 'How the id begins' }),
  domain: domainName.optional().meta({
    description: 'Accounts that send or sign as it, as a domain below it, or as one that it is below of',
  }),
  cursor: pageCursor(/^id:./),
  limit: pageLimit,
});
export const listedAccount = z
  .object({
    ...shared,
    domains: z.array(z.string()).meta({ description: 'The first ten; GET /v1/accounts/{id} shows all' }),
    registeredAt: z.iso.datetime(),
    changedAt: z.iso.datetime().meta({ description: 'When its profile or its standing last changed' }),
  })
  .meta({ id: 'ListedAccount' });
export type ListedAccountItem = z.output<typeof listedAccount>;
export const accounts = listOf(listedAccount).meta({ id: 'Accounts' });

export const tokenAsked = z
  .strictObject({
    campaignId: z.string().min(1).max(256).optional(),
    messageId: z.string().min(1).max(128).optional().meta({
      description:
        'Your own id of the message: staff see it with a complaint. Left out when it has an @: no token holds an address',
    }),
    deliveryId: z.string().min(1).max(128).optional(),
    recipient: z.string().min(3).max(320).optional(),
    sentAt: time.optional().meta({ description: 'Complaints count on the day of sending: say when that is' }),
  })
  .meta({ id: 'TraceTokenRequest' });
export const token = z.object({ header: z.string(), value: z.string() }).meta({ id: 'TraceToken' });

const attribution = z.enum(['send-day', 'report-day']);
export const rateAsked = z.strictObject({
  window: rateWindow.default('30d'),
  attribution: attribution.default('send-day'),
});
const written = z
  .string()
  .nullable()
  .meta({ description: 'As a fraction, `12/10000`; null where nothing delivered is covered: never 0' });
export const complaintRateAnswer = z
  .object({
    window: rateWindow,
    attribution,
    complaints: z.int(),
    estimated: z.int().meta({ description: 'Those of them whose day of sending is estimated' }),
    delivered: z.int(),
    rate: written,
    threshold: z.number().meta({ description: 'A share of one, to six places: 0.001 is 0.1 %' }),
    comparator: z.enum(['>', '>=']),
    breached: z.boolean(),
    actionable: z
      .boolean()
      .meta({ description: 'So many, of so many delivered, that the policy may suspend on it' }),
    lowerBound95: z
      .number()
      .nullable()
      .meta({ description: 'The true share lies above it with a probability of 95 %; null without a rate' }),
    byProvider: z.array(
      z.object({
        provider: z.string(),
        covered: z.boolean().meta({ description: 'A feedback source tells of its complaints' }),
        complaints: z.int(),
        delivered: z.int(),
        rate: written,
      }),
    ),
    provisional: z.boolean().meta({ description: 'Volumes or complaints of its last days may still come' }),
  })
  .meta({ id: 'ComplaintRate' });
