import { z } from 'zod';
import {
  Catalogue,
  decidedBy,
  instant,
  recipientKey,
  Versioned,
  type DecidedBy,
  type Decider,
  type EventIn,
  type Instant,
  type RecipientKey,
} from '@app/kernel';

// These names and shapes are what is stored: see Versioned before changing one.

/** People as the desk meets them: recipients, complainants, contacts, each known by a keyed hash of their address. */
export const personEvents = new Catalogue({
  /** Their keys were destroyed. Whatever finds things by the person forgets what it found until now. */
  PersonErased: new Versioned(
    1,
    z.strictObject({ person: recipientKey, at: instant, by: decidedBy, reason: z.string().max(2_000) }),
  ),
});
export type PersonEvent = EventIn<typeof personEvents>;

export interface ErasePerson {
  readonly type: 'ErasePerson';
  readonly person: RecipientKey;
  readonly at: Instant;
  readonly by: DecidedBy;
  readonly reason: string;
}

export const streamOfPerson = ({ person }: Pick<ErasePerson, 'person'>): string => `person-${person}`;

/** When they were last erased. They may turn up again, and are erased again then. */
export const personDecider: Decider<ErasePerson, PersonEvent, Instant | null> = {
  initial: null,
  decide: ({ person, at, by, reason }, erasedAt) =>
    erasedAt === null || erasedAt < at ? [{ type: 'PersonErased', data: { person, at, by, reason } }] : [],
  evolve: (_, { data }) => data.at,
};
