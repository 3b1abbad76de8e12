import fc from 'fast-check';
import type { Profile } from '@app/accounts';
import { accountId, brandId, Instant, type CaseId, type Standing } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { grownAndRebuilt, oneOfEach } from '@app/testing';
import { offenders } from './offenders.projection';
import { resemblancesOf, waitingResemblances, type OwnSenders } from './offenders/queries';
import { addressRange, domainRange, overlap } from './offenders/signs';

type Told = Parameters<typeof offenders.on>[0];
const profile: Profile = {
  brandId: brandId.parse('spotler'),
  name: { erased: true },
  nameKey: 'n1',
  contacts: [],
  parent: null,
  domains: [],
  ips: [],
  dkim: [],
  legalForm: null,
  protected: false,
  policyAcceptedVersion: null,
  history: [],
};
let clock = 0;
const at = () => (Instant('2026-03-01T10:00:00.000Z') + 1_000 * ++clock) as Instant;
const id = (text: string) => accountId.parse(text);
const put = (
  account: string,
  more: Partial<Profile> = {},
  type: 'Registered' | 'Changed' = 'Registered',
): Told => ({
  type: `Account${type}`,
  data: { accountId: id(account), at: at(), profile: { ...profile, ...more } },
});
const change = (account: string, more: Partial<Profile>) => put(account, more, 'Changed');
const stands = (type: 'AccountClosed' | 'MeasureAnnulled', account: string, standing: Standing): Told => ({
  type,
  data: {
    accountId: id(account),
    at: at(),
    caseId: `${account}.1` as CaseId,
    measureId: 'm1',
    by: { kind: 'rule', rule: 'r' },
    brandId: profile.brandId,
    standing,
    ...(type === 'MeasureAnnulled' && { reason: 'a mistake' }),
  } as never,
});
const close = (account: string) => stands('AccountClosed', account, 'closed');
const annul = (account: string) => stands('MeasureAnnulled', account, 'good');
const handle = (account: string, closed: string): Told => ({
  type: 'ResemblanceHandled',
  data: {
    accountId: id(account),
    at: at(),
    brandId: profile.brandId,
    closed: id(closed),
    by: { kind: 'person', keyId: 'sue' },
    reason: 'another shop',
  },
});
const registration = (numberKey: string) => ({
  registration: { number: { erased: true } as const, numberKey },
});

const tables = Object.fromEntries(offenders.tables.map((t) => [t, t])) as Parameters<typeof offenders.on>[1];
const NONE: OwnSenders = { ips: [], domains: [] };
let store: SqliteReadStore;
beforeEach(async () => {
  clock = 0;
  store = SqliteReadStore.inMemory();
  await store.commit(offenders.create(tables));
});
afterEach(() => store.close());
const happened = async (...events: Told[]) => {
  for (const event of events) await store.commit(offenders.on(event, tables));
};
/** `closed: kind value …` of each that an account resembles. */
const resembles = async (account: string, own = NONE) =>
  (await ask(store, resemblancesOf(id(account), own))).map(
    ({ closed, shares }) => `${closed}: ${shares.map(({ what, value }) => `${what} ${value}`).join(', ')}`,
  );
const waiting = async (own = NONE) =>
  (await ask(store, waitingResemblances(own))).map((one) => `${one.accountId} ${one.closed}`);

describe('an account', () => {
  it.each([
    ['a domain', { domains: ['shop.example'] }, { domains: ['shop.example'] }, 'domain shop.example'],
    [
      'a domain below it',
      { domains: ['shop.example'] },
      { domains: ['new.shop.example'] },
      'domain new.shop.example',
    ],
    [
      'the domain above it',
      { domains: ['a.shop.example'] },
      { domains: ['shop.example'] },
      'domain shop.example',
    ],
    [
      'the domain of a DKIM key, whatever the selector',
      { dkim: ['s1._domainkey.shop.example'] },
      { dkim: ['s9._domainkey.shop.example'] },
      'dkim shop.example',
    ],
    [
      'what the other signed as',
      { dkim: ['s1._domainkey.shop.example'] },
      { domains: ['shop.example'] },
      'domain shop.example',
    ],
    ['an address', { ips: ['192.0.2.7'] }, { ips: ['192.0.2.7'] }, 'ip 192.0.2.7'],
    ['an address of its network', { ips: ['192.0.2.0/24'] }, { ips: ['192.0.2.7'] }, 'ip 192.0.2.7'],
    [
      'an address at the end of its network',
      { ips: ['192.0.0.0/16'] },
      { ips: ['192.0.255.255'] },
      'ip 192.0.255.255',
    ],
    ['a network of IPv6', { ips: ['2001:db8::7'] }, { ips: ['2001:db8::/32'] }, 'ip 2001:db8::/32'],
    ['a registration number', registration('k1'), registration('k1'), 'registration-number null'],
  ])(
    'registered since another was closed resembles it when they share %s',
    async (_, theirs, its, shares) => {
      await happened(
        put('gone', theirs),
        close('gone'),
        put('new', its),
        put('else', { domains: ['else.example'] }),
      );
      expect(await resembles('new')).toEqual([`gone: ${shares}`]);
      expect(await resembles('else')).toEqual([]);
      expect(await waiting()).toEqual(['new gone']);
    },
  );

  it('that shares nothing, or what only ends alike, resembles nobody', async () => {
    await happened(
      put('gone', { domains: ['shop.example'], ips: ['192.0.2.0/25'], ...registration('k1') }),
      close('gone'),
      put('new', { domains: ['myshop.example', 'example.org'], ips: ['192.0.2.128', '2001:db8::1'] }),
    );
    expect(await resembles('new')).toEqual([]);
  });

  it('that was there before the other was closed resembles it only by what it came to have since', async () => {
    const before = { domains: ['shop.example'] };
    await happened(
      put('gone', before),
      put('old', before),
      close('gone'),
      change('old', { ...before, protected: true }),
    );
    expect(await resembles('old')).toEqual([]);
    await happened(change('old', { ...before, ips: ['192.0.2.7'] }), change('gone', { ips: ['192.0.2.7'] }));
    expect(await resembles('old')).toEqual([]);
    await happened(change('old', before), change('old', { ...before, ips: ['192.0.2.7'] }));
    expect(await resembles('old')).toEqual(['gone: ip 192.0.2.7']);
  });

  it('is known again although the profile of the closed one was emptied, and its own was too', async () => {
    const same = { domains: ['shop.example'] };
    await happened(put('gone', same), close('gone'), change('gone', {}), put('new', same), change('new', {}));
    expect(await resembles('new')).toEqual(['gone: domain shop.example']);
  });

  it('resembles nobody who is not closed any more', async () => {
    const same = { domains: ['shop.example'] };
    await happened(put('gone', same), close('gone'), put('new', same), annul('gone'));
    expect(await resembles('new')).toEqual([]);
    await happened(close('gone'));
    expect(await resembles('new')).toEqual(['gone: domain shop.example']);
  });

  it('that is looked into is raised no more for that pair, and is for another', async () => {
    const same = { domains: ['shop.example'] };
    await happened(put('gone', same), put('gone-2', same), close('gone'), close('gone-2'), put('new', same));
    expect(await waiting()).toEqual(['new gone', 'new gone-2']);
    await happened(
      handle('new', 'gone'),
      change('new', { ...same, ips: ['192.0.2.1'] }),
      change('new', same),
    );
    expect(await waiting()).toEqual(['new gone-2']);
    const [, first] = await ask(store, resemblancesOf(id('new'), NONE));
    expect(first?.handled).toMatchObject({ by: 'sue', reason: 'another shop' });
  });

  it('waits for nobody once it is closed itself', async () => {
    const same = { domains: ['shop.example'] };
    await happened(put('gone', same), close('gone'), put('new', same), close('new'));
    expect(await waiting()).toEqual([]);
  });
});

describe('no sign', () => {
  it('is an address or a domain of three unrelated accounts, and a number of a register always is one', async () => {
    const pool = { ips: ['192.0.2.7'], domains: ['host.example'] };
    await happened(
      put('gone', { ...pool, ...registration('k1') }),
      close('gone'),
      put('new', { ...pool, ...registration('k1') }),
    );
    expect(await resembles('new')).toEqual([
      'gone: domain host.example, ip 192.0.2.7, registration-number null',
    ]);
    await happened(put('other', { ips: ['192.0.2.0/24'], domains: ['host.example'], ...registration('k1') }));
    expect(await resembles('new')).toEqual(['gone: registration-number null']);
  });

  it('is not made of accounts of one family, nor of those that were closed too', async () => {
    const same = { domains: ['shop.example'] };
    await happened(
      ...['gone', 'gone-2', 'gone-3'].flatMap((account) => [put(account, same), close(account)]),
      put('new', same),
      put('sub', { ...same, parent: id('new') }),
    );
    expect(await waiting()).toHaveLength(6);
  });

  it.each([
    ['10.0.0.0/8', '10.1.2.3'],
    ['10.1.2.3', '10.0.0.0/15'],
    ['2001:da0::/31', '2001:da1::1'],
  ])('is a network of so many: %s, when the other has %s', async (theirs, its) => {
    await happened(put('gone', { ips: [theirs] }), close('gone'), put('new', { ips: [its] }));
    expect(await resembles('new')).toEqual([]);
  });

  it('is what we send from ourselves', async () => {
    const same = {
      ips: ['192.0.2.7', '2001:db8::7'],
      domains: ['a.esp.example'],
      dkim: ['s._domainkey.b.esp.example'],
    };
    await happened(put('gone', same), close('gone'), put('new', same));
    const own = { ips: ['192.0.2.0/24', '2001:db8::7'], domains: ['ESP.example'] };
    expect(await resembles('new', own)).toEqual([]);
    expect(await waiting(own)).toEqual([]);
    expect(await resembles('new', { ...own, ips: ['192.0.2.8'] })).toEqual([
      'gone: ip 192.0.2.7, ip 2001:db8::7',
    ]);
  });
});

describe('the view of returning offenders', () => {
  it('takes every event it asks for', async () => {
    for (const event of oneOfEach(offenders)) await store.commit(offenders.on(event, tables));
  });

  it('is the same rebuilt as it grew, whatever happened', async () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const has = fc.record({
      domains: fc.subarray(['shop.example', 'new.shop.example', 'else.example']),
      ips: fc.subarray(['192.0.2.7', '192.0.2.0/24', '2001:db8::/32']),
      dkim: fc.subarray(['s1._domainkey.shop.example', 's2._domainkey.shop.example']),
    });
    const event = fc.oneof(
      fc.tuple(name, has).map(([account, more]): Told => change(account, more)),
      name.map(close),
      name.map(annul),
      fc.tuple(name, name).map(([account, closed]) => handle(account, closed)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 15 }), async (events) => {
        const [grown, rebuilt, again] = await grownAndRebuilt(offenders, [
          ...['a', 'b', 'c'].map((account) => put(account)),
          ...events,
        ]);
        expect([rebuilt, again]).toEqual([grown, grown]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a range', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24', true],
    ['192.0.2.7', '192.0.3.0/24', false],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['::1', '::/0', true],
    ['::ffff:192.0.2.1', '::ffff:c000:201', true],
    ['0.0.0.1', '::1', false],
  ])('of %s and of %s meet: %s', (a, b, meet) =>
    expect(overlap(addressRange(a)!, addressRange(b)!)).toBe(meet),
  );
  it.each([
    '',
    'x',
    '192.0.2',
    '192.0.2.256',
    '1::2::3',
    '2001:db8:0:0:0:0:0',
    '192.0.2.0/33',
    ':::',
    '12345::',
  ])('is not of %j', (text) => expect(addressRange(text)).toBeUndefined());
  it('of a domain holds those below it and none beside it', () => {
    expect(overlap(domainRange('shop.example'), domainRange('a.b.shop.example'))).toBe(true);
    expect(overlap(domainRange('shop.example'), domainRange('shop2.example'))).toBe(false);
  });
});
