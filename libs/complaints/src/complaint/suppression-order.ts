import { fnv1a128, type AccountId, type ComplaintId, type Instant } from '@app/kernel';
import type { ComplaintEvent } from './events';
import type { Step } from './shapes';

/** An order to the platform that an event newly allows. */
export interface SuppressionAsked {
  readonly orderId: string;
  readonly complaintId: ComplaintId;
  readonly accountId: AccountId;
  /** Of every account of the platform, and on no list that an account sees. */
  readonly platformWide: boolean;
  readonly at: Instant;
}
type Allowing = Extract<
  ComplaintEvent,
  { type: 'ComplaintFiled' | 'ReportCorroborated' | 'ComplaintTraced' | 'ComplaintQualified' }
>;

/** Null: the event allows none that was not allowed before. Whoever follows the log comes to the same id: it is a matter of
 *  the event alone, and platforms remember it. */
export const suppressionAsked = ({ type, data }: Allowing): SuppressionAsked | null => {
  const gained: readonly Step[] = type === 'ComplaintFiled' ? data.may : data.gained;
  const platformWide = gained.includes('suppress-everywhere');
  const { complaintId, accountId, at } = data;
  if (accountId === null || !(platformWide || gained.includes('suppress'))) return null;
  const told = fnv1a128(JSON.stringify([complaintId, accountId, platformWide, at]));
  return { orderId: `${PREFIX}${complaintId}:${told}`, complaintId, accountId, platformWide, at };
};

const PREFIX = 'suppress:';

/** Whose recipient an order is about; null: it is no order to suppress, or has an id of another kind. */
export const complaintOfSuppression = (orderId: string): ComplaintId | null =>
  orderId.startsWith(PREFIX)
    ? ((/^(.+):[0-9a-f]{32}$/.exec(orderId.slice(PREFIX.length))?.[1] as ComplaintId | undefined) ?? null)
    : null;
