import { z } from 'zod';
import { accountId } from '@app/kernel';
import { forbiddenOrigin, largeBecause, listOrigin, rejectionCode } from '@app/lists';
import { listStatus } from '@app/views';
import { listOf, pageCursor, pageLimit } from '../http';

const MOST = 1_000_000_000; // contacts
const count = z.int().nonnegative().max(MOST);

export const listImport = z
  .strictObject({
    accountId,
    importId: z.string().trim().min(1).max(128).meta({
      description:
        'Your own id of the import: under the same one it is told again, and counts once. Another import has another',
    }),
    contacts: count.meta({ description: 'On the list since the import' }),
    newContacts: count.meta({ description: 'Of those, the ones that came with it' }),
    origin: listOrigin.default('unknown').meta({
      description:
        `Where the contacts are from, as the customer says. Those of ${forbiddenOrigin.options.join(', ')} wait for a ` +
        'person, however few they are',
    }),
  })
  .check(({ value, issues }) => {
    if (value.newContacts > value.contacts)
      issues.push({
        code: 'custom',
        input: value.newContacts,
        path: ['newContacts'],
        message: `${value.newContacts} are more than the ${value.contacts} contacts of the list: new ones are among them`,
      });
  })
  .meta({ id: 'ListImport' });

export const guardAsked = z.strictObject({
  account: accountId
    .optional()
    .meta({ description: 'Whose list it should be: that of another is refused (409)' }),
});

const state = z.enum([...listStatus, 'unknown']).meta({
  description:
    'pending: it waits for a person (queue list-approvals). rejected: a person found that it may not be sent to, see code. ' +
    'unknown: the desk was told of no import',
});
const code = rejectionCode.nullable().meta({ description: 'Why it was rejected; null: it is not' });

export const sendable = z
  .object({
    list: z.string(),
    account: z.string().nullable().meta({ description: 'Null: the desk was told of no import' }),
    sendable: z.boolean().meta({ description: 'Whether you may send to it now: if not, send nothing' }),
    state,
    because: z.string().meta({ description: 'For people' }),
    code,
    revision: z.int().meta({ description: 'For If-Match; 0: the desk was told of no import' }),
  })
  .meta({ id: 'ListSendable' });

export const listFilter = z.strictObject({
  account: accountId.optional(),
  state: z.enum(listStatus).optional(),
  cursor: pageCursor(),
  limit: pageLimit,
});
export const listedList = z
  .object({
    id: z.string(),
    account: z.string(),
    state: z.enum(listStatus),
    because: z.array(largeBecause).meta({
      description: 'Why it waits: many new contacts, growth, or a forbidden origin; none: it does not wait',
    }),
    code,
    contacts: z.int(),
    newContacts: z.int().meta({ description: 'Of the last import' }),
    origin: listOrigin,
    since: z.iso.datetime().meta({ description: 'Since when it is in this state' }),
    importedAt: z.iso.datetime(),
  })
  .meta({ id: 'ImportedList' });
export const listedLists = listOf(listedList).meta({ id: 'ImportedLists' });

const reason = z.string().trim().min(1).max(2_000);
export const listDecision = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('approve-list'), reason }),
    z.strictObject({
      decision: z.literal('reject-list'),
      reason,
      code: rejectionCode.optional().meta({
        description: 'Left out: the origin as told, where that is a forbidden one; else other',
      }),
    }),
  ])
  .meta({ id: 'ListDecision' });
export const listDecided = z
  .object({
    revision: z.int(),
    state,
    outcome: z
      .enum(['done', 'nothing'])
      .meta({ description: 'nothing: it stood so already, and nothing has changed' }),
  })
  .meta({ id: 'ListDecided' });
