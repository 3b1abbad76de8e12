import { minutes, plus } from '@app/kernel';
import type { AccountCommand } from './commands';
import { after, apply, at, id, of, tell } from './scene';

const leak = (minute: number): AccountCommand => ({
  type: 'RecordInjections',
  accountId: id,
  at: plus(at, minutes(minute + 1)),
  injections: [{ campaignId: null, stream: 'bulk', at: plus(at, minutes(minute)), state: 'sent' }],
});
const handle: AccountCommand = {
  type: 'HandleLeak',
  ...of,
  orderId: 'shop.1',
  by: { kind: 'person', keyId: 'sue' },
  reason: 'their cache; mended',
};
const suspended = [apply('suspend', 'm1'), tell(1, 'confirmed')];
const handled = (...commands: AccountCommand[]) =>
  after(...suspended, ...commands).events.filter(({ type }) => type === 'LeakHandled');

describe('a leak', () => {
  it('is handled once, by a person, who says why', () =>
    expect(handled(leak(5), leak(6), handle, handle)).toMatchObject([
      {
        data: { orderId: 'shop.1', by: { kind: 'person', keyId: 'sue' }, reason: 'their cache; mended' },
      },
    ]));
  it('past the same order after that is another, and can be handled too', () =>
    expect(handled(leak(5), handle, leak(6), handle)).toHaveLength(2));
  it('that there was not cannot be handled', () =>
    expect(() => handled(handle)).toThrow('nothing leaked past shop.1 of shop: there is nothing to handle'));
  it('that ended as the platform confirmed a newer word on sending needs no handling', () => {
    expect(handled(leak(5), apply('close', 'm2'), tell(2, 'confirmed'), handle)).toEqual([]);
    expect(handled(leak(5), apply('purge', 'm2'), tell(2, 'confirmed'), handle)).toHaveLength(1);
  });
});
