import { accountId, sql } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { senders } from '@app/views';
import { accountsBehind } from './ledger-accounts';

describe('who is behind what an incident struck', () => {
  let tables: SqliteReadStore;
  beforeEach(async () => {
    tables = SqliteReadStore.inMemory();
    await tables.commit([
      ...senders.create({ senders: 'senders' }),
      ...[
        ['one', 'ip', '192.0.2.7'],
        ['net', 'ip', '198.51.100.0/24'],
        ['six', 'ip', '2001:db8::/32'],
        ['six', 'domain', 'six.example'],
        ['shop', 'domain', 'shop.example'],
        ['pen', 'domain', 'news.pen.example'],
      ].map((row) => sql('insert into senders values ($1, $2, $3)', ...row)),
    ]);
  });
  afterEach(() => tables.close());
  const ALL = ['one', 'net', 'six', 'shop', 'pen'];
  const behind = async (...subjects: ['ip' | 'domain', string][]) => {
    const isBehind = await accountsBehind(
      tables,
      subjects.map(([of, value]) => ({ of, value })),
    );
    return ALL.filter((id) => isBehind(accountId.parse(id)));
  };

  it.each([
    ['whoever has the address', ['ip', '192.0.2.7'], ['one']],
    ['whoever has its network', ['ip', '198.51.100.9'], ['net']],
    ['of IPv6 too', ['ip', '2001:db8::7'], ['six']],
    ['of a shared address all who have none of their own', ['ip', '192.0.2.8'], ['shop', 'pen']],
    ['of a shared IPv6 address too', ['ip', '2001:db9::7'], ['shop', 'pen']],
    ['whoever sends as the domain', ['domain', 'shop.example'], ['shop']],
    ['or as one above it', ['domain', 'mail.shop.example'], ['shop']],
    ['or below', ['domain', 'pen.example'], ['pen']],
    ['and not as one that only ends alike', ['domain', 'en.example'], ALL],
    ['of a domain of ours all', ['domain', 'links.platform.example'], ALL],
  ] as [string, ['ip' | 'domain', string], string[]][])('%s', async (_, subject, accounts) =>
    expect(await behind(subject)).toEqual(accounts),
  );
  it('of several things all who are behind any', async () =>
    expect(await behind(['ip', '192.0.2.7'], ['domain', 'shop.example'])).toEqual(['one', 'shop']));
  it('of nothing in particular all', async () => expect(await behind()).toEqual(ALL));
});
