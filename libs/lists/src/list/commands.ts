import type { AccountId, DecidedBy, Duration, Instant } from '@app/kernel';
import type { ListOrigin, RejectionCode } from './shapes';

/** Which imports are large, by the policy of the account's brand. */
export interface ListRules {
  /** So many new contacts or more. */
  readonly newContacts: number;
  /** More new contacts than this part of those that were there before, in millionths … */
  readonly growthPpm: number;
  /** … where at least so many were there. */
  readonly growthFrom: number;
  /** Imports within that time count together. */
  readonly within: Duration;
}

interface Of {
  readonly listId: string;
  readonly at: Instant;
}
/** What a person decides: who, and why. */
interface Decision extends Of {
  readonly by: DecidedBy;
  readonly reason: string;
}

/** `rules` null: the policy approves no lists. */
export interface ImportList extends Of {
  readonly type: 'ImportList';
  readonly accountId: AccountId;
  readonly importId: string;
  readonly contacts: number;
  readonly newContacts: number;
  readonly origin: ListOrigin;
  readonly rules: ListRules | null;
}
export type ListCommand =
  | ImportList
  | (Decision & { readonly type: 'ApproveList' })
  /** `code` null: the origin as told, where it is a forbidden one. */
  | (Decision & { readonly type: 'RejectList'; readonly code: RejectionCode | null })
  /** Somebody asked whether they may send to it, and may not. */
  | (Of & { readonly type: 'RefuseSend' });
export type ListCommandOf<T extends ListCommand['type']> = Extract<ListCommand, { type: T }>;
