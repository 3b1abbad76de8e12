import fc from 'fast-check';
import {
  accountDecider,
  standingOf,
  type AccountEvent,
  type AccountState,
  type Profile,
} from '@app/accounts';
import { accountId, brandId, Duration, Instant, type CaseId, type Standing } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { grownAndRebuilt } from '@app/testing';
import { accountList } from './account-list.projection';
import { accountsBy, openCaseOf, type AccountFilter } from './accounts/queries';
import { caseList } from './case-list.projection';

type Listed = Parameters<typeof accountList.on>[0];
const at = Instant('2026-03-01T10:00:00.000Z');
const erased = { erased: true } as const;
const profile: Profile = {
  brandId: brandId.parse('spotler'),
  name: erased,
  nameKey: 'n1',
  contacts: [],
  parent: null,
  domains: ['shop.example'],
  ips: [],
  dkim: [],
  legalForm: null,
  protected: false,
  policyAcceptedVersion: null,
  history: [],
};
const put = (
  id: string,
  more: Partial<Profile> = {},
  type: 'AccountRegistered' | 'AccountChanged' = 'AccountRegistered',
) =>
  ({
    type,
    data: { accountId: accountId.parse(id), at, profile: { ...profile, ...more } },
  }) satisfies AccountEvent;

const tables = {
  account_list: 'account_list',
  account_domains: 'account_domains',
  account_warnings: 'account_warnings',
};
const cases = { case_list: 'case_list', case_tasks: 'case_tasks', case_deadlines: 'case_deadlines' };
let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  await store.commit([...accountList.create(tables), ...caseList.create(cases)]);
});
afterEach(() => store.close());
const happened = (...events: Listed[]) =>
  store.commit(events.flatMap((event) => [...accountList.on(event, tables)]));
const found = async (filter: AccountFilter) =>
  (await ask(store, accountsBy(filter))).items.map(({ id }) => id);

describe('the list of accounts', () => {
  it('is by id, and goes on where the last page ended', async () => {
    await happened(...['b', 'a', 'd', 'c', 'a-1'].map((id) => put(id)));
    const first = await ask(store, accountsBy({ limit: 3 }));
    expect(first.items.map(({ id }) => id)).toEqual(['a', 'a-1', 'b']);
    const second = await ask(store, accountsBy({ limit: 3, cursor: first.nextCursor! }));
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([['c', 'd'], null]);
  });

  it('is searched by how the id begins, and nothing in it is a wildcard', async () => {
    await happened(put('shop-1'), put('shop-2'), put('shop'), put('sh%'), put('shoe'));
    expect(await found({ idPrefix: 'shop' })).toEqual(['shop', 'shop-1', 'shop-2']);
    expect(await found({ idPrefix: 'sh%' })).toEqual(['sh%']);
  });

  it('is searched by domain: that one, those below it and those it is below of, and never one that only ends alike', async () => {
    await happened(
      put('whole', { domains: ['shop.example'] }),
      put('part', { domains: [], dkim: ['s1._domainkey.news.shop.example'] }),
      put('alike', { domains: ['myshop.example', 'shop.example.org'] }),
    );
    expect(await found({ domain: 'shop.example' })).toEqual(['part', 'whole']);
    expect(await found({ domain: 'news.shop.example' })).toEqual(['part', 'whole']);
    expect(await found({ domain: 'blog.shop.example' })).toEqual(['whole']);
    expect(await found({ domain: 'example' })).toEqual(['alike', 'part', 'whole']);
  });

  it('forgets what a later profile leaves out', async () => {
    await happened(
      put('a'),
      put('a', { brandId: brandId.parse('aino'), domains: ['new.example'] }, 'AccountChanged'),
    );
    expect(await found({ domain: 'shop.example' })).toEqual([]);
    expect(await found({ domain: 'new.example', brand: 'aino' })).toEqual(['a']);
    expect(await found({ brand: 'spotler' })).toEqual([]);
  });

  it('counts the cases that have not ended, and names the oldest of them', async () => {
    await happened(put('a'));
    const of = (id: string, second: number) => ({
      caseId: id as CaseId,
      accountId: accountId.parse('a'),
      brandId: profile.brandId,
      at: (at + second) as Instant,
    });
    const policy = { id: 'p', version: 'v' };
    const opened = (id: string, second: number) =>
      caseList.on(
        {
          type: 'CaseOpened',
          data: { ...of(id, second), stage: 'open', policy, because: 'complaint', warnedAt: null },
        },
        cases,
      );
    await store.commit([...opened('a.2', 2), ...opened('a.1', 1), ...opened('a.0', 0)]);
    await store.commit([{ text: "update case_list set stage = 'closed' where case_id = 'a.0'", params: [] }]);
    expect((await ask(store, accountsBy({}))).items).toMatchObject([{ id: 'a', openCases: 2 }]);
    expect(await ask(store, openCaseOf(accountId.parse('a')))).toBe('a.1');
    expect(await ask(store, openCaseOf(accountId.parse('b')))).toBeNull();
  });

  it('stands where the account stands, after whatever was done to it', async () => {
    const { events, standing } = lived(['warn', 'hold', 'annul', 'known-as-warned', 'reinstate', 'plain']);
    expect(standing).toBe('warned'); // the warning that stands outlives one that the profile told of
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(4);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...DEEDS), { maxLength: 10 }), async (deeds) => {
        const life = lived(deeds);
        await store.commit([
          { text: 'delete from account_list', params: [] },
          { text: 'delete from account_domains', params: [] },
          { text: 'delete from account_warnings', params: [] },
        ]);
        await happened(...life.events.filter(isListed));
        const { items } = await ask(store, accountsBy({}));
        expect(items.map((one) => one.standing)).toEqual([life.standing]);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same after two rebuilds as when it grew', async () => {
    const { events } = lived(['warn', 'known-as-warned', 'hold', 'suspend', 'annul', 'reinstate', 'lapse']);
    const [grown, rebuilt, again] = await grownAndRebuilt(accountList, events.filter(isListed));
    expect(grown.account_list).toHaveLength(1);
    expect([rebuilt, again]).toEqual([grown, grown]);
  });
});

const DEEDS = [
  'warn',
  'hold',
  'suspend',
  'stop',
  'annul',
  'lapse',
  'reinstate',
  'known-as-warned',
  'plain',
] as const;
type Deed = (typeof DEEDS)[number];

/** The events of an account to which these are done in order, and where it stands. What is refused is left out. */
const lived = (deeds: readonly Deed[]): { events: AccountEvent[]; standing: Standing } => {
  const events: AccountEvent[] = [];
  let state: AccountState = accountDecider.initial;
  const of = { accountId: accountId.parse('a'), at };
  const act = {
    caseId: 'a.1' as CaseId,
    by: { kind: 'rule' as const, rule: 'r' },
    reason: 'why',
    confirmWithin: Duration('15m'),
  };
  const registers = (history: Profile['history']) =>
    ({ type: 'RegisterAccount', ...of, profile: { ...profile, history }, openCase: null }) as const;
  const tell = (command: Parameters<typeof accountDecider.decide>[0]) => {
    const decided = accountDecider.decide(command, state);
    if ('rejected' in decided) return;
    events.push(...decided);
    state = decided.reduce((s: AccountState, e) => accountDecider.evolve(s, e), state);
  };
  tell(registers([]));
  for (const [n, deed] of deeds.entries()) {
    const last = state.status === 'known' ? state.standing.at(-1)?.measureId : undefined;
    const warning = state.status === 'known' ? state.standing.find((m) => m.measure === 'warn') : undefined;
    if (deed === 'known-as-warned') tell(registers([{ what: 'warned', at, reason: 'before' }]));
    else if (deed === 'plain') tell(registers([]));
    else if (deed === 'reinstate') tell({ type: 'ReinstateAccount', ...of, ...act, baseline: at });
    else if (deed === 'annul') {
      if (last !== undefined) tell({ type: 'AnnulMeasure', ...of, ...act, measureId: last });
    } else if (deed === 'lapse') {
      if (warning) tell({ type: 'LapseWarning', ...of, caseId: act.caseId, measureId: warning.measureId });
    } else tell({ type: 'ApplyMeasure', ...of, ...act, measure: deed, measureId: `m${n}`, scope: 'bulk' });
  }
  if (state.status === 'none') throw new Error('not registered');
  return { events, standing: standingOf(state) };
};

const isListed = (event: AccountEvent): event is Listed => accountList.inputs.types.includes(event.type);
