import { hours, minutes, plus, type Instant } from '@app/kernel';
import type { AccountCommand } from './commands';
import type { AccountEvent } from './events';
import { after, annul, apply, at, id, reinstate, tell } from './scene';
import { KEPT } from './state';

/** Purges, each of them confirmed: orders number `from` and on. */
const purges = (from: number, count = KEPT + 20): AccountCommand[] =>
  Array.from({ length: count }, (_, n) => [apply('purge', `p${n}`), tell(from + n, 'confirmed')]).flat();
const sent = (stream: 'bulk' | 'transactional', when: Instant): AccountCommand => ({
  type: 'RecordInjections',
  accountId: id,
  at: plus(when, hours(1)),
  injections: [{ campaignId: null, stream, at: when, state: 'sent' }],
});
const leaks = (events: readonly AccountEvent[]) =>
  events.flatMap((e) => (e.type === 'HoldLeaked' ? [e.data.orderId] : []));
const later = plus(at, minutes(30));

describe('the orders that are kept', () => {
  it('are bounded', () =>
    expect(after(apply('hold', 'm1'), tell(1, 'confirmed'), ...purges(2)).state.orders).toHaveLength(KEPT));

  it('have the confirmed suspension among them, however many purges came after it', () => {
    const suspended = [apply('suspend', 'm1'), tell(1, 'confirmed'), ...purges(2)];
    expect(leaks(after(...suspended, sent('bulk', later)).events)).toEqual(['shop.1']);
    expect(after(...suspended, annul('m1')).events.at(-1)).toMatchObject({ data: { order: 'resume' } });
  });

  it('have the confirmed hold among them, while a suspension is still on its way', () => {
    const held = [apply('hold', 'm1'), tell(1, 'confirmed'), apply('suspend', 'm2'), ...purges(3)];
    expect(leaks(after(...held, sent('bulk', later)).events)).toEqual(['shop.1']);
  });

  it('have among them what lifted a hold of everything to one of bulk', () => {
    const narrowed = [
      apply('hold', 'm1', { scope: null }),
      tell(1, 'confirmed'),
      apply('hold', 'm2'),
      annul('m1'), // a hold of bulk
      apply('hold', 'm3', { scope: null }), // takes its place before it was confirmed
      ...purges(4),
    ];
    const { events } = after(...narrowed, sent('bulk', later), sent('transactional', later));
    expect(leaks(events)).toEqual(['shop.1']);
  });

  it('have no hold among them that was lifted, for the oldest of what is over goes first', () => {
    const resumed = [
      apply('hold', 'm1'),
      tell(1, 'confirmed'),
      reinstate,
      tell(2, 'confirmed'),
      ...purges(3),
    ];
    const { state } = after(...resumed);
    expect(state.orders[0]).toMatchObject({ orderId: 'shop.2', order: 'resume' });
    expect(leaks(after(...resumed, sent('bulk', later)).events)).toEqual([]);
  });

  it('have of a hold that is renewed for ever the newest that was confirmed, and not each', () => {
    const renewed = Array.from({ length: KEPT + 20 }, (_, n): AccountCommand[] => [
      { type: 'RenewHold', accountId: id, at: plus(at, hours(24 * (n + 1))), orderId: `shop.${n + 1}` },
      tell(n + 2, 'confirmed', plus(at, hours(24 * (n + 1)))),
    ]).flat();
    expect(after(apply('hold', 'm1'), tell(1, 'confirmed'), ...renewed).state.orders).toHaveLength(KEPT);
  });
});
