import { sendingStream } from '@app/kernel';
import { keeps, KEPT, SENDING, type Order } from './state';

/** All orders (oldest first), or as many of the newest as are kept. Only what is settled is forgotten, oldest first, and
 *  never a last word on whether the account may send, however many orders to purge or revoke came after it. */
export const bounded = (orders: readonly Order[]): Order[] => {
  const lastWords = lastWordsOf(orders);
  const forgotten = orders
    .filter((o) => isSettled(o) && !lastWords.has(o))
    .slice(0, Math.max(0, orders.length - KEPT));
  return orders.filter((o) => !forgotten.includes(o));
};

/** The newest word on sending; and of each stream what last let it go out, and what has been confirmed since to keep it
 *  back. Without the first the second would be taken for a hold of a time at which there was none. */
const lastWordsOf = (orders: readonly Order[]): ReadonlySet<Order | undefined> => {
  const sending = orders.filter((o) => SENDING.includes(o.order));
  return new Set([
    sending.findLast((o) => o.state !== 'superseded'),
    ...sendingStream.options.flatMap((stream) => {
      const lifted = sending.findLastIndex((o) => !keeps(o, stream));
      return [sending[lifted], sending.slice(lifted + 1).findLast((o) => o.state === 'confirmed')];
    }),
  ]);
};

const isSettled = ({ state }: Order): boolean => state === 'superseded' || state === 'confirmed';
