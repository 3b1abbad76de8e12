import { campaignId, hours, minutes, plus, type Instant } from '@app/kernel';
import type { AccountCommand } from './commands';
import { HOLD_LASTS, RENEW_AFTER } from './orders';
import { after, apply, at, id, of, order, reinstate, tell } from './scene';

const renew = (n: number, when: Instant): AccountCommand => ({
  type: 'RenewHold',
  accountId: id,
  at: when,
  orderId: `shop.${n}`,
});
const tomorrow = plus(at, RENEW_AFTER);

describe('a hold', () => {
  it('says when it ends by itself, and no other order does', () => {
    const { events } = after(apply('hold', 'm1'), apply('suspend', 'm2'));
    const requested = events.filter((e) => e.type === 'OrderRequested').map((e) => e.data);
    expect(requested.map((o) => [o.order, o.expiresAt])).toEqual([
      ['hold', plus(at, HOLD_LASTS)],
      ['suspend', undefined],
    ]);
  });

  it('is renewed before, as a newer order that says the same', () => {
    const { events, state } = after(apply('hold', 'm1'), tell(1, 'confirmed'), renew(1, tomorrow));
    expect(events.at(-1)).toMatchObject({
      type: 'OrderRequested',
      data: {
        ...order(2, 'hold'),
        at: tomorrow,
        scope: 'bulk',
        measureId: 'm1',
        reason: 'hold',
        renews: 'shop.1',
        confirmBy: plus(tomorrow, minutes(15)),
        expiresAt: plus(tomorrow, HOLD_LASTS),
      },
    });
    expect(state.orders.at(-1)).toMatchObject({ state: 'requested', at: tomorrow });
  });

  it('that the platform never confirmed is superseded when it is renewed', () =>
    expect(after(apply('hold', 'm1'), renew(1, tomorrow)).types.slice(-2)).toEqual([
      'OrderSuperseded',
      'OrderRequested',
    ]));

  it.each<[string, AccountCommand[]]>([
    ['is on its way', []],
    ['was on its way', [tell(2, 'confirmed', plus(tomorrow, minutes(2)))]],
    ['failed', [tell(2, 'failed', tomorrow)]],
  ])('leaks all the same while its renewal %s', (_, then) => {
    const injection = {
      campaignId: campaignId.parse('spring'),
      stream: 'bulk' as const,
      at: plus(tomorrow, minutes(1)),
      state: 'sent' as const,
    };
    const { types } = after(apply('hold', 'm1'), tell(1, 'confirmed'), renew(1, tomorrow), ...then, {
      type: 'RecordInjections',
      accountId: id,
      at: plus(tomorrow, hours(1)),
      injections: [injection],
    });
    expect(types.at(-1)).toBe('HoldLeaked');
  });

  it.each<[string, AccountCommand[]]>([
    ['was renewed already', [tell(1, 'confirmed'), renew(1, tomorrow)]],
    ['gave way to a suspension', [tell(1, 'confirmed'), apply('suspend', 'm2')]],
    ['was ended', [tell(1, 'confirmed'), reinstate]],
    ['failed', [tell(1, 'failed')]],
  ])('that %s is not renewed', (_, then) => {
    const before = after(apply('hold', 'm1'), ...then).events.length;
    expect(after(apply('hold', 'm1'), ...then, renew(1, tomorrow)).events).toHaveLength(before);
  });

  it('that failed and is repeated lasts from then', () => {
    const { state } = after(apply('hold', 'm1'), tell(1, 'failed'), {
      type: 'RepeatOrder',
      ...of,
      at: tomorrow,
      orderId: 'shop.1',
      by: { kind: 'person', keyId: 'ann' },
      confirmWithin: minutes(15),
    });
    expect(state.orders.at(-1)).toMatchObject({ expiresAt: plus(tomorrow, HOLD_LASTS), confirmedAt: null });
  });

  it('is renewed when there is time left for two more days without', () =>
    expect(HOLD_LASTS - RENEW_AFTER).toBe(hours(48)));
});
