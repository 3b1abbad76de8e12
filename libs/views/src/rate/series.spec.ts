import fc from 'fast-check';
import {
  brandId as asBrand,
  campaignId as asCampaign,
  caseId as asCase,
  day as asDay,
  Instant,
} from '@app/kernel';
import { ask } from '@app/read-store';
import { rate, written } from '@app/reputation';
import { rateCount } from './count';
import { rateSeries, type SeriesOf } from './series';
import {
  accountId,
  complaint,
  complaints,
  now,
  reportedAt,
  Told,
  volume,
  volumes,
  zone,
  type RateEvent,
} from './told.testing';

const coverage = [
  { provider: 'yahoo', from: null },
  { provider: 'microsoft', from: null },
];
let told: Told;
beforeEach(async () => (told = await Told.open()));
afterEach(() => told.close());

const series = (changed: Partial<SeriesOf> = {}, from = told) =>
  ask(
    from.store,
    rateSeries({
      accountId,
      attribution: 'send-day',
      from: asDay.parse('2026-03-03'),
      to: asDay.parse('2026-03-04'),
      now,
      zone,
      coverage,
      sources: [{ source: 'yahoo', providers: ['yahoo'] }],
      only: {},
      ...changed,
    }),
  );
const rates = async (changed: Partial<SeriesOf> = {}) =>
  (await series(changed)).points.map((p) => written(rate(p.rated, p.delivered)));
const tuesday = '2026-03-03T09:00:00.000Z';
const spring = { campaignId: asCampaign.parse('spring') };

describe('the series of a rate', () => {
  it('(i) of the Validity case is 0.2 % and 0 % by send day, 0.1 % and 100 % by report day', async () => {
    await told.happened(
      volumes(volume('yahoo', '2026-03-03', 100_000), volume('yahoo', '2026-03-04', 100)),
      ...complaints(100, tuesday).map((c) => reportedAt('2026-03-03T20:00:00.000Z', c)),
      ...complaints(100, tuesday).map((c) => reportedAt('2026-03-04T20:00:00.000Z', c)),
    );
    expect(await rates()).toEqual(['200/100000', '0/100']);
    expect(await rates({ attribution: 'report-day' })).toEqual(['100/100000', '100/100']);
    expect((await series()).points.map((p) => p.reported)).toEqual([100, 100]); // beside the send days
  });
  it('(iii) of an account whose mail goes to Gmail alone has no rate on any day', async () => {
    await told.happened(volumes(volume('gmail', '2026-03-03', 90_000)), complaint(tuesday, {}, 'gmail'));
    expect(await rates()).toEqual([null, null]);
    expect((await series()).points[0]).toMatchObject({ complaints: 1, rated: 0, delivered: 0 });
  });
  it('has every day, and each as the zone counts it', async () => {
    const { points } = await series({ from: asDay.parse('2026-03-28'), to: asDay.parse('2026-03-30') });
    expect(points.map((p) => p.day)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    await told.happened(
      complaint('2026-03-28T22:59:59.999Z'),
      complaint('2026-03-28T23:00:00.000Z'),
      complaint('2026-03-29T21:59:59.999Z'), // summer time since two o’clock
      complaint('2026-03-29T22:00:00.000Z'),
    );
    const after = await series({ from: asDay.parse('2026-03-28'), to: asDay.parse('2026-03-30') });
    expect(after.points.map((p) => p.complaints)).toEqual([1, 2, 1]);
  });
  it('counts complaints without deliveries, and takes them into no rate', async () => {
    await told.happened(
      volumes(volume('yahoo', '2026-03-03', 100)),
      complaint(tuesday),
      complaint(tuesday, {}, 'microsoft'),
      complaint(tuesday, {}, null),
    );
    expect((await series()).points[0]).toMatchObject({ complaints: 3, rated: 1, delivered: 100 });
  });
  it('calls send days younger than three days provisional; by report day, the day that is running', async () => {
    const days = { from: asDay.parse('2026-03-08'), to: asDay.parse('2026-03-11') };
    const provisional = async (attribution: 'send-day' | 'report-day') =>
      (await series({ ...days, attribution })).points.map((p) => p.provisional);
    expect(await provisional('send-day')).toEqual([false, true, true, true]);
    expect(await provisional('report-day')).toEqual([false, false, false, true]);
  });
  it.each([
    ['a campaign', { campaign: 'spring' }, '1/60'],
    ['a provider', { provider: 'microsoft' }, '1/30'],
    ['a source', { source: 'yahoo' }, '2/160'],
    ['a list', { list: 'import-7' }, '1/60'],
    ['a campaign at a provider', { campaign: 'spring', provider: 'microsoft' }, null],
    ['a source that is unknown', { source: 'nobody' }, null],
  ])('may be that of %s', async (_, only, expected) => {
    await told.happened(
      volumes(
        volume('yahoo', '2026-03-03', 60, { ...spring, listId: 'import-7' }),
        volume('yahoo', '2026-03-03', 160),
        volume('microsoft', '2026-03-03', 30),
      ),
      complaint(tuesday, spring),
      complaint(tuesday),
      complaint(tuesday, {}, 'microsoft'),
    );
    expect((await rates({ only }))[0]).toBe(expected);
  });
  it('keeps the whole history whatever the baseline, and marks what was done about the account', async () => {
    const origin = {
      accountId,
      brandId: asBrand.parse('spotler'),
      caseId: asCase.parse('A-1.1'),
      measureId: 'A-1.1/suspended/1',
      policy: 'p',
    };
    const baseline = Instant('2026-03-04T12:00:00.000Z');
    await told.happened(
      volumes(volume('yahoo', '2026-03-03', 100)),
      complaint(tuesday),
      {
        type: 'AccountSuspended',
        data: { ...origin, at: Instant('2026-03-03T10:00:00.000Z') },
      } as unknown as RateEvent,
      { type: 'AccountReinstated', data: { ...origin, at: baseline, baseline } } as unknown as RateEvent,
      {
        type: 'AccountWarned',
        data: { ...origin, at: Instant('2026-03-06T10:00:00.000Z') },
      } as unknown as RateEvent,
    );
    expect(await rates()).toEqual(['1/100', null]);
    expect((await series()).marks).toEqual([
      { at: Instant('2026-03-03T10:00:00.000Z'), mark: 'suspended' },
      { at: baseline, mark: 'reinstated' },
    ]);
  });

  it('of send days is together the rate over them', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom('yahoo', 'microsoft', 'gmail'),
            fc.integer({ min: 1, max: 11 }),
            fc.nat(20),
          ),
          { maxLength: 20 },
        ),
        async (all) => {
          const here = await Told.open();
          const named = (d: number) => `2026-03-${String(d).padStart(2, '0')}`;
          // Something was delivered to each on each of those days: else the window has a rate of mail that the day has not.
          for (const [provider, d, n] of all)
            await here.happened(
              volumes(volume(provider, named(d), 100)),
              ...complaints(n, `${named(d)}T09:00:00.000Z`, {}, provider),
            );
          const { points } = await series(
            { from: asDay.parse('2026-02-10'), to: asDay.parse('2026-03-11') },
            here,
          );
          const window = await ask(
            here.store,
            rateCount({ accountId, window: '30d', now, zone, coverage, attribution: 'send-day' }),
          );
          await here.close();
          const total = (key: 'rated' | 'delivered') => points.reduce((sum, p) => sum + p[key], 0);
          expect([total('rated'), total('delivered')]).toEqual([window.complaints, window.delivered]);
          expect(
            points.every((p) => Number.isSafeInteger(p.rated) && Number.isSafeInteger(p.delivered)),
          ).toBe(true);
        },
      ),
      { numRuns: 30 },
    ));
});
