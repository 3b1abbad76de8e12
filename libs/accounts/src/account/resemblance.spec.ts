import { accountId } from '@app/kernel';
import type { AccountCommand } from './commands';
import { after, of, profile, registered } from './scene';
import { accountEvents } from './events';
import type { Profile } from './shapes';

const handle = (closed: string): AccountCommand => ({
  type: 'HandleResemblance',
  ...of,
  closed: accountId.parse(closed),
  by: { kind: 'person', keyId: 'sue' },
  reason: 'another shop with the same host',
});
const put = (numberKey?: string): AccountCommand => ({
  type: 'RegisterAccount',
  ...of,
  profile: {
    ...profile,
    ...(numberKey !== undefined && { registration: { number: { erased: true } as const, numberKey } }),
  } satisfies Profile,
  openCase: null,
});

describe('a resemblance to a closed account', () => {
  it('is handled once for each of them, by a person, who says why', () => {
    const { events } = after(handle('gone'), handle('gone'), handle('other'));
    expect(events.slice(1).map(({ type, data }) => [type, 'closed' in data && data.closed])).toEqual([
      ['ResemblanceHandled', 'gone'],
      ['ResemblanceHandled', 'other'],
    ]);
  });
  it('changes nothing of where the account stands', () =>
    expect(after(handle('gone')).standing).toBe('good'));
});

describe('a registration number', () => {
  it('is news when it is another, or none any more, and never when it is the same', () =>
    expect(after(put('k1'), put('k1'), put('k2'), put()).types).toEqual([
      'AccountChanged',
      'AccountChanged',
      'AccountChanged',
    ]));
  it('is absent of accounts that were registered before there was one', () => {
    const { data } = accountEvents.encode(registered);
    expect(accountEvents.decode({ type: 'AccountRegistered', version: 1, data })).toEqual(registered);
  });
});
