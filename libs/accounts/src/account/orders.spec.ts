import { minutes, plus, type Instant as At } from '@app/kernel';
import { decides } from '@app/testing';
import { accountDecider } from './account';
import type { AccountCommand } from './commands';
import { accountEvents, type AccountEvent } from './events';
import { at, confirmWithin, of, registered, apply, after, order, tell } from './scene';

const given = decides(accountDecider, accountEvents);

describe('an order', () => {
  const asked = after(apply('hold', 'm1')).events;
  it.each(['accepted', 'confirmed', 'failed'] as const)('is %s', (state) => {
    const type = { accepted: 'OrderAccepted', confirmed: 'OrderConfirmed', failed: 'OrderFailed' } as const;
    const data = state === 'failed' ? { ...order(1, 'hold'), detail: '' } : order(1, 'hold');
    given(...asked)
      .when(tell(1, state))
      .then({ type: type[state], data } as AccountEvent);
  });
  it('confirmed twice is confirmed', () =>
    given(...asked, { type: 'OrderConfirmed', data: order(1, 'hold') })
      .when(tell(1, 'confirmed'))
      .then());
  it('confirmed cannot fail afterwards, and a late acceptance is no news', () => {
    const confirmed: AccountEvent = { type: 'OrderConfirmed', data: order(1, 'hold') };
    given(...asked, confirmed)
      .when(tell(1, 'accepted'))
      .then();
    given(...asked, confirmed)
      .when(tell(1, 'failed'))
      .thenRejected({
        rejected: 'order-already-confirmed',
        because: 'shop.1 was confirmed: it cannot fail any more',
      });
  });
  it('that failed is not accepted afterwards, so that it can still be repeated; a late confirmation counts', () => {
    const failed: AccountEvent = { type: 'OrderFailed', data: { ...order(1, 'hold'), detail: '' } };
    given(...asked, failed)
      .when(tell(1, 'accepted'))
      .then();
    given(...asked, failed)
      .when(tell(1, 'confirmed'))
      .then({ type: 'OrderConfirmed', data: order(1, 'hold') });
  });
  it('that failed stays failed in a log in which an acceptance came after', () => {
    const told: AccountEvent[] = [
      ...asked,
      { type: 'OrderFailed', data: { ...order(1, 'hold'), detail: '' } },
      { type: 'OrderAccepted', data: order(1, 'hold') },
    ];
    const state = told.reduce((s, e) => accountDecider.evolve(s, e), accountDecider.initial);
    expect(state).toMatchObject({ orders: [{ state: 'failed' }] });
  });
  it('that something newer took the place of is of no interest', () =>
    given(...after(apply('hold', 'm1'), apply('suspend', 'm2')).events)
      .when(tell(1, 'failed'))
      .then());
  it('nobody asked for is refused', () =>
    given(registered)
      .when(tell(7, 'confirmed'))
      .thenRejected({ rejected: 'no-such-order', because: 'shop has no order shop.7' }));

  const limit = (dueAt: At): AccountCommand => ({
    type: 'ReachOrderLimit',
    ...of,
    orderId: 'shop.1',
    dueAt,
    firedAt: dueAt,
  });
  it('unconfirmed at its limit is an alarm, and the next limit is twice as far', () => {
    const dueAt = plus(at, confirmWithin);
    given(...asked)
      .when(limit(dueAt))
      .then({
        type: 'OrderOverdue',
        data: {
          ...order(1, 'hold'),
          at: dueAt,
          times: 1,
          dueAt,
          firedAt: dueAt,
          confirmBy: plus(dueAt, minutes(30)),
        },
      });
  });
  it('confirmed in time is none', () =>
    given(...asked, { type: 'OrderConfirmed', data: order(1, 'hold') })
      .when(limit(plus(at, confirmWithin)))
      .then());
  it('that failed is repeated as a new one, by a person whom it names', () => {
    const { types, state, events } = after(apply('hold', 'm1'), tell(1, 'failed'), {
      type: 'RepeatOrder',
      ...of,
      orderId: 'shop.1',
      by: { kind: 'person', keyId: 'ann' },
      confirmWithin,
    });
    expect(types.slice(-2)).toEqual(['OrderSuperseded', 'OrderRequested']);
    expect(state.orders.at(-1)).toMatchObject({ orderId: 'shop.2', order: 'hold', state: 'requested' });
    const repeats = { orderId: 'shop.1', by: { kind: 'person', keyId: 'ann' } };
    expect(events.at(-1)).toMatchObject({ type: 'OrderRequested', data: { repeats } });
  });
});
