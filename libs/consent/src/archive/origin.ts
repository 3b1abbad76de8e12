import type { Instant } from '@app/kernel';
import type { ConsentSource, ListId, SignUp } from './shapes';
import type { ConsentState } from './state';

/** Where an address came from, for a sending at some time, and whose risk that is. */
export interface Origin {
  /** An opt-in that nobody had confirmed by then is none: `unknown`. */
  readonly source: ConsentSource;
  /** `shared`: the provider bears it too, for the opt-in is its own or one it validated. `customer`: the customer alone. */
  readonly liability: 'shared' | 'customer';
  readonly because: 'confirmed' | 'unconfirmed' | 'customers-word' | 'withdrawn' | 'not-recorded';
  /** The sign-up it rests on; null: there was none. */
  readonly signedUpAt: Instant | null;
  readonly confirmedAt: Instant | null;
}

const OPT_INS: ReadonlySet<ConsentSource> = new Set(['own-opt-in', 'validated-external'] as const);

/** The origin at the time of a sending, by everything known today: what was told late counts from when it happened. Of
 *  several sign-ups that stood then a confirmed opt-in counts most, and else the latest: an address that has opted in is no
 *  worse for being imported as well. `listId` is the list it was sent to, where that is known. */
export const originAt = (state: ConsentState, at: Instant, listId: ListId = null): Origin => {
  const past = state.signUps.filter((one) => one.signedUpAt <= at && meets(one.listId, listId));
  const standing = past.filter((one) => !withdrawn(state, one, at, listId));
  const found = standing.map((one) => [one, confirmedAt(state, one, at)] as const);
  const [confirmed] = found
    .filter(([{ source }, confirmedAt]) => OPT_INS.has(source) && confirmedAt !== null)
    .sort(([a], [b]) => later(a, b));
  if (confirmed) {
    const [{ source, signedUpAt }, confirmedAt] = confirmed;
    return { source, liability: 'shared', because: 'confirmed', signedUpAt, confirmedAt };
  }
  const customers = { liability: 'customer', confirmedAt: null } as const;
  const [latest] = standing.sort(later);
  if (latest) {
    const { source, signedUpAt } = latest;
    return OPT_INS.has(source)
      ? { ...customers, source: 'unknown', because: 'unconfirmed', signedUpAt }
      : { ...customers, source, because: 'customers-word', signedUpAt };
  }
  const [gone] = past.sort(later);
  return {
    ...customers,
    source: 'unknown',
    because: gone ? 'withdrawn' : 'not-recorded',
    signedUpAt: gone?.signedUpAt ?? null,
  };
};

/** The order of two sign-ups of one instant is that of their names, so that the order in which they were told tells nothing. */
const later = (a: SignUp, b: SignUp): number =>
  b.signedUpAt - a.signedUpAt || order(a.source, b.source) || order(a.listId ?? '', b.listId ?? '');
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Null is every list, or one that nobody named. */
const meets = (one: ListId, other: ListId): boolean => one === null || other === null || one === other;

/** Who signs off without naming a list wants nothing more at all; who names one, nothing more of that one. */
const withdrawn = (
  { withdrawals }: ConsentState,
  { signedUpAt, listId }: SignUp,
  at: Instant,
  sentTo: ListId,
): boolean =>
  withdrawals.some(
    (one) =>
      one.withdrawnAt >= signedUpAt &&
      one.withdrawnAt <= at &&
      (one.listId === null || one.listId === (listId ?? sentTo)),
  );

/** The first confirmation that can be of this sign-up: not before it, and not after the sending. */
const confirmedAt = (
  { confirmations }: ConsentState,
  { signedUpAt, listId }: SignUp,
  at: Instant,
): Instant | null =>
  confirmations
    .filter((one) => one.confirmedAt >= signedUpAt && one.confirmedAt <= at && meets(one.listId, listId))
    .reduce<Instant | null>(
      (first, { confirmedAt: one }) => (first === null || one < first ? one : first),
      null,
    );
