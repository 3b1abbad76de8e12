import fc from 'fast-check';
import { days, hours, Instant, minus, plus, type Instant as At } from '@app/kernel';
import type { Questionnaire } from '../evidence/questionnaire';
import { findingsOf, type ScoringFacts } from './findings';

const collectedAt = Instant('2026-01-05T10:00:00.000Z');
const sentAt = Instant('2026-03-01T10:00:00.000Z');
const facts: ScoringFacts = {
  receivedAt: Instant('2026-03-03T10:00:00.000Z'),
  sentAt,
  firstSentAt: null,
  domains: ['shop.example'],
};
const good: Questionnaire = {
  collected: 'online',
  collectedAt,
  how: 'They asked for the newsletter on our page.',
  by: 'newsletter',
  url: 'https://www.shop.example/news',
  ip: '8.8.8.8',
  optIn: 'double',
  confirmedAt: plus(collectedAt, hours(1)),
  explicitStatement: true,
  statementText: 'Yes, send me the newsletter of The Shop.',
  couldConsent: true,
};
const codes = (more: object, other: Partial<ScoringFacts> = {}) =>
  findingsOf({ ...good, ...more }, { ...facts, ...other }).map(({ code }) => code);

describe('consistency', () => {
  it('SP-36: finds nothing in evidence that holds together', () => expect(codes({})).toEqual([]));

  it('SP-39: finds a collection after the reported mail, and after the first', () => {
    expect(codes({ collectedAt: plus(sentAt, hours(1)), confirmedAt: undefined })).toEqual([
      'collected-after-mail',
    ]);
    expect(codes({}, { firstSentAt: minus(collectedAt, hours(1)) })).toEqual([
      'confirmed-after-first-send',
      'collected-after-first-send',
    ]);
  });

  it('SP-48: finds a confirmation before its sign-up, and one after the first mail', () => {
    expect(codes({ confirmedAt: minus(collectedAt, hours(1)) })).toEqual(['confirmed-before-sign-up']);
    expect(codes({ firstSentAt: plus(collectedAt, hours(0.5)) })).toEqual(['confirmed-after-first-send']);
  });

  it('finds what is yet to happen', () =>
    expect(
      codes({ collectedAt: plus(facts.receivedAt, days(1)), confirmedAt: undefined }, { sentAt: null }),
    ).toEqual(['in-the-future']));

  it('SP-45: finds a page that is not the customer’s, as a hint; below a domain of theirs it is', () => {
    expect(codes({ url: 'https://lottery.example/win' })).toEqual(['url-elsewhere']);
    expect(codes({ url: 'https://notshop.example/' })).toEqual(['url-elsewhere']);
    expect(codes({ url: 'https://SHOP.example./' })).toEqual([]);
    expect(codes({ url: 'https://lottery.example/win' }, { domains: [] })).toEqual([]); // nobody said which are theirs
  });

  it.each([
    ['10.1.2.3', 'private'],
    ['127.0.0.1', 'of the machine itself'],
    ['100.64.3.4', 'shared behind a carrier'],
    ['192.0.2.9', 'for examples only'],
    ['255.255.255.255', 'reserved'],
    ['fe80::1', 'of one link only'],
    ['fd12:3456::1', 'private'],
    ['2001:db8::7', 'for examples only'],
    ['::ffff:192.168.1.1', 'private'],
    ['::', 'reserved'],
  ])('SP-46: finds an address of a machine from which nobody signs up: %s', (ip, kind) =>
    expect(findingsOf({ ...good, ip }, facts)).toMatchObject([
      { code: 'ip-not-public', severity: 'doubt', sentence: expect.stringContaining(kind) as string },
    ]),
  );

  it.each(['8.8.8.8', '100.63.255.255', '172.32.0.1', '2a00:1450:4001::68', '::ffff:8.8.8.8'])(
    'SP-46: takes %s for one on the internet',
    (ip) => expect(codes({ ip })).toEqual([]),
  );

  it('SP-51: finds that a recipient could give no consent of their own', () =>
    expect(codes({ couldConsent: false })).toEqual(['no-active-consent']));

  it('SP-54: finds that a customer could not object', () =>
    expect(codes({ collected: 'existing-customer', couldObject: false })).toEqual(['no-chance-to-object']));
});

describe('a stale address', () => {
  const old = { confirmedAt: undefined, optIn: 'single' };
  it.each([
    ['2024-09-01T09:59:59.999Z', true],
    ['2024-09-01T10:00:00.000Z', false],
  ])('was last heard of more than eighteen months before the mail: %s', (at, stale) =>
    expect(codes({ ...old, collectedAt: Instant(at) }).includes('stale-address')).toBe(stale),
  );

  it('is none when there was contact since: old consent that is mailed regularly is fine', () => {
    const then = Instant('2015-01-01T00:00:00.000Z');
    expect(codes({ ...old, collectedAt: then })).toEqual(['stale-address']);
    expect(codes({ ...old, collectedAt: then, lastContactAt: minus(sentAt, days(30)) })).toEqual([]);
    expect(codes({ ...old, collectedAt: then, lastContactAt: plus(sentAt, days(1)) })).toEqual([
      'stale-address',
    ]);
  });

  it('is advice, and no breach', () =>
    expect(
      findingsOf({ collected: 'offline', collectedAt: Instant('2015-01-01T00:00:00.000Z') }, facts),
    ).toMatchObject([{ code: 'stale-address', severity: 'advice' }]));

  it('counts months by the calendar, to the last of a short one', () => {
    const of = (from: string, sent: string) =>
      codes({ ...old, collectedAt: Instant(from) }, { sentAt: Instant(sent), receivedAt: Instant(sent) });
    expect(of('2024-08-31T00:00:00.000Z', '2026-02-28T00:00:00.000Z')).toEqual([]);
    expect(of('2024-08-31T00:00:00.000Z', '2026-02-28T00:00:00.001Z')).toEqual(['stale-address']);
  });
});

describe('the findings', () => {
  const time = fc
    .integer({ min: -900, max: 900 })
    .map((n) => plus(sentAt, days(1)) + n * 86_400_000)
    .map((n) => n as At);
  const answers = fc.record(
    {
      collectedAt: time,
      confirmedAt: time,
      lastContactAt: time,
      firstSentAt: time,
      ip: fc.oneof(fc.ipV4(), fc.ipV6()),
      url: fc.webUrl(),
      how: fc.string({ maxLength: 200 }),
      statementText: fc.string({ unit: 'binary', maxLength: 200 }),
    },
    { requiredKeys: [] },
  );

  it('say each thing once, in a sentence that holds nothing of what was written', () =>
    fc.assert(
      fc.property(answers, (given) => {
        const found = findingsOf({ collected: 'online', ...given }, facts);
        expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
        for (const { sentence } of found) {
          expect(sentence).toMatch(/^[A-Z].*\.$/);
          if (given.ip !== undefined) expect(sentence).not.toContain(given.ip);
        }
      }),
    ));

  it('are none of times that are in their order', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 4, maxLength: 4 }), (gaps) => {
        const [collectedAt, confirmedAt, firstSentAt, sent] = gaps
          .sort((a, b) => a - b)
          .map((day) => plus(Instant('2025-01-01T00:00:00.000Z'), days(day))) as [At, At, At, At];
        expect(
          findingsOf(
            { collected: 'online', collectedAt, confirmedAt, firstSentAt },
            { ...facts, sentAt: sent },
          ),
        ).toEqual([]);
      }),
    ));
});
