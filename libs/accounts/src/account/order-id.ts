import { fnv1a128, type AccountId } from '@app/kernel';

/** Order ids have at most 128 characters (the platform's port), and generations take up to 15 of them. */
const LONGEST = 112;
/** What is no text cannot be encoded. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** No name that is encoded begins with it. */
const HASHED = ':';

/** `<account>.<generation>` in visible ASCII: whose order it is can be told from its id alone. Of an account whose name is
 *  too long for that, a hash stands in its place, and `hashedName` says which. The same for ever: platforms remember ids. */
export const orderIdOf = (accountId: AccountId, generation: number): string =>
  `${hashedName(accountId) ?? encodeURIComponent(accountId)}.${generation}`;

/** Null: no id of ours, or one by a hash. */
export const accountOfOrder = (orderId: string): AccountId | null => {
  const name = nameIn(orderId);
  if (name === null || name.startsWith(HASHED)) return null;
  try {
    return decodeURIComponent(name) as AccountId;
  } catch {
    return null; // not encoded by us
  }
};

/** What stands in an account's order ids where its own name does not fit; null: the name does. */
export const hashedName = (accountId: AccountId): string | null =>
  !LONE_SURROGATE.test(accountId) && encodeURIComponent(accountId).length <= LONGEST
    ? null
    : `${HASHED}${fnv1a128(accountId)}`;

/** The hash in an order's id; null: there is none. */
export const hashedNameIn = (orderId: string): string | null => {
  const name = nameIn(orderId);
  return name?.startsWith(HASHED) ? name : null;
};

const nameIn = (orderId: string): string | null => /^(.+)\.\d+$/.exec(orderId)?.[1] ?? null;
