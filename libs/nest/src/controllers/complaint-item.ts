import { z } from 'zod';
import { consentSource } from '@app/consent';
import { suppressionState, type ListedComplaint } from '@app/views';
import type { Liability } from '../desk/ledger';
import { rfc3339 } from '../http';

const report = z.object({
  id: z.string(),
  source: z.string().nullable(),
  channel: z.string(),
  trust: z.string(),
  feedbackType: z.string(),
  provider: z.string().nullable(),
  corroboration: z.array(z.string()),
  customerCopied: z.boolean().meta({ description: 'Whoever wrote to us had the customer in To or Cc' }),
  receivedAt: z.iso.datetime(),
});
export const complaint = z
  .object({
    id: z.string(),
    account: z.string().nullable(),
    brand: z.string().nullable(),
    campaign: z.string().nullable(),
    state: z.string(),
    may: z.array(z.string()).meta({ description: 'What it may set in motion' }),
    lacks: z.array(z.string()).meta({ description: 'Why it may do no more' }),
    filedAt: z.iso.datetime(),
    sentAt: z.iso.datetime(),
    sentEstimated: z.boolean(),
    violations: z.array(z.string()),
    verdict: z.string().nullable(),
    mergedInto: z.string().nullable(),
    suppression: z.enum(suppressionState).meta({
      description:
        'accepted: the platform has yet to confirm it. failed, unconfirmed (asked often enough, and never confirmed): ' +
        'waits in the queue suppression-failed',
    }),
    replay: z
      .object({ deliveryId: z.string().nullable(), signedBy: z.array(z.string()) })
      .nullable()
      .meta({
        description:
          'Null, unless the message is being replayed: which it is, as the platform knows it, and the DKIM keys of ours ' +
          'that signed it. Rotate those, sign with an expiry, and name To twice in h=',
      }),
    trace: z.object({
      strategy: z.string().nullable(),
      confidence: z.number(),
      attempts: z.array(z.looseObject({ strategy: z.string() })),
    }),
    reports: z.array(report),
    liability: z
      .object({
        liability: z.enum(['customer', 'shared', 'unknown']).meta({
          description:
            'Whose risk the address was when the mail was sent. shared: a confirmed opt-in of ours, or one we validated. ' +
            'unknown: it does not say which address it is about',
        }),
        source: consentSource,
        because: z.string(),
        charged: z.boolean().meta({ description: 'Whether it bears a share of an incident it is traced to' }),
      })
      .nullish()
      .meta({
        description:
          'Of one complaint, not of a list. Null: nobody’s, or the policy of its brand charges nobody anything',
      }),
  })
  .meta({ id: 'Complaint' });

/** A complaint as the API shows it: no personal data. */
export const complaintItem = (listed: ListedComplaint): z.output<typeof complaint> => ({
  id: listed.complaintId,
  account: listed.accountId,
  brand: listed.brandId,
  campaign: listed.campaignId,
  state: listed.state,
  may: [...listed.may],
  lacks: [...listed.lacks],
  filedAt: rfc3339(listed.filedAt),
  sentAt: rfc3339(listed.sentAt),
  sentEstimated: listed.sentEstimated,
  violations: [...listed.violations],
  verdict: listed.verdict,
  mergedInto: listed.mergedInto,
  suppression: listed.suppression,
  replay: listed.replay && { ...listed.replay, signedBy: [...listed.replay.signedBy] },
  trace: {
    strategy: listed.trace.strategy,
    confidence: listed.trace.confidence,
    attempts: listed.trace.attempts.map((attempt) => ({ ...attempt })),
  },
  reports: listed.reports.map(({ reportId, receivedAt, corroboration, ...one }) => ({
    id: reportId,
    ...one,
    corroboration: [...corroboration],
    receivedAt: rfc3339(receivedAt),
  })),
});

export const liabilityItem = ({ liability, source, because, charged }: Liability) => ({
  liability,
  source,
  because,
  charged,
});
