import { z } from 'zod';
import { days, duration } from '@app/kernel';
import { fraction } from './rate';

/** Which imported lists wait for a person before anybody may send to them; those of a forbidden origin do in any case. A policy
 *  without this section approves none, and every list is sendable. The output has growth in parts per million. */
export const listRule = z
  .strictObject({
    /** So many new contacts or more are a large import. */
    newContacts: z.int().positive().default(1_000),
    /** So are more than this part of those that were there before … */
    growth: fraction.prefault('1/2'),
    /** … of a list that had at least so many: the second contact of a list doubles it. */
    growthFrom: z.int().positive().default(1),
    /** Imports within that time count together: a list in parts is a list. */
    within: duration.default(days(1)),
    cites: z.array(z.string().regex(/^[A-Z]{2}-\d{2}$/, 'a sentence of the policy text: SP-82')).max(20),
  })
  .transform(({ growth: growthPpm, ...rule }) => ({ ...rule, growthPpm }));
export type ListRule = z.output<typeof listRule>;
