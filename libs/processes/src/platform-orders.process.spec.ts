import { accountId as asAccount, hours, Instant, plus, type EventIn } from '@app/kernel';
import { reacts } from '@app/testing';
import { platformOrders } from './platform-orders.process';

type Event = EventIn<typeof platformOrders.inputs>;

const given = reacts(platformOrders);
const accountId = asAccount.parse('A-1');
const at = Instant('2026-03-01T10:00:00.000Z');
const confirmBy = plus(at, hours(1));
const firedAt = plus(at, hours(2));
const next = plus(at, hours(4));

// What the process does not look at, is left out.
const made = (type: Event['type'], orderId: string, data: object = {}) =>
  ({
    kind: 'event',
    id: 'e',
    event: { type, data: { accountId, at, orderId, ...data } } as unknown as Event,
  }) as const;
const requested = (orderId: string) => made('OrderRequested', orderId, { confirmBy });
const overdue = (orderId: string) => made('OrderOverdue', orderId, { at: firedAt, confirmBy: next });
const due = (orderId: string) => ({
  kind: 'deadline' as const,
  id: `${orderId}#1`,
  name: orderId,
  dueAt: confirmBy,
  firedAt,
});
const dispatch = (orderId: string, when = at) => ({
  type: 'DispatchOrder' as const,
  orderId,
  accountId,
  at: when,
});

describe('an order to the platform', () => {
  it('is sent, and watched', () =>
    given()
      .when(requested('A-1.1'))
      .then({ commands: [dispatch('A-1.1')], deadlines: { 'A-1.1': confirmBy } }));
  it.each(['OrderConfirmed', 'OrderFailed', 'OrderSuperseded'] as const)('is watched no more: %s', (over) => {
    given(requested('A-1.1')).when(made(over, 'A-1.1')).then({ done: true });
    given(requested('A-1.1'), requested('A-1.2'))
      .when(made(over, 'A-1.1'))
      .then({ deadlines: { 'A-1.1': null } });
  });
  it('is said to the account when it is not confirmed in time', () =>
    given(requested('A-1.1'))
      .when(due('A-1.1'))
      .then({
        commands: [
          { type: 'ReachOrderLimit', accountId, at: firedAt, orderId: 'A-1.1', dueAt: confirmBy, firedAt },
        ],
      }));
  it('is sent again under the same id, and watched until the next limit', () =>
    given(requested('A-1.1'), due('A-1.1'))
      .when(overdue('A-1.1'))
      .then({ commands: [dispatch('A-1.1', firedAt)], deadlines: { 'A-1.1': next } }));
});

describe('a hold', () => {
  const hold = (orderId: string) =>
    made('OrderRequested', orderId, { confirmBy, order: 'hold', expiresAt: plus(at, hours(72)) });
  const confirmed = (orderId: string) => made('OrderConfirmed', orderId);
  const renewAt = plus(at, hours(24));
  const renewal = (orderId: string) => ({
    kind: 'deadline' as const,
    id: `renew#1`,
    name: `renew ${orderId}`,
    dueAt: renewAt,
    firedAt: renewAt,
  });
  const renew = { type: 'RenewHold' as const, accountId, at: renewAt, orderId: 'A-1.1' };

  it('is renewed a day later, also once the platform confirmed it', () => {
    given()
      .when(hold('A-1.1'))
      .then({
        commands: [dispatch('A-1.1')],
        deadlines: { 'A-1.1': confirmBy, 'renew A-1.1': renewAt },
      });
    given(hold('A-1.1'))
      .when(confirmed('A-1.1'))
      .then({ deadlines: { 'A-1.1': null } });
    given(hold('A-1.1'), confirmed('A-1.1'))
      .when(renewal('A-1.1'))
      .then({ done: true, commands: [renew] });
  });
  it('is renewed again and again', () =>
    given(hold('A-1.1'), confirmed('A-1.1'), renewal('A-1.1'))
      .when(hold('A-1.2'))
      .then({
        commands: [dispatch('A-1.2')],
        deadlines: { 'A-1.2': confirmBy, 'renew A-1.2': renewAt },
      }));
  it('is not renewed once something else about sending took its place', () => {
    given(hold('A-1.1'), confirmed('A-1.1'))
      .when(made('OrderRequested', 'A-1.2', { confirmBy, order: 'suspend' }))
      .then({
        commands: [dispatch('A-1.2')],
        deadlines: { 'A-1.2': confirmBy, 'renew A-1.1': null },
      });
    given(hold('A-1.1'), made('OrderRequested', 'A-1.2', { confirmBy, order: 'resume' }), confirmed('A-1.1'))
      .when(confirmed('A-1.2'))
      .then({ done: true });
  });
  it('goes on while a queue is purged', () =>
    given(hold('A-1.1'), confirmed('A-1.1'), made('OrderRequested', 'A-1.2', { confirmBy, order: 'purge' }))
      .when(renewal('A-1.1'))
      .then({ commands: [renew] }));
  it('that was renewed already when the old deadline fires is no matter', () =>
    given(hold('A-1.1'), hold('A-1.2')).when(renewal('A-1.1')).then({}));
});

describe('what comes twice, or unasked', () => {
  it('is watched once', () =>
    given(requested('A-1.1'), requested('A-1.1'), overdue('A-1.1'))
      .when(made('OrderConfirmed', 'A-1.1'))
      .then({ done: true }));
  it('is a confirmation of what nobody waits for', () => {
    given().when(made('OrderConfirmed', 'A-1.9')).then({ done: true });
    given(requested('A-1.1'))
      .when(made('OrderConfirmed', 'A-1.9'))
      .then({ deadlines: { 'A-1.9': null } });
  });
  it('is a limit of an order that was confirmed', () =>
    given(requested('A-1.1'), made('OrderConfirmed', 'A-1.1')).when(due('A-1.1')).then({ done: true }));
});
