import { z } from 'zod';
import { contentCategory } from '@app/enforcement';
import { time } from '../http';

const reason = z.string().trim().min(1).max(2_000);
const measureId = z.string().min(1).max(200);
/** What a person may decide about a case. */
export const decisionBody = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.enum([
        'accept-answer',
        'reject-answer',
        'confirm-unwanted',
        'confirm-compromise',
        'reinstate',
        'close',
        'reopen',
      ]),
      reason,
    }),
    z.strictObject({
      decision: z.literal('flag-content'),
      categories: z.array(contentCategory).min(1).max(contentCategory.options.length),
      reason,
    }),
    z.strictObject({ decision: z.enum(['approve', 'refuse']), measureId, reason }),
    z.strictObject({
      decision: z.literal('extend-deadline'),
      name: z.string().max(200).optional(),
      until: time,
      reason,
    }),
    z.strictObject({
      decision: z.literal('request-evidence'),
      complaintIds: z.array(z.string().max(128)).max(100).optional(),
      questions: z.array(z.string().min(1).max(500)).max(20).optional(),
      reason,
    }),
    z.strictObject({ decision: z.literal('annul'), measureId: measureId.optional(), reason }),
    z.strictObject({
      decision: z.literal('impose'),
      measure: z.enum(['warn', 'under-review', 'hold', 'suspend', 'close']),
      reason,
    }),
    z.strictObject({
      decision: z.literal('decide-appeal'),
      outcome: z.enum(['upheld', 'rejected']),
      measureId: measureId.optional(),
      reason,
    }),
    z.strictObject({
      decision: z.literal('assign'),
      to: z.string().max(64).nullable().meta({ description: 'The id of a key, or me; null: nobody' }),
      reason,
    }),
    z.strictObject({
      decision: z.literal('finish-task'),
      task: z.string().max(64),
      about: z.string().max(200).optional(),
      reason,
    }),
  ])
  .meta({ id: 'CaseDecision' });
export type DecisionBody = z.output<typeof decisionBody>;
