import fc from 'fast-check';
import { accountId, brandId, caseId, day, Instant, minutes, plus, sql } from '@app/kernel';
import type { FineEvent, IncidentEvent } from '@app/ledger';
import { ask, SqliteReadStore } from '@app/read-store';
import { ledger } from './ledger.projection';
import { incidentsBy, invoicesBy, ledgerOf, waitingCosts } from './ledger/queries';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];

const tables = { incidents: 'incidents', invoices: 'invoices', fines: 'fines' };
const start = Instant('2026-03-03T09:00:00.000Z');
const at = (n: number) => plus(start, minutes(n));
const [shop, club] = ['shop', 'club'].map((id) => accountId.parse(id)) as [
  ReturnType<typeof accountId.parse>,
  ReturnType<typeof accountId.parse>,
];
const by = { kind: 'person' as const, keyId: 'k-ann' };
const of = (incidentId: string, n = 0) => ({ incidentId, at: at(n), brandId: brandId.parse('mail') });

const opened = (
  incidentId: string,
  n = 0,
  claim: DataOf<'IncidentOpened'>['claim'] = null,
): IncidentEvent => ({
  type: 'IncidentOpened',
  data: {
    ...of(incidentId, n),
    kind: claim ? 'damage-claim' : 'blocklisting',
    subjects: [{ of: 'ip', value: '192.0.2.7' }],
    occurredAt: at(n),
    span: null,
    source: 'a list',
    note: '',
    terms: {
      policy: { id: 'mail', version: '1' },
      cites: [],
      currency: 'EUR',
      hourCents: 9_500,
      charged: 'customer-liable',
    },
    claim,
    by,
  },
});
const recorded = (incidentId: string, costId: string, cents: number): IncidentEvent => ({
  type: 'CostRecorded',
  data: { ...of(incidentId), costId, kind: 'new-ips', site: null, work: null, cents, note: '', by },
});
const reversed = (incidentId: string, reverses: string, cents: number): IncidentEvent => ({
  type: 'CostReversed',
  data: { ...of(incidentId), costId: `r-${reverses}`, reverses, cents: -cents, by, reason: 'twice' },
});
const division = { totalCents: 100, shares: [], oursCents: 100, by, reason: 'all of it' };
const submitted = (incidentId: string, n: number): IncidentEvent => ({
  type: 'CostsSubmitted',
  data: { ...of(incidentId, n), ...division, basis: [] },
});
const edited = (incidentId: string, n: number): IncidentEvent => ({
  type: 'SharesEdited',
  data: { ...of(incidentId, n), ...division },
});
const rejected = (incidentId: string): IncidentEvent => ({
  type: 'CostsRejected',
  data: { ...of(incidentId, 9), by, reason: 'too dear' },
});
const invoice = (n: number, account = shop, cents = 100, currency = 'EUR') => ({
  ...of('i-1', n),
  invoiceId: `i-1.${n}`,
  accountId: account,
  cents,
  currency,
});
const requested = (...args: Parameters<typeof invoice>): IncidentEvent => ({
  type: 'InvoiceRequested',
  data: invoice(...args),
});
const issued = (...args: Parameters<typeof invoice>): IncidentEvent => ({
  type: 'InvoiceIssued',
  data: { ...invoice(...args), number: `F-${args[0]}`, issuedAt: at(60), by },
});
const withdrawn = (...args: Parameters<typeof invoice>): IncidentEvent => ({
  type: 'InvoiceWithdrawn',
  data: { ...invoice(...args), issued: false, reason: 'not theirs' },
});
const noted = (fineId: string, cents: number | null, account = shop): FineEvent => ({
  type: 'RegulatorFineNoted',
  data: {
    accountId: account,
    at: at(0),
    fineId,
    by,
    regulator: 'the regulator',
    sanction: cents === null ? 'warning' : 'fine',
    amount: cents === null ? null : { cents, currency: 'EUR' },
    imposedOn: day.parse('2026-03-01'),
    reference: null,
    note: '',
  },
});

describe('the ledger, as it is read', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(ledger.create(tables));
  });
  afterEach(() => store.close());
  const happened = async (...events: (IncidentEvent | FineEvent)[]) => {
    for (const event of events) await store.commit(ledger.on(event, tables));
  };
  const listed = async (filter: Parameters<typeof incidentsBy>[0] = {}) =>
    (await ask(store, incidentsBy(filter))).items.map(({ id, state, totalCents }) => [id, state, totalCents]);

  it('adds an incident up as its lines are recorded and taken back', async () => {
    await happened(opened('i-1'), recorded('i-1', 'a', 100), recorded('i-1', 'b', 30), reversed('i-1', 'a', 100));
    expect(await listed()).toEqual([['i-1', 'open', 30]]);
  });

  it('tells since when costs wait for a second person, and no longer once they do not', async () => {
    await happened(opened('i-1'), opened('i-2'), submitted('i-2', 5), submitted('i-1', 3), edited('i-1', 7));
    expect(await ask(store, waitingCosts)).toEqual({ count: 2, oldest: at(3) });
    await happened(rejected('i-1'), recorded('i-2', 'c', 1));
    expect(await ask(store, waitingCosts)).toEqual({ count: 0, oldest: null });
    expect(await listed({ state: 'submitted' })).toEqual([]);
  });

  it('lists incidents newest first, a page at a time, and whose a claim is', async () => {
    const claim = { accountId: shop, caseId: caseId.parse('shop.1'), measureId: 'shop.1.m1' };
    await happened(opened('i-1', 1), opened('i-2', 2), opened('c-3', 2, claim));
    const first = await ask(store, incidentsBy({ limit: 2 }));
    expect(first.items.map(({ id, claim }) => [id, claim])).toEqual([
      ['i-2', null],
      ['c-3', { account: shop, case: 'shop.1' }],
    ]);
    const second = await ask(store, incidentsBy({ limit: 2, cursor: first.nextCursor! }));
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([['i-1'], null]);
  });

  it('lists invoices oldest first, as billing works them off', async () => {
    await happened(opened('i-1'), requested(2), requested(1), requested(3, club), issued(1), withdrawn(3, club));
    const all = await ask(store, invoicesBy({ limit: 2 }));
    expect(all.items.map(({ id, state, issued }) => [id, state, issued?.number])).toEqual([
      ['i-1.1', 'issued', 'F-1'],
      ['i-1.2', 'requested', undefined],
    ]);
    expect((await ask(store, invoicesBy({ cursor: all.nextCursor! }))).items).toMatchObject([
      { id: 'i-1.3', account: club, withdrawn: { reason: 'not theirs' } },
    ]);
    expect((await ask(store, invoicesBy({ state: 'requested' }))).items.map(({ id }) => id)).toEqual(['i-1.2']);
  });

  it('sums up what an account owes by currency, and leaves out what was withdrawn', async () => {
    await happened(
      opened('i-1'),
      requested(1, shop, 100),
      requested(2, shop, 30, 'RON'),
      requested(3, shop, 7),
      requested(4, club, 999),
      issued(3, shop, 7),
    );
    expect((await ask(store, ledgerOf(shop))).owed).toEqual([
      { currency: 'EUR', requestedCents: 100, issuedCents: 7 },
      { currency: 'RON', requestedCents: 30, issuedCents: 0 },
    ]);
  });

  it('fines never enter a sum, whatever else is owed', async () => {
    const cents = fc.integer({ min: 1, max: 1_000_000_000 });
    const account = fc.constantFrom(shop, club);
    const owing = fc.record({ account, cents, then: fc.constantFrom('requested', 'issued', 'withdrawn') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(owing, { maxLength: 6 }),
        fc.array(fc.record({ account, cents: fc.option(cents) }), { maxLength: 6 }),
        async (owed, fines) => {
          await store.commit(Object.values(tables).map((table) => sql(`delete from ${table}`)));
          await happened(opened('i-1'));
          for (const [n, { account, cents, then }] of owed.entries()) {
            await happened(requested(n, account, cents));
            if (then === 'issued') await happened(issued(n, account, cents));
            if (then === 'withdrawn') await happened(withdrawn(n, account, cents));
          }
          for (const [n, fine] of fines.entries()) await happened(noted(`f-${n}`, fine.cents, fine.account));
          for (const one of [shop, club]) {
            const told = await ask(store, ledgerOf(one));
            const sum = (state: string) =>
              owed
                .filter(({ account, then }) => account === one && then === state)
                .reduce((total, { cents }) => total + cents, 0);
            expect(told.owed.reduce((total, { requestedCents }) => total + requestedCents, 0)).toBe(sum('requested'));
            expect(told.owed.reduce((total, { issuedCents }) => total + issuedCents, 0)).toBe(sum('issued'));
            expect(told.fines).toHaveLength(fines.filter(({ account }) => account === one).length);
          }
          expect((await ask(store, invoicesBy({ limit: 500 }))).items).toHaveLength(owed.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells that a fine was struck, and of two accounts each its own', async () => {
    await happened(noted('f-1', 45_000_000), noted('f-1', null, club), {
      type: 'RegulatorFineStruck',
      data: { accountId: shop, at: at(1), fineId: 'f-1', by, reason: 'on appeal' },
    });
    expect((await ask(store, ledgerOf(shop))).fines).toMatchObject([
      { amount: { cents: 45_000_000 }, struck: { reason: 'on appeal' } },
    ]);
    expect((await ask(store, ledgerOf(club))).fines).toMatchObject([{ sanction: 'warning', struck: null }]);
  });
}); // prettier-ignore
