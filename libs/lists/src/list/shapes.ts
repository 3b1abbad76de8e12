import { z } from 'zod';
import { instant } from '@app/kernel';

// Parts of stored events: see Versioned before changing one.

/** The platform's own id of a list; of all lists in the desk, whosever they are. */
export const listId = z.string().min(1).max(128);

/** Origins that no permission comes with, and that anti-spam policies name one by one. */
export const forbiddenOrigin = z.enum([
  'bought',
  'rented',
  'borrowed',
  'traded',
  'third-party',
  'harvested',
  'public',
  'appended',
]);
export type ForbiddenOrigin = z.output<typeof forbiddenOrigin>;

/** Where the contacts of an import are from, as the customer says. */
export const listOrigin = z.enum([
  'opt-in',
  'customers',
  'other-provider',
  'event',
  'unknown',
  ...forbiddenOrigin.options,
]);
export type ListOrigin = z.output<typeof listOrigin>;

/** Why a list was rejected. `other`: the reason says. */
export const rejectionCode = z.enum([...forbiddenOrigin.options, 'no-permission', 'other']);
export type RejectionCode = z.output<typeof rejectionCode>;

/** Why an import waits for a person. `origin`: it is a forbidden one, however small the import. */
export const largeBecause = z.enum(['new-contacts', 'growth', 'origin']);
export type LargeBecause = z.output<typeof largeBecause>;

/** Imports that count together: what came in parts is one import. */
export const span = z.strictObject({
  since: instant,
  added: z.int().nonnegative(),
  /** Contacts that were on the list before. */
  before: z.int().nonnegative(),
});
export type Span = z.output<typeof span>;

/** One import, as the platform told it: how many contacts the list has since, and how many of them came with it. */
export const told = {
  importId: z.string().min(1).max(128),
  contacts: z.int().nonnegative(),
  newContacts: z.int().nonnegative(),
  origin: listOrigin,
};
