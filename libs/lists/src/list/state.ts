import { z } from 'zod';
import { accountId } from '@app/kernel';
import type { ListEvent } from './events';
import { largeBecause, listOrigin, rejectionCode, span, told } from './shapes';

/** Imports whose ids are remembered: a retry comes soon. One that comes later counts as another import, and errs towards
 *  asking a person. */
const REMEMBERED = 50;

const known = z.strictObject({
  status: z.enum(['sendable', 'pending', 'rejected']),
  accountId,
  contacts: z.int(),
  origin: listOrigin,
  generation: z.int(),
  /** Why it waits; none when it does not. */
  because: z.array(largeBecause),
  /** Null: it is not rejected. */
  code: rejectionCode.nullable(),
  /** Null: a person has decided since, and the next import begins another. */
  span: span.nullable(),
  /** The last generation in which a send was refused and told so; 0: none. */
  blockedIn: z.int(),
  /** The last ones, oldest first. */
  imports: z.array(z.strictObject(told)),
});
export const listState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  known,
]);
export type KnownList = z.output<typeof known>;
export type ListState = z.output<typeof listState>;

export const evolve = (state: ListState, { type, data }: ListEvent): ListState => {
  if (type === 'ListImported') {
    const { accountId, generation, importId, contacts, newContacts, origin, span } = data;
    const before: KnownList =
      state.status === 'none'
        ? {
            status: 'sendable',
            accountId,
            contacts,
            origin,
            generation,
            because: [],
            code: null,
            span: null,
            blockedIn: 0,
            imports: [],
          }
        : state;
    const imports = [...before.imports, { importId, contacts, newContacts, origin }].slice(-REMEMBERED);
    return { ...before, contacts, origin, generation, span, imports };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'ListApprovalRequested':
      return { ...state, status: 'pending', because: data.because, code: null };
    case 'ListApproved':
      return { ...state, status: 'sendable', because: [], code: null, span: null };
    case 'ListRejected':
      return { ...state, status: 'rejected', because: [], code: data.code, span: null };
    case 'SendBlockedUnapprovedList':
      return { ...state, blockedIn: data.generation };
  }
};
