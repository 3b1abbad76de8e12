import { days, hours, minutes, type Duration } from '@app/kernel';
import { personalComplaint, type Signer } from '@app/testing';
import { Scene } from '../support/scene';

interface Incident {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly revision: number;
  readonly currency: string;
  readonly totalCents: number;
  readonly claim: { account: string; case: string } | null;
  readonly terms: { hourCents: number; charged: string; cites: string[] };
  readonly costs: readonly { id: string; cents: number; kind: string | null; reversedBy: string | null }[];
  readonly division: {
    readonly totalCents: number;
    readonly oursCents: number;
    readonly shares: readonly { account: string; cents: number }[];
    readonly basis: readonly { account: string; customer: number; shared: number; unknown: number }[];
  } | null;
}
interface Invoice {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly incident: string;
  readonly account: string;
  readonly cents: number;
  readonly state: string;
  readonly issued: { number: string } | null;
}
interface Ledger {
  readonly owed: readonly { currency: string; requestedCents: number; issuedCents: number }[];
  readonly invoices: readonly Invoice[];
  readonly fines: readonly Record<string, unknown>[];
}

let scene: Scene;
let ann: string;
let bob: string;
let billing: string;
const begin = async (brand: string) => {
  scene = await Scene.open(brand);
  ann = await scene.key('agent', 'Ann');
  bob = await scene.key('supervisor', 'Bob');
  billing = await scene.key('platform', 'billing');
};
afterEach(() => scene.close());

const ago = (time: Duration) => new Date(scene.desk.now - time).toISOString();
const made = async (path: string, body: unknown, key = ann) =>
  (await scene.desk.did<{ id: string }>('POST', path, body, key)).id;
const opened = (kind: string, subjects: { of: string; value: string }[] = []) =>
  made('/v1/incidents', {
    brand: 'aino',
    kind,
    subjects,
    occurredAt: ago(minutes(1)),
    source: 'the datacentre',
  });
const costs = (incident: string, cost: Record<string, unknown>) =>
  made(`/v1/incidents/${incident}/costs`, cost);
const incident = (id: string) => scene.desk.get<Incident>(`/v1/incidents/${encodeURIComponent(id)}`);
const decide = (id: string, decision: string, key: string, more: Record<string, unknown> = {}) =>
  scene.desk.did<{ state: string }>(
    'POST',
    `/v1/incidents/${encodeURIComponent(id)}/decisions`,
    { decision, reason: 'as agreed at the desk', ...more },
    key,
  );
const refusal = async (id: string, decision: string, key: string, more: Record<string, unknown> = {}) => {
  const path = `/v1/incidents/${encodeURIComponent(id)}/decisions`;
  const { status, body } = await scene.desk.call<{ code?: string }>(
    'POST',
    path,
    { decision, reason: 'as agreed at the desk', ...more },
    { key },
  );
  return [status, body.code];
};
const invoices = async (state: string, key = billing) =>
  (await scene.desk.call<{ items: Invoice[] }>('GET', `/v1/invoices?state=${state}`, undefined, { key })).body
    .items;
const ledger = (account: string) => scene.desk.get<Ledger>(`/v1/accounts/${account}/ledger`);
const waiting = async (queue: string) => {
  const { items } = await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues');
  return items.find((one) => one.queue === queue)?.count ?? 0;
};

describe('the ledger of Aino', () => {
  beforeEach(async () => {
    await begin('aino');
    await scene.account('shop-1');
    await scene.account('shop-2');
    await scene.account('club-3', { ips: ['198.51.100.0/24'] });
  });

  /** An address that signed up by itself, and confirmed it. */
  const optIn = (recipient: string, accountId: string, confirmed = true) =>
    scene.desk.did('POST', '/v1/consents', [
      {
        accountId,
        recipient,
        source: 'own-opt-in',
        signedUpAt: '2026-01-05T10:00:00Z',
        ...(confirmed && { confirmedAt: '2026-01-05T10:07:00Z' }),
      },
    ]);
  const imported = (recipient: string, accountId: string) =>
    scene.desk.did('POST', '/v1/consents', [
      { accountId, recipient, source: 'imported', signedUpAt: '2026-01-05T10:00:00Z' },
    ]);
  /** Two about imported addresses of shop-1, and one about a confirmed opt-in; one about an unconfirmed one of shop-2. */
  const complaints = async () => {
    for (const who of ['jan@yahoo.example', 'piet@yahoo.example']) {
      await imported(who, 'shop-1');
      await scene.complaintAbout(who, { account: 'shop-1' });
    }
    await optIn('kees@yahoo.example', 'shop-1');
    await scene.complaintAbout('kees@yahoo.example', { account: 'shop-1' });
    await optIn('mies@yahoo.example', 'shop-2', false);
    await scene.complaintAbout('mies@yahoo.example', { account: 'shop-2' });
    await scene.pass(minutes(2));
  };

  it('AI-16: says of each complaint whose risk its address was when the mail was sent', async () => {
    await complaints();
    const risk = async (account: string) => {
      const all = await scene.complaints(account);
      const shown = await Promise.all(
        all.map(({ id }) =>
          scene.desk.get<{ liability: Record<string, unknown> }>(`/v1/complaints/${encodeURIComponent(id)}`),
        ),
      );
      return shown
        .map(({ liability }) => [liability['liability'], liability['because'], liability['charged']])
        .sort();
    };
    expect(await risk('shop-1')).toEqual([
      ['customer', 'customers-word', true],
      ['customer', 'customers-word', true],
      ['shared', 'confirmed', false],
    ]);
    expect(await risk('shop-2')).toEqual([['customer', 'unconfirmed', true]]);
  });

  it('AI-18: what mail cost when it went wrong is borne by the addresses that were at the customers’ own risk, once two persons say so', async () => {
    await complaints();
    const id = await opened('blocklisting', [{ of: 'ip', value: '192.0.2.7' }]);
    await costs(id, { kind: 'delisting', cents: 10_000 });
    const wrong = await costs(id, { kind: 'new-ips', cents: 99_999, note: 'of another' });
    await made(`/v1/incidents/${id}/costs/${wrong}/reversal`, { reason: 'of another' });
    expect((await incident(id)).costs.map(({ cents, reversedBy }) => [cents, reversedBy !== null])).toEqual([
      [10_000, false],
      [99_999, true],
      [-99_999, false],
    ]);
    expect(await waiting('costs-to-approve')).toBe(0);

    expect(await decide(id, 'submit-costs', ann)).toMatchObject({ state: 'submitted' });
    expect(await waiting('costs-to-approve')).toBe(1);
    expect((await incident(id)).division).toEqual({
      totalCents: 10_000,
      oursCents: 0,
      shares: [
        { account: 'shop-1', cents: 6_667 },
        { account: 'shop-2', cents: 3_333 },
      ],
      basis: [
        { account: 'shop-1', customer: 2, shared: 1, unknown: 0 },
        { account: 'shop-2', customer: 1, shared: 0, unknown: 0 },
      ],
    });
    expect(await refusal(id, 'approve-costs', ann)).toEqual([409, 'supervisor-needed']);
    expect(await invoices('requested')).toEqual([]);

    expect(await decide(id, 'approve-costs', bob)).toMatchObject({ state: 'invoicing' });
    expect(await waiting('costs-to-approve')).toBe(0);
    const requested = await invoices('requested');
    expect(requested.map(({ account, cents }) => [account, cents])).toEqual([
      ['shop-1', 6_667],
      ['shop-2', 3_333],
    ]);
    expect((await ledger('shop-1')).owed).toEqual([
      { currency: 'EUR', requestedCents: 6_667, issuedCents: 0 },
    ]);

    for (const [n, { id: invoice, idempotencyKey }] of requested.entries()) {
      expect(idempotencyKey).toBe(invoice);
      await scene.desk.did('POST', `/v1/invoices/${invoice}/issued`, { number: `F-${n}` }, billing);
    }
    expect(await invoices('requested')).toEqual([]);
    expect((await invoices('issued')).map(({ issued }) => issued?.number)).toEqual(['F-0', 'F-1']);
    expect((await incident(id)).state).toBe('settled');
    expect((await ledger('shop-1')).owed).toEqual([
      { currency: 'EUR', requestedCents: 0, issuedCents: 6_667 },
    ]);
  });

  it('AI-23: hours of administration after a listing or an address taken offline are costs, at the rate of the policy', async () => {
    await complaints();
    for (const kind of ['blocklisting', 'ip-taken-offline']) {
      const id = await opened(kind);
      await costs(id, { kind: 'administration', minutes: 50, note: 'moved the queues' });
      await costs(id, { kind: 'administration', minutes: 60, hourCents: 12_000, note: 'at night' });
      const { totalCents, terms, currency } = await incident(id);
      expect([terms.hourCents, currency, totalCents]).toEqual([9_500, 'EUR', 7_917 + 12_000]);
      await decide(id, 'submit-costs', ann);
      await decide(id, 'approve-costs', bob);
      const mine = (await invoices('requested')).filter((one) => one.incident === id);
      expect(mine.reduce((sum, { cents }) => sum + cents, 0)).toBe(totalCents);
    }
  });

  const fine = (account: string, more: Record<string, unknown> = {}) =>
    scene.desk.call<{ id: string; errors?: { path: string }[] }>(
      'POST',
      `/v1/accounts/${account}/fines`,
      { regulator: 'ACM', cents: 45_000_000, imposedOn: '2026-03-01', reference: 'ACM/26/1', ...more },
      { key: ann },
    );

  it('AI-21: a fine of a regulator is noted on the account, once', async () => {
    const first = await fine('shop-1');
    const again = await fine('shop-1');
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    await scene.desk.settled();
    const { fines } = await ledger('shop-1');
    expect(fines).toMatchObject([
      { regulator: 'ACM', sanction: 'fine', amount: { cents: 45_000_000, currency: 'EUR' }, struck: null },
    ]);
    expect((await fine('shop-1', { imposedOn: '2026-04-01' })).body.errors).toMatchObject([
      { path: 'imposedOn' },
    ]);
    await scene.desk.did(
      'POST',
      `/v1/accounts/shop-1/fines/${first.body.id}/strike`,
      { reason: 'on appeal' },
      ann,
    );
    expect((await ledger('shop-1')).fines).toMatchObject([{ struck: { reason: 'on appeal' } }]);
  });

  it('AI-24: a fine is the sender’s own and in no sum of ours; the costs of administration are invoiced', async () => {
    await complaints();
    await fine('shop-1');
    const id = await opened('datacentre-notice');
    const asCost = await scene.desk.call<{ errors: { path: string }[] }>(
      'POST',
      `/v1/incidents/${id}/costs`,
      { kind: 'fine', cents: 45_000_000 },
      { key: ann },
    );
    expect([asCost.status, asCost.body.errors.map(({ path }) => path)]).toEqual([400, ['kind']]);
    await costs(id, { kind: 'administration', minutes: 60 });
    await decide(id, 'submit-costs', ann);
    await decide(id, 'approve-costs', bob);
    const { owed, invoices: all, fines } = await ledger('shop-1');
    expect(owed).toEqual([{ currency: 'EUR', requestedCents: 6_333, issuedCents: 0 }]);
    expect(all.map(({ cents }) => cents)).toEqual([6_333]);
    expect(fines).toHaveLength(1);
    expect((await invoices('requested')).map(({ cents }) => cents).sort()).toEqual([3_167, 6_333]);
  });

  it('AI-25: a server reinstalled elsewhere, under other addresses, and delisting are lines of one incident', async () => {
    await complaints();
    const id = await opened('server-reinstall');
    await costs(id, { kind: 'reinstall-elsewhere', cents: 150_000 });
    await costs(id, { kind: 'new-ips', cents: 12_800, note: '16 addresses' });
    await costs(id, { kind: 'delisting', minutes: 120, note: 'wrote to four lists' });
    await decide(id, 'submit-costs', ann);
    await decide(id, 'approve-costs', bob);
    const found = await incident(id);
    expect(found.costs.map(({ kind, cents }) => [kind, cents])).toEqual([
      ['reinstall-elsewhere', 150_000],
      ['new-ips', 12_800],
      ['delisting', 19_000],
    ]);
    expect((await invoices('requested')).reduce((sum, { cents }) => sum + cents, 0)).toBe(found.totalCents);
  });

  it('AI-29: an address that the datacentre took offline strikes whoever shares it, and those answer who sent over it', async () => {
    await complaints();
    await imported('toos@yahoo.example', 'club-3');
    await scene.complaintAbout('toos@yahoo.example', { account: 'club-3' });
    await scene.pass(minutes(2));
    const shared = await opened('ip-taken-offline', [{ of: 'ip', value: '192.0.2.7' }]);
    const own = await opened('ip-taken-offline', [{ of: 'ip', value: '198.51.100.9' }]);
    const accounts: string[][] = [];
    for (const id of [shared, own]) {
      for (const site of ['bakery.example', 'choir.example'])
        await costs(id, { kind: 'consequential-damage', site, cents: 25_000 });
      await decide(id, 'submit-costs', ann);
      const { division } = await incident(id);
      accounts.push(division!.shares.map(({ account }) => account));
    }
    expect(accounts).toEqual([['shop-1', 'shop-2'], ['club-3']]);
  });

  it('AI-30: consequential damage of each site is invoiced, and a fine stands beside it', async () => {
    await complaints();
    await fine('shop-2');
    const id = await opened('ip-taken-offline');
    await costs(id, { kind: 'consequential-damage', site: 'bakery.example', cents: 30_000 });
    const siteless = await scene.desk.call('POST', `/v1/incidents/${id}/costs`, { kind: 'consequential-damage', cents: 1 }, { key: ann }); // prettier-ignore
    expect(siteless.status).toBe(400);
    await decide(id, 'submit-costs', ann);
    await decide(id, 'approve-costs', bob);
    expect(await ledger('shop-2')).toMatchObject({
      owed: [{ requestedCents: 10_000 }],
      fines: [{ amount: { cents: 45_000_000 } }],
    });
  });

  it('is divided otherwise by people, with a reason and to the cent, over nobody who is not liable; and then approved by another', async () => {
    await complaints();
    const id = await opened('blocklisting');
    await costs(id, { kind: 'delisting', cents: 100 });
    await decide(id, 'submit-costs', ann);
    const edit = (shares: unknown, oursCents: number) => ({ shares, oursCents });
    const half = [
      { account: 'shop-1', cents: 50 },
      { account: 'shop-2', cents: 20 },
    ];
    expect(await refusal(id, 'edit-shares', bob, edit(half, 29))).toEqual([409, 'sum']);
    expect(await refusal(id, 'edit-shares', bob, edit([{ account: 'club-3', cents: 100 }], 0))).toEqual([
      409,
      'not-liable',
    ]);
    await decide(id, 'edit-shares', bob, edit(half, 30));
    expect(await refusal(id, 'approve-costs', bob)).toEqual([409, 'four-eyes']);
    await decide(id, 'approve-costs', await scene.key('supervisor', 'Kim'));
    expect((await invoices('requested')).map(({ cents }) => cents)).toEqual([50, 20]);
  });

  it('is refused by a second person, recorded anew, and withdrawn whole', async () => {
    await complaints();
    const id = await opened('blocklisting');
    await costs(id, { kind: 'delisting', cents: 100 });
    await decide(id, 'submit-costs', ann);
    expect(await decide(id, 'reject-costs', bob)).toMatchObject({ state: 'open' });
    await decide(id, 'submit-costs', ann);
    await decide(id, 'approve-costs', bob);
    const [first] = await invoices('requested');
    await scene.desk.did('POST', `/v1/invoices/${first!.id}/issued`, { number: 'F-1' }, billing);
    expect(await refusal(id, 'withdraw', ann)).toEqual([403, undefined]);
    await decide(id, 'withdraw', bob);
    expect(await invoices('requested')).toEqual([]);
    expect((await invoices('withdrawn')).map(({ issued }) => issued?.number ?? null)).toEqual(['F-1', null]);
    expect((await ledger('shop-1')).owed).toEqual([]);
  });

  it('looks at mail of the time it is told, and leaves to us what nobody answers for', async () => {
    await complaints();
    await scene.pass(days(31)); // the policy looks back for 30
    const id = await opened('blocklisting');
    await costs(id, { kind: 'delisting', cents: 100 });
    await decide(id, 'submit-costs', ann);
    expect((await incident(id)).division).toMatchObject({ oursCents: 100, shares: [], basis: [] });
    expect(await decide(id, 'approve-costs', bob)).toMatchObject({ state: 'settled' });
    expect(await invoices('requested')).toEqual([]);
  });

  it('takes an incident and a cost once under one Idempotency-Key, and only from staff', async () => {
    const body = { brand: 'aino', kind: 'blocklisting', occurredAt: ago(minutes(1)), source: 'a list' };
    const open = (key: string) =>
      scene.desk.call<{ id: string }>('POST', '/v1/incidents', body, { key, headers: { 'idempotency-key': 'i-1' } });
    const [first, again] = [await open(ann), await open(ann)];
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
    await scene.desk.settled();
    expect((await scene.desk.get<{ items: unknown[] }>('/v1/incidents')).items).toHaveLength(1);
    expect((await open(billing)).status).toBe(403);
    expect((await scene.desk.call('POST', '/v1/incidents', { ...body, occurredAt: new Date(scene.desk.later(hours(1))).toISOString() }, { key: ann })).status).toBe(400);
    const cost = { kind: 'new-ips', cents: 100 };
    const at = (revision: number) => ({ key: ann, headers: { 'if-match': `"${revision}"` } });
    const path = `/v1/incidents/${first.body.id}/costs`;
    expect((await scene.desk.call('POST', path, cost, at(1))).status).toBe(201);
    expect((await scene.desk.call('POST', path, cost, at(1))).status).toBe(412); // somebody recorded one since
    const half = { kind: 'new-ips', cents: 0.5 };
    expect((await scene.desk.call('POST', `/v1/incidents/${first.body.id}/costs`, half, { key: ann })).status).toBe(400);
    for (const path of ['/v1/incidents/nothing', '/v1/accounts/nobody/ledger'])
      expect((await scene.desk.call('GET', path)).status).toBe(404);
    expect((await scene.desk.call('POST', '/v1/invoices/nothing.1/issued', { number: 'F-1' })).status).toBe(404);
    const shop = await scene.desk.call('POST', '/v1/incidents', { ...body, brand: 'conectoo' }, { key: ann });
    expect(shop.status).toBe(409); // its policy charges nobody anything
  }); // prettier-ignore
});

describe('the ledger of iConneqt', () => {
  let acm: Signer;
  beforeEach(async () => {
    await begin('iconneqt');
    await scene.account('shop-1', { legalForm: 'legal-person' });
    acm = scene.desk.signer('acm.nl');
  });
  const complains = async (who: string, id: string) => {
    const raw = await acm.sign(personalComplaint(await scene.sent(who), 'spamklacht@acm.nl', id));
    await scene.desk.mail(raw, 'spamklacht@acm.nl', 'abuse@desk.example');
  };
  /** On the complaint after a warning, by two persons. */
  const closed = async () => {
    await complains('first@people.example', 'one');
    await scene.pass(hours(3));
    await complains('second@others.example', 'two');
    await scene.pass(minutes(15));
    const { id, measures } = await scene.only();
    const measureId = measures.find(({ measure }) => measure === 'close')!.id;
    for (const key of [await scene.key('supervisor', 'Ada'), bob])
      await scene.decide(id, 'approve', { measureId }, key);
    await scene.pass(minutes(1));
    return { caseId: id, measureId };
  };
  const claims = async () => (await scene.desk.get<{ items: Incident[] }>('/v1/incidents')).items;

  it('IE-22: damages are claimed from the user who was closed: costs line by line, approved by two, invoiced to them alone', async () => {
    const { caseId } = await closed();
    expect(await claims()).toMatchObject([
      { kind: 'damage-claim', state: 'open', claim: { account: 'shop-1', case: caseId }, totalCents: 0 },
    ]);
    const [{ id }] = (await claims()) as [Incident];
    expect((await incident(id)).terms.cites).toContain('IE-22');
    await costs(encodeURIComponent(id), { kind: 'delisting', cents: 40_000 });
    await costs(encodeURIComponent(id), { kind: 'administration', minutes: 90 });
    await decide(id, 'submit-costs', ann);
    expect(await refusal(id, 'approve-costs', ann)).toEqual([409, 'supervisor-needed']);
    await decide(id, 'approve-costs', bob);
    const requested = await invoices('requested');
    expect(requested.map(({ account, cents }) => [account, cents])).toEqual([['shop-1', 54_250]]);
    const path = `/v1/invoices/${encodeURIComponent(requested[0]!.id)}/issued`;
    await scene.desk.did('POST', path, { number: 'F-7' }, billing);
    expect((await incident(id)).state).toBe('settled');
  });

  it('takes a claim back with the closure that it was of', async () => {
    const { caseId, measureId } = await closed();
    await scene.decide(caseId, 'annul', { measureId }, bob);
    expect(await claims()).toMatchObject([{ kind: 'damage-claim', state: 'open' }]); // it takes two
    const { measures } = await scene.only();
    const annul = measures.find(({ measure }) => measure === 'annul')!.id;
    await scene.decide(caseId, 'approve', { measureId: annul }, await scene.key('supervisor', 'Kim'));
    await scene.pass(minutes(1));
    expect(await claims()).toMatchObject([{ kind: 'damage-claim', state: 'withdrawn' }]);
  });

  it('charges nobody but who was closed for what the platform suffered', async () => {
    await complains('first@people.example', 'one');
    const body = { brand: 'iconneqt', kind: 'blocklisting', occurredAt: ago(minutes(1)), source: 'a list' };
    const id = await made('/v1/incidents', body);
    await costs(id, { kind: 'delisting', cents: 100 });
    await decide(id, 'submit-costs', ann);
    expect((await incident(id)).division).toMatchObject({ oursCents: 100, shares: [] });
  });

  it('IN-27: what the regulator imposes, a warning or a fine, is noted and told to nobody else’s account', async () => {
    const impose = (more: Record<string, unknown>) =>
      made('/v1/accounts/shop-1/fines', { regulator: 'ACM', imposedOn: '2026-03-02', ...more });
    await impose({ sanction: 'warning', reference: 'W-1' });
    await impose({ cents: 45_000_000, reference: 'B-1' });
    const { owed, invoices: all, fines } = await ledger('shop-1');
    expect(fines.map(({ sanction, amount }) => [sanction, amount])).toEqual(
      expect.arrayContaining([
        ['warning', null],
        ['fine', { cents: 45_000_000, currency: 'EUR' }],
      ]),
    );
    expect([owed, all, await invoices('requested'), await claims()]).toEqual([[], [], [], []]);
    expect(await scene.standing()).toBe('good'); // nothing follows from it
    const amount = await scene.desk.call('POST', '/v1/accounts/shop-1/fines', { regulator: 'ACM', sanction: 'warning', cents: 1, imposedOn: '2026-03-02' }); // prettier-ignore
    expect(amount.status).toBe(400);
  });
});
