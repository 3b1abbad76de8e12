import fc from 'fast-check';
import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import { caseEvents } from '@app/enforcement';
import {
  Instant,
  recipientKey,
  type AccountId,
  type CaseId,
  type ComplaintId,
  type ReportId,
} from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { reportEvents } from '@app/reports';
import { grownAndRebuilt, oneOfEach } from '@app/testing';
import { accountList } from './account-list.projection';
import { caseList } from './case-list.projection';
import { complaintList } from './complaint-list.projection';
import { offenders } from './offenders.projection';
import { domainRange } from './offenders/signs';
import { search } from './search.projection';
import { MOST_FOUND, searched, type Criterion } from './search/queries';

type Told = Parameters<typeof search.on>[0];
const at = (minute: number) => (Instant('2026-03-01T10:00:00.000Z') + 60_000 * minute) as Instant;

const [filedSample] = oneOfEach({ inputs: complaintEvents.only('ComplaintFiled') });
const [corroboratedSample] = oneOfEach({ inputs: complaintEvents.only('ReportCorroborated') });
const [examinedSample] = oneOfEach({ inputs: reportEvents.only('ReportExamined') });
const [joinedSample] = oneOfEach({ inputs: caseEvents.only('ComplaintJoined') });
const [leftSample] = oneOfEach({ inputs: caseEvents.only('ComplaintLeft') });
const [openedSample] = oneOfEach({ inputs: caseEvents.only('CaseOpened') });
const [registeredSample] = oneOfEach({ inputs: accountEvents.only('AccountRegistered') });

const examined = (id: string, terms: string[], people: string[] = [], minute = 0, complaints = 1) => ({
  type: 'ReportExamined' as const,
  data: {
    ...examinedSample!.data,
    reportId: id as ReportId,
    at: at(minute),
    complaints,
    search: { terms, people: people.map((key) => recipientKey.parse(key)) },
  },
});
const filed = (id: string, report: string, recipient: string | null, account = 'shop', minute = 1) => ({
  type: 'ComplaintFiled' as const,
  data: {
    ...filedSample!.data,
    complaintId: id as ComplaintId,
    at: at(minute),
    accountId: account as AccountId,
    recipientKey: recipient === null ? null : recipientKey.parse(recipient),
    report: { ...filedSample!.data.report, reportId: report as ReportId },
  },
});
const corroborated = (id: string, report: string) => ({
  type: 'ReportCorroborated' as const,
  data: {
    ...corroboratedSample!.data,
    complaintId: id as ComplaintId,
    report: { ...corroboratedSample!.data.report, reportId: report as ReportId },
  },
});
const joined = (id: string, caseId: string) => ({
  type: 'ComplaintJoined' as const,
  data: {
    ...joinedSample!.data,
    caseId: caseId as CaseId,
    complaint: { ...joinedSample!.data.complaint, complaintId: id as ComplaintId },
  },
});
const left = (id: string, caseId: string) => ({
  type: 'ComplaintLeft' as const,
  data: { ...leftSample!.data, caseId: caseId as CaseId, complaintId: id },
});
const erased = (person: string) => ({
  type: 'PersonErased' as const,
  data: {
    person: recipientKey.parse(person),
    at: at(60),
    by: { kind: 'person' as const, keyId: 'sue' },
    reason: 'they asked',
  },
});

const live = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<T, T>;
const named = live(search.tables);
let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  for (const view of [search, complaintList, caseList, accountList, offenders])
    await store.commit(view.create(live(view.tables as readonly string[]) as never));
});
afterEach(() => store.close());

const happened = async (...events: Told[]) => {
  for (const event of events) {
    await store.commit(search.on(event, named));
    if (event.type === 'ComplaintFiled' || event.type === 'ReportCorroborated')
      await store.commit(complaintList.on(event, live(complaintList.tables)));
  }
};
const opened = (id: string, account = 'shop') =>
  store.commit(
    caseList.on(
      {
        type: 'CaseOpened',
        data: { ...openedSample!.data, caseId: id as CaseId, accountId: account as AccountId, at: at(2) },
      },
      live(caseList.tables),
    ),
  );
const registered = async (id: string, domains: string[] = []) => {
  const { data } = registeredSample!;
  const event = {
    type: 'AccountRegistered' as const,
    data: {
      ...data,
      accountId: id as AccountId,
      at: at(0),
      profile: { ...data.profile, domains, dkim: [], ips: [] },
    },
  };
  await store.commit(accountList.on(event, live(accountList.tables)));
  await store.commit(offenders.on(event, live(offenders.tables)));
};
/** `kind id` of each, with by what it was found. */
const found = async (...criteria: Criterion[]) =>
  (await ask(store, searched(criteria))).found
    .map(({ kind, id, by }) => `${kind} ${id}: ${by.join(', ')}`)
    .sort();

const person = (key: string): Criterion => ({ by: 'recipient', person: recipientKey.parse(key) });
const subject = (...terms: string[][]): Criterion => ({ by: 'subject', terms });
const messageId = (term: string): Criterion => ({ by: 'messageId', terms: [[term]] });

describe('a search', () => {
  it('leads from what was reported to the report, the complaint, its case and the account', async () => {
    await registered('shop');
    await opened('shop.1');
    await happened(examined('r1', ['m1'], ['jan']), filed('c1', 'r1', 'jan'), joined('c1', 'shop.1'));
    const all = ['account shop: complaint', 'case shop.1: complaint'];
    expect(await found(messageId('m1'))).toEqual([...all, 'complaint c1: messageId', 'report r1: messageId']);
    expect(await found(person('jan'))).toEqual([...all, 'complaint c1: recipient', 'report r1: recipient']);
    expect(await found(messageId('m2'))).toEqual([]);
    await happened(left('c1', 'shop.1'));
    expect(await found(messageId('m1'))).not.toContain('case shop.1: complaint');
  });

  it('finds what meets all that is asked, and nothing that meets a part of it', async () => {
    await happened(
      examined('r1', ['spring'], ['jan']),
      filed('c1', 'r1', 'jan'),
      examined('r2', ['spring'], ['eva']),
      filed('c2', 'r2', 'eva'),
      examined('r3', ['autumn'], ['jan']),
      filed('c3', 'r3', 'jan'),
    );
    expect(await found(person('jan'), subject(['spring']))).toEqual([
      'complaint c1: recipient, subject',
      'report r1: recipient, subject',
    ]);
  });

  it('finds a subject by the whole of it, or by words that are all in it', async () => {
    await happened(examined('r1', ['whole', 'spring', 'sale']), examined('r2', ['spring']));
    expect(await found(subject(['whole'], []))).toEqual(['report r1: subject']);
    expect(await found(subject(['no'], ['spring', 'sale']))).toEqual(['report r1: subject']);
    expect(await found(subject(['no'], ['spring']))).toHaveLength(2);
    expect(await found(subject([], []))).toEqual([]);
  });

  it('finds a recipient whom only our own token names, whatever the reports leave out', async () => {
    await happened(
      examined('r1', []),
      filed('c1', 'r1', 'jan'),
      examined('r2', []),
      corroborated('c1', 'r2'),
    );
    expect(await found(person('jan'))).toEqual([
      'complaint c1: recipient',
      'report r1: recipient',
      'report r2: recipient',
    ]);
  });

  it('takes nobody else of the same report for the recipient', async () => {
    await happened(
      examined('r1', ['m1'], ['jan', 'eva'], 0, 2),
      filed('c1', 'r1', 'jan'),
      filed('c2', 'r1', 'eva'),
    );
    expect(await found(person('jan'))).toEqual(['complaint c1: recipient', 'report r1: recipient']);
    expect(await found(messageId('m1'))).toHaveLength(3);
  });

  it('finds who complained, when they are not the recipient', async () => {
    await happened(examined('r1', [], ['author']), filed('c1', 'r1', null));
    expect(await found(person('author'))).toEqual(['complaint c1: recipient', 'report r1: recipient']);
  });

  it('finds accounts by what they send as, and everything by its id', async () => {
    await registered('shop', ['news.shop.example']);
    await registered('else', ['else.example']);
    await opened('shop.1');
    await happened(examined('r1', []), filed('c1', 'r1', null));
    const domain = { by: 'domain' as const, terms: [['d']], sends: domainRange('shop.example') };
    expect(await found(domain)).toEqual(['account shop: domain']);
    for (const [kind, id] of [
      ['account', 'else'],
      ['case', 'shop.1'],
      ['report', 'r1'],
    ])
      expect(await found({ by: 'id', id: id! })).toEqual([`${kind} ${id}: id`]);
    expect(await found({ by: 'id', id: 'c1' })).toEqual(['account shop: complaint', 'complaint c1: id']);
    expect(await found(domain, person('jan'))).toEqual([]);
  });

  it('says when more match than it gives, and gives the newest', async () => {
    const events = Array.from({ length: MOST_FOUND + 1 }, (_, n) => examined(`r${n}`, ['m'], [], n));
    await store.commit(events.flatMap((event) => search.on(event, named)));
    const { found: all, complete } = await ask(store, searched([messageId('m')]));
    expect([all.length, complete, all[0]?.id]).toEqual([MOST_FOUND, false, `r${MOST_FOUND}`]);
    expect((await ask(store, searched([{ by: 'id', id: 'r1' }]))).complete).toBe(true);
  });
});

describe('of a person who was erased', () => {
  const events: Told[] = [
    examined('r1', ['m1'], ['jan', 'eva'], 0, 2),
    filed('c1', 'r1', 'jan'),
    filed('c2', 'r1', 'eva'),
    examined('r2', ['m2']),
    corroborated('c1', 'r2'),
    examined('r3', ['m3'], ['bob']),
    filed('c3', 'r3', 'bob'),
    erased('jan'),
  ];

  it('nothing is found, neither by their address nor by what their mail said; others stay', async () => {
    await happened(...events);
    for (const gone of [person('jan'), messageId('m1'), messageId('m2')])
      expect(await found(gone)).toEqual([]);
    expect(await found(person('bob'))).toHaveLength(2);
    expect(await found(person('eva'))).toEqual(['complaint c2: recipient']);
  });

  it('no row is left, and a rebuild brings none back', async () => {
    const [grown, rebuilt, again] = await grownAndRebuilt(search, events);
    expect(JSON.stringify(grown)).not.toMatch(/jan|m1|m2/);
    expect(grown.search_terms).toHaveLength(1);
    expect([rebuilt, again]).toEqual([grown, grown]);
  });

  it('what comes in later is found again', async () => {
    await happened(...events, examined('r9', ['m9'], ['jan']), filed('c9', 'r9', 'jan'));
    expect(await found(person('jan'))).toEqual(['complaint c9: recipient', 'report r9: recipient']);
  });
});

describe('the view that is searched', () => {
  it('is the same rebuilt as it grew, whatever happened and whoever was erased', async () => {
    const n = fc.integer({ min: 1, max: 3 });
    const who = fc.constantFrom('jan', 'eva', 'bob');
    const event: fc.Arbitrary<Told> = fc.oneof(
      fc
        .tuple(n, fc.subarray(['m1', 'm2', 'm3']), fc.subarray(['jan', 'eva', 'bob']))
        .map(([id, terms, people]) => examined(`r${id}`, terms, people)),
      fc.tuple(n, n, fc.option(who)).map(([id, report, person]) => filed(`c${id}`, `r${report}`, person)),
      fc.tuple(n, n).map(([id, report]) => corroborated(`c${id}`, `r${report}`)),
      fc.tuple(n, n).map(([id, of]) => joined(`c${id}`, `shop.${of}`)),
      fc.tuple(n, n).map(([id, of]) => left(`c${id}`, `shop.${of}`)),
      who.map(erased),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 20 }), async (events) => {
        const [grown, rebuilt, again] = await grownAndRebuilt(search, events);
        expect([rebuilt, again]).toEqual([grown, grown]);
        const gone = events.at(-1);
        if (gone?.type === 'PersonErased') expect(JSON.stringify(grown)).not.toContain(gone.data.person);
      }),
      { numRuns: 200 },
    );
  });

  it('holds no text: only ids, and the keyed hashes that the events bring', async () => {
    await happened(examined('r1', ['a1b2c3'], ['k1']), filed('c1', 'r1', 'k1'));
    const rows = await Promise.all(
      search.tables.map((t) => store.all<Record<string, unknown>>(`select * from ${t}`)),
    );
    expect(
      rows
        .flat()
        .flatMap((row) => Object.values(row))
        .sort(),
    ).toEqual(['a1b2c3', 'c1', 'k1', 'k1', 'k1', 'r1', 'r1', 'r1', 'r1', at(0), 1].sort());
  });
});
