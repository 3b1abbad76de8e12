import {
  accountId,
  brandId,
  caseId,
  days,
  hours,
  Instant,
  minus,
  sql,
  type Instant as At,
} from '@app/kernel';
import type { Origin } from '@app/consent';
import type { IncidentEvent } from '@app/ledger';
import type { OpenDamageClaim } from '@app/processes';
import { SqliteReadStore } from '@app/read-store';
import { complaintList, senders } from '@app/views';
import { Ledger } from './ledger';

const now = Instant('2026-03-03T09:00:00.000Z');
const mail = brandId.parse('mail');
const rule = {
  currency: 'EUR',
  hour: 9_500,
  charged: 'customer-liable',
  lookBack: days(30),
  cites: ['AI-16'],
};
const origin = (liability: 'shared' | 'customer'): Origin => ({
  source: liability === 'shared' ? 'own-opt-in' : 'imported',
  liability,
  because: liability === 'shared' ? 'confirmed' : 'customers-word',
  signedUpAt: null,
  confirmedAt: null,
});
const opened: IncidentEvent = {
  type: 'IncidentOpened',
  data: {
    incidentId: 'i-1',
    at: now,
    brandId: mail,
    kind: 'blocklisting',
    subjects: [],
    occurredAt: now,
    span: { from: minus(now, days(1)), until: now },
    source: 'a list',
    note: '',
    terms: { policy: { id: 'p', version: '1' }, cites: [], currency: 'EUR', hourCents: 1, charged: 'traced' },
    claim: null,
    by: { kind: 'person', keyId: 'k-ann' },
  },
};

describe('what the ledger looks up', () => {
  let tables: SqliteReadStore;
  let asked: unknown[];
  beforeEach(async () => {
    asked = [];
    tables = SqliteReadStore.inMemory();
    await tables.commit([
      ...complaintList.create({
        complaint_list: 'complaint_list',
        complaint_reports: 'complaint_reports',
        complaint_aliases: 'complaint_aliases',
      }),
      ...senders.create({ senders: 'senders' }),
    ]);
  });
  afterEach(() => tables.close());

  const complaint = (more: Record<string, string | number | null> = {}) => {
    const row = { id: `c-${asked.push(null)}`, account: 'shop', brand: 'mail', state: 'traced', may: 'suppress count', key: 'risky', sent: minus(now, hours(1)), ...more }; // prettier-ignore
    return tables.commit([
      sql(
        `insert into complaint_list values ($1, $2, $3, null, $4, $5, '', 'token', null, $6, $7, $7, 0, null, '1', '[]', '',
           null, null, 'none', $7)`,
        row.id,
        row.account,
        row.brand,
        row.state,
        row.may,
        row.key,
        row.sent,
      ),
    ]);
  };
  const ledger = (liability: unknown = rule) => {
    const policy = { id: 'p', version: 'v', liability };
    return new Ledger({
      tables,
      brands: { mail: { policy: 'p' } },
      policies: { current: () => policy, version: () => Promise.resolve(policy) },
      states: {
        case: () => Promise.resolve({ state: { status: 'known', policy: { id: 'p', version: 'v' } } }),
      },
      consents: {
        originAt: ({ recipientKey }: { recipientKey: string }) =>
          Promise.resolve(origin(recipientKey === 'safe' ? 'shared' : 'customer')),
      },
      aggregates: {
        incident: (command: unknown) => {
          asked.push(command);
          return Promise.resolve({ ok: true, revision: 1, events: [] });
        },
      },
    } as never);
  };

  it('counts complaints by account and by whose risk their addresses were', async () => {
    await complaint();
    await complaint({ key: 'safe' });
    await complaint({ key: null, may: 'forward' });
    await complaint({ account: 'club', state: 'qualified' });
    expect(await ledger().basis([opened])).toEqual([
      { accountId: 'club', customer: 1, shared: 0, unknown: 0 },
      { accountId: 'shop', customer: 1, shared: 1, unknown: 1 },
    ]);
  });

  it.each([
    ['of another brand', { brand: 'other' }],
    ['of nobody', { account: null, state: 'untraced' }],
    ['that a person took out', { state: 'disqualified' }],
    ['that another has taken over', { state: 'merged', may: '' }],
    ['too weak to be told to the customer or counted', { may: 'suppress' }],
    ['about mail of before', { sent: minus(now, hours(25)) }],
    ['about mail of after', { sent: (now + 1) as At }],
  ])('counts no complaint %s', async (_, more) => {
    await complaint(more);
    expect(await ledger().basis([opened])).toEqual([]);
  });

  it('counts no more complaints than it can look into', async () => {
    await tables.commit([
      sql(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 50001)
        insert into complaint_list select 'c-' || i, 'shop', 'mail', null, 'traced', 'count', '', 'token', null, 'risky',
          ${now}, ${now}, 0, null, '1', '[]', '', null, null, 'none', ${now} from n`),
    ]);
    expect(await ledger().basis([opened])).toEqual({
      rejected: 'too-many-complaints',
      because: 'more than 50000 complaints are of that time: open it with a shorter one',
    });
  });

  it.each([
    ['customer-liable', 'risky', 'customer', true],
    ['customer-liable', 'safe', 'shared', false],
    ['customer-liable', null, 'unknown', false],
    ['traced', 'safe', 'shared', true],
    ['traced', null, 'unknown', false],
    ['none', 'risky', 'customer', false],
  ])('charges by the policy: %s, %s is %s', async (charged, key, liability, is) =>
    expect(
      await ledger({ ...rule, charged }).liabilityOf({
        accountId: accountId.parse('shop'),
        brandId: mail,
        recipientKey: key as never,
        sent: { at: now },
      }),
    ).toMatchObject({ liability, charged: is }),
  );
  it('charges nobody where the policy says nothing of it, and nobody’s complaint', async () => {
    const of = { brandId: mail, recipientKey: null, sent: { at: now } };
    expect(await ledger(null).liabilityOf({ ...of, accountId: accountId.parse('shop') })).toBeNull();
    expect(await ledger().liabilityOf({ ...of, accountId: null })).toBeNull();
    expect(ledger(null).termsNow(mail)).toBeNull();
  });

  const claim: OpenDamageClaim = {
    type: 'OpenDamageClaim',
    incidentId: 'claim-shop.1.m1',
    at: now,
    accountId: accountId.parse('shop'),
    brandId: mail,
    caseId: caseId.parse('shop.1'),
    measureId: 'shop.1.m1',
    cites: ['IE-22'],
  };
  const meta = { commandId: 'c', correlationId: 'c', causationId: 'c' };
  it('enters a claim under the policy that its case was opened under', async () => {
    expect(await ledger().openClaim(claim, meta)).toMatchObject({ ok: true });
    expect(asked).toMatchObject([
      {
        type: 'OpenIncident',
        kind: 'damage-claim',
        terms: { policy: { id: 'p', version: 'v' }, currency: 'EUR', cites: ['IE-22'] },
        claim: { accountId: 'shop', caseId: 'shop.1', measureId: 'shop.1.m1' },
      },
    ]);
  });
  it('enters none under a policy that says no currency', async () =>
    expect(await ledger(null).openClaim(claim, meta)).toMatchObject({
      ok: false,
      rejection: { rejected: 'no-liability' },
    }));
});
