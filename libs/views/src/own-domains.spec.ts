import { accountId as asAccount, Instant } from '@app/kernel';
import type { AccountEvent } from '@app/accounts';
import { ask, SqliteReadStore } from '@app/read-store';
import { ownDomains, signersAmong } from './own-domains.projection';

const tables = { own_domains: 'own_domains' };
type Registered = Extract<AccountEvent, { type: 'AccountRegistered' | 'AccountChanged' }>;

const profile = (type: Registered['type'], account: string, dkim: string[]): Registered =>
  ({
    type,
    data: {
      accountId: asAccount.parse(account),
      at: Instant('2026-03-01T10:00:00.000Z'),
      profile: { dkim },
    },
  }) as unknown as Registered;

describe('who of ours signs by a domain', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(ownDomains.create(tables));
  });
  afterEach(() => store.close());
  const happened = async (...events: Registered[]) => {
    for (const event of events) await store.commit(ownDomains.on(event, tables));
  };

  it('knows domains by their name and by that of their key, whatever the case', async () => {
    await happened(profile('AccountRegistered', 'A-1', ['Shop.example', 's1._domainkey.mail.shop.example.']));
    expect(await ask(store, signersAmong(['mail.shop.example', 'other.example', 'shop.example']))).toEqual([
      { domain: 'mail.shop.example', accountId: 'A-1' },
      { domain: 'shop.example', accountId: 'A-1' },
    ]);
  });

  it('forgets a domain that the account does not have any more, and keeps another account’s', async () => {
    await happened(
      profile('AccountRegistered', 'A-1', ['shop.example', 'shop.example']),
      profile('AccountRegistered', 'A-2', ['shop.example']),
      profile('AccountChanged', 'A-1', []),
    );
    expect(await ask(store, signersAmong(['shop.example']))).toEqual([
      { domain: 'shop.example', accountId: 'A-2' },
    ]);
  });

  it('asked about none, it knows none', async () => expect(await ask(store, signersAmong([]))).toEqual([]));
});
