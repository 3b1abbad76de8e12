import type { Instant, RecipientKey } from '@app/kernel';

/** Names a data key. Opaque; short, because every sealed field carries one. */
export type KeyId = string;

/** The roles in which a person turns up here; one person may have several. */
export const PERSON_KINDS = ['recipient', 'complainant', 'contact'] as const;

/** Whose data a key is for: a person in one role, or one raw report (which is filed under every person found in it). */
export interface Subject {
  readonly kind: (typeof PERSON_KINDS)[number] | 'report' | 'account' | 'case';
  /** For a person their recipient key, for the others their id. Only a keyed hash of it is stored. */
  readonly id: string;
}

/** Everything kept about one address: what an erasure destroys. */
export const everyRoleOf = (person: RecipientKey): Subject[] =>
  PERSON_KINDS.map((kind) => ({ kind, id: person }));

/** One opening of personal data, for the audit. */
export interface Opening {
  readonly by: string; // the API key's id, or the part of the desk that acts
  readonly why: string;
  readonly keyId: KeyId;
  readonly eventId: string;
  readonly path: string;
  readonly at: Instant;
}
