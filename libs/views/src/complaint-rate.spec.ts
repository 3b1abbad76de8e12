import {
  brandId as asBrand,
  campaignId as asCampaign,
  caseId as asCase,
  day as asDay,
  Instant,
  reportId as asReport,
} from '@app/kernel';
import { ask } from '@app/read-store';
import type { RateThreshold, VolumeEntry } from '@app/reputation';
import { campaignRecipients } from './rate/campaign-recipients';
import { complaintRate } from './rate/complaint-rate';
import { rateCount, type CountOf } from './rate/count';
import { lookBackOf } from './rate/look-back';
import {
  accountId,
  complaint,
  complaints,
  now,
  Told,
  volume,
  volumes,
  zone,
  type RateEvent as Event,
} from './rate/told.testing';

const above: RateThreshold = { ppm: 1_000, comparator: '>' };

let told: Told;
beforeEach(async () => (told = await Told.open()));
afterEach(() => told.close());
const happened = (...events: Event[]) => told.happened(...events);

const count = (changed: Partial<CountOf> = {}) =>
  ask(
    told.store,
    rateCount({
      accountId,
      window: '30d',
      now,
      zone,
      coverage: [
        { provider: 'yahoo', from: null },
        { provider: 'microsoft', from: null },
      ],
      attribution: 'send-day',
      ...changed,
    }),
  );
const rateOf = async (changed: Partial<CountOf> = {}) => complaintRate(await count(changed), above);

describe('the complaint rate of an account', () => {
  it('stands as complaints over deliveries, with what it means', async () => {
    await happened(
      volumes(volume('yahoo', '2026-03-05', 10_000)),
      ...complaints(16, '2026-03-05T09:00:00.000Z'),
    );
    expect(await rateOf()).toEqual({
      window: '30d',
      attribution: 'send-day',
      complaints: 16,
      estimated: 0,
      delivered: 10_000,
      rate: '16/10000',
      threshold: 0.001,
      comparator: '>',
      breached: true,
      actionable: true,
      lowerBound95: 0.001003,
      byProvider: [{ provider: 'yahoo', covered: true, complaints: 16, delivered: 10_000, rate: '16/10000' }],
      provisional: false,
    });
  });

  it('is null without any volume', async () =>
    expect(await rateOf()).toMatchObject({
      rate: null,
      lowerBound95: null,
      breached: false,
      byProvider: [],
    }));

  it('(iii) is null for an account whose mail goes to Gmail alone: it reports no complaints', async () => {
    await happened(volumes(volume('gmail', '2026-03-05', 90_000)));
    expect(await rateOf()).toMatchObject({
      complaints: 0,
      delivered: 0,
      rate: null,
      byProvider: [{ provider: 'gmail', covered: false, delivered: 90_000, rate: null }],
    });
  });

  it('(i) counts complaints on the day of sending, so that late ones fall on nobody else (Validity)', async () => {
    const [tuesday, wednesday] = ['2026-03-03', '2026-03-04'];
    const at = { now: Instant('2026-03-04T22:00:00.000Z'), window: '24h' as const };
    await happened(
      volumes(volume('yahoo', tuesday, 100_000), volume('yahoo', wednesday, 100)),
      ...complaints(200, '2026-03-03T09:00:00.000Z').map((event, i): Event => {
        if (event.type !== 'ComplaintFiled') throw new Error('made as such');
        const receivedAt = Instant(i < 100 ? '2026-03-03T20:00:00.000Z' : '2026-03-04T20:00:00.000Z');
        return { ...event, data: { ...event.data, report: { ...event.data.report, receivedAt } } };
      }),
    );
    expect(await rateOf(at)).toMatchObject({ rate: '200/100100' }); // Tuesday and Wednesday together
    const tuesdayOut = { ...at, now: Instant('2026-03-05T10:00:00.000Z') };
    expect(await rateOf(tuesdayOut)).toMatchObject({ rate: '0/100' }); // Wednesday by send day
    expect(await rateOf({ ...tuesdayOut, attribution: 'report-day' })).toMatchObject({ rate: '100/100' });
  });

  it.each([
    ['24h', '2026-03-10'],
    ['7d', '2026-03-05'],
    ['30d', '2026-02-10'],
  ] as const)('over %s reaches back to %s, as the zone counts days', async (window, first) => {
    const start = Date.parse(`${first}T00:00:00+01:00`);
    const [inside, outside] = [start, start - 1].map((ms) => new Date(ms).toISOString());
    await happened(
      volumes(volume('yahoo', first, 10), volume('yahoo', '2026-02-09', 1_000)),
      complaint(inside!),
      complaint(outside!),
    );
    expect(await rateOf({ window })).toMatchObject({ rate: '1/10' });
  });

  it('leaves out providers that no feedback loop covers, and complaints without deliveries', async () => {
    await happened(
      volumes(volume('yahoo', '2026-03-05', 1_000), volume('gmail', '2026-03-05', 50_000)),
      complaint('2026-03-05T09:00:00.000Z'),
      complaint('2026-03-05T09:00:00.000Z', {}, 'microsoft'),
      complaint('2026-03-05T09:00:00.000Z', {}, null),
    );
    expect(await rateOf()).toMatchObject({
      rate: '1/1000',
      byProvider: [
        { provider: 'gmail', rate: null },
        { provider: 'microsoft', complaints: 1, delivered: 0, rate: null },
        { provider: 'yahoo', rate: '1/1000' },
      ],
    });
  });

  it('counts a provider from the day its feedback loop was set up', async () => {
    const coverage = [{ provider: 'yahoo', from: asDay.parse('2026-03-08') }];
    await happened(
      volumes(volume('yahoo', '2026-03-07', 1_000), volume('yahoo', '2026-03-08', 10)),
      complaint('2026-03-07T22:59:59.000Z'),
      complaint('2026-03-07T23:00:00.000Z'), // midnight in Amsterdam
    );
    expect(await rateOf({ coverage })).toMatchObject({ rate: '1/10' });
  });

  it('is provisional while mail of the last three days is in it', async () => {
    await happened(volumes(volume('yahoo', '2026-03-08', 10)));
    expect(await rateOf()).toMatchObject({ provisional: false });
    await happened(volumes(volume('yahoo', '2026-03-09', 10)));
    expect(await rateOf()).toMatchObject({ provisional: true });
  });

  it('says how many send times are estimated, and does not act on them', async () => {
    const estimated = { sent: { at: Instant('2026-03-05T09:00:00.000Z'), estimated: true } };
    await happened(
      volumes(volume('yahoo', '2026-03-05', 10_000)),
      ...complaints(12, '2026-03-05T09:00:00.000Z'),
      ...complaints(4, '2026-03-05T09:00:00.000Z', estimated),
    );
    expect(await rateOf()).toMatchObject({ complaints: 16, estimated: 4, breached: true, actionable: false });
  });
});

describe('a rate over the representative window', () => {
  const window = 'representative' as const;
  const days = (n: number, delivered: number) =>
    volumes(
      ...Array.from({ length: n }, (_, i) =>
        volume('yahoo', new Date(now - i * 86_400_000).toISOString().slice(0, 10), delivered),
      ),
    );
  const lookBack = (coverage = [{ provider: 'yahoo', from: null }]) =>
    ask(told.store, lookBackOf({ accountId, now, zone, coverage }));

  it('takes the mail of as many days as make the account’s usual volume', async () => {
    await happened(
      days(100, 30),
      complaint('2026-02-06T12:00:00.000Z'),
      complaint('2026-02-05T12:00:00.000Z'),
    );
    expect(await lookBack()).toBe(34); // 34 × 30 is the first above 1,000
    expect(await rateOf({ window, lookBack: 34 })).toMatchObject({ rate: '1/1020', lookBack: 34 });
  });
  it('counts covered mail alone', async () => {
    await happened(days(100, 30), volumes(volume('gmail', '2026-03-05', 90_000)));
    expect(await lookBack()).toBe(34);
    expect(await lookBack([])).toBeNull();
  });
  it('is there again when enough was sent since a new baseline', async () => {
    await happened(days(100, 30), {
      type: 'BaselineMoved',
      data: {
        accountId,
        at: now,
        brandId: asBrand.parse('spotler'),
        caseId: asCase.parse('A-1.1'),
        baseline: Instant('2026-03-01T12:00:00.000Z'),
      },
    });
    expect(await lookBack()).toBeNull();
    await happened(
      volumes(...['09', '10', '11'].map((d) => volume('yahoo', `2026-03-${d}`, 1_000, { revision: 2 }))),
    );
    expect(await lookBack()).toBe(3);
  });
  it('without such a volume is shown over 180 days, and breached by nothing', async () => {
    await happened(
      volumes(volume('yahoo', '2025-09-20', 2_000)),
      ...complaints(40, '2025-09-20T12:00:00.000Z'),
    );
    expect(await lookBack()).toBeNull();
    expect(await rateOf({ window, lookBack: null })).toMatchObject({
      rate: '40/2000',
      lookBack: null,
      breached: false,
      actionable: false,
    });
  });
});

describe('delivery volumes in a rate', () => {
  const delivered = async (...entries: VolumeEntry[]) => {
    await happened(volumes(...entries));
    return (await count()).delivered;
  };
  it('are those of the highest revision, however they arrive', async () => {
    await delivered(volume('yahoo', '2026-03-05', 30, { revision: 3 }));
    expect(await delivered(volume('yahoo', '2026-03-05', 20, { revision: 2 }))).toBe(30);
  });
  it('by hour are the day', async () =>
    expect(
      await delivered(
        volume('yahoo', '2026-03-05', 10, { hour: 7 }),
        volume('yahoo', '2026-03-05', 20, { hour: 8 }),
      ),
    ).toBe(30));
  it('by hour and by day are the same mail', async () =>
    expect(
      await delivered(volume('yahoo', '2026-03-05', 35), volume('yahoo', '2026-03-05', 20, { hour: 8 })),
    ).toBe(35));
  it('by campaign and for the account are the same mail', async () => {
    const campaign = (campaignId: string, n: number) =>
      volume('yahoo', '2026-03-05', n, { campaignId: campaignId as VolumeEntry['campaignId'] });
    expect(await delivered(volume('yahoo', '2026-03-05', 35), campaign('a', 10), campaign('b', 15))).toBe(35);
    expect(await delivered(campaign('c', 40))).toBe(65);
  });
  it('by list, of a campaign and of all campaigns, are the same mail', async () => {
    const list = (listId: string, n: number, more: Partial<VolumeEntry> = {}) =>
      volume('yahoo', '2026-03-05', n, { listId, ...more });
    expect(await delivered(volume('yahoo', '2026-03-05', 35), list('news', 10), list('offers', 15))).toBe(35);
    expect(await delivered(list('more', 40))).toBe(65);
    const campaignId = asCampaign.parse('spring');
    expect(await delivered(list('news', 70, { campaignId }), list('more', 5, { campaignId }))).toBe(75);
  });
});

describe('the last 24 hours', () => {
  const window = '24h' as const;
  const hour = (day: string, h: number) => volume('yahoo', day, 100, { hour: h });
  it('are today and yesterday where volumes come by the day', async () => {
    await happened(
      volumes(volume('yahoo', '2026-03-10', 100), volume('yahoo', '2026-03-11', 10)),
      complaint('2026-03-09T23:30:00.000Z'), // half past midnight, yesterday
    );
    expect(await rateOf({ window })).toMatchObject({ rate: '1/110' });
  });
  it('are 24 hours by the clock where they come by the hour', async () => {
    await happened(
      volumes(hour('2026-03-10', 12), hour('2026-03-10', 13), hour('2026-03-11', 12)),
      complaint('2026-03-10T11:59:59.000Z'),
      complaint('2026-03-10T12:00:00.000Z'), // 13:00 in Amsterdam, 23 hours before the running hour
    );
    expect(await rateOf({ window })).toMatchObject({ rate: '1/200' });
  });
  it('follow the clock of a zone half an hour off', async () => {
    await happened(
      volumes(hour('2026-03-10', 17), hour('2026-03-10', 18), hour('2026-03-11', 17)),
      complaint('2026-03-10T12:29:59.000Z'),
      complaint('2026-03-10T12:30:00.000Z'), // 18:00 in Kolkata; now it is 17:00 there
    );
    expect(await rateOf({ window, zone: 'Asia/Kolkata' })).toMatchObject({ rate: '1/200' });
  });
});

describe('a new baseline', () => {
  const baseline = Instant('2026-03-05T12:00:00.000Z');
  const moved = (at = baseline): Event => ({
    type: 'BaselineMoved',
    data: {
      accountId,
      at: now,
      brandId: asBrand.parse('spotler'),
      caseId: asCase.parse('A-1.1'),
      baseline: at,
    },
  });
  const sent = (at: string) => complaint(at);
  beforeEach(() =>
    happened(
      volumes(volume('yahoo', '2026-03-04', 9_000), volume('yahoo', '2026-03-05', 1_000)),
      sent('2026-03-04T09:00:00.000Z'),
      sent('2026-03-05T11:59:59.999Z'),
      sent('2026-03-05T12:00:00.000Z'),
    ),
  );
  it('counts only mail sent after it; of its own day the deliveries count whole', async () => {
    expect(await rateOf()).toMatchObject({ rate: '3/10000' });
    await happened(moved());
    expect(await rateOf()).toMatchObject({ rate: '1/1000' });
    expect(await count()).toMatchObject({ baseline, from: baseline });
  });
  it('leaves plots as they are', async () => {
    await happened(moved());
    expect(await rateOf({ attribution: 'report-day' })).toMatchObject({ rate: '3/10000' });
  });
  it('by the hour counts from its hour on', async () => {
    await happened(
      volumes(
        volume('yahoo', '2026-03-11', 10, { hour: 9 }),
        volume('yahoo', '2026-03-11', 20, { hour: 10 }),
      ),
      moved(Instant('2026-03-11T09:30:00.000Z')), // 10:30 in Amsterdam
    );
    expect((await count({ window: '24h' })).delivered).toBe(20);
  });
  it('never goes back', async () => {
    await happened(moved(), moved(Instant('2026-03-01T00:00:00.000Z')));
    expect(await rateOf()).toMatchObject({ rate: '1/1000' });
  });
  it('leaves no rate where nothing was sent since', async () => {
    await happened(moved(Instant('2026-03-08T00:00:00.000Z')));
    expect(await rateOf()).toMatchObject({ complaints: 0, rate: null });
  });
});

describe('what moves a complaint moves the rate', () => {
  const sent = '2026-03-05T09:00:00.000Z';
  const of = (event: Event) => {
    if (event.type !== 'ComplaintFiled') throw new Error('made as such');
    const { complaintId, brandId } = event.data;
    return { complaintId, brandId, at: now, accountId, sentAt: event.data.sent.at };
  };
  const standing = { may: ['count' as const], gained: [], lost: [], lacks: [], state: 'qualified' as const };
  const none = { ...standing, may: [], state: 'traced' as const };
  const by = { kind: 'person' as const, keyId: 'k' };
  const rated = async () => (await rateOf()).rate;
  beforeEach(() => happened(volumes(volume('yahoo', '2026-03-05', 1_000))));

  it('a verdict', async () => {
    const filed = complaint(sent);
    const verdict = { ...of(filed), campaignId: null, by, reason: 'r' };
    await happened(filed, { type: 'ComplaintQualified', data: { ...verdict, ...none, verdict: 'forged' } });
    expect(await rated()).toBe('0/1000');
    await happened({ type: 'ComplaintQualified', data: { ...verdict, ...standing, verdict: 'qualified' } });
    expect(await rated()).toBe('1/1000');
  });
  it('a merger', async () => {
    const [a, b] = [complaint(sent), complaint(sent)];
    await happened(a, b);
    expect(await rated()).toBe('2/1000');
    await happened({
      type: 'ComplaintMerged',
      data: {
        ...of(b),
        into: of(a).complaintId,
        because: 'same',
        reports: [],
        campaignId: null,
        confidence: 1,
        verdict: null,
        lost: [],
      },
    });
    expect(await rated()).toBe('1/1000');
  });
  it('another account', async () => {
    const filed = complaint(sent);
    await happened(filed, {
      type: 'AttributionWithdrawn',
      data: { ...of(filed), leaves: 'untraced', reason: 'r', lost: ['count'] },
    });
    expect(await rated()).toBe('0/1000');
    await happened({
      type: 'ComplaintTraced',
      data: {
        ...of(filed),
        campaignId: null,
        deliveryId: null,
        strategy: 'person',
        confidence: 1,
        by,
        reason: 'r',
        ...standing,
      },
    });
    expect(await rated()).toBe('1/1000');
  });
  it('a stronger report, which also says whose feedback loop it was', async () => {
    const filed = complaint(sent, { may: [] }, null);
    if (filed.type !== 'ComplaintFiled') throw new Error('made as such');
    const report = { ...filed.data.report, reportId: asReport.parse('rep-x'), provider: 'yahoo' };
    await happened(filed, {
      type: 'ReportCorroborated',
      data: { ...of(filed), campaignId: null, report, aliases: [], ...standing },
    });
    expect(await rated()).toBe('1/1000');
  });
  it('but never twice: what happened is counted by complaint', async () => {
    const all = complaints(5, sent);
    await happened(...all);
    expect((await count()).complaints).toBe(5);
  });
});

describe('how many recipients a campaign had', () => {
  const spring = asCampaign.parse('spring');
  const recipients = () =>
    ask(
      told.store,
      campaignRecipients({ accountId, campaignId: spring, sentAt: Instant('2026-03-05T10:00:00.000Z') }),
    );
  const of = (day: string, delivered: number, more: Partial<VolumeEntry> = {}, provider = 'yahoo') =>
    volume(provider, day, delivered, { campaignId: spring, ...more });

  it('is what providers accepted of it, of hours and days the larger', async () => {
    await happened(
      volumes(
        of('2026-03-05', 700),
        of('2026-03-05', 300, { hour: 9 }),
        of('2026-03-05', 300, { hour: 10 }),
        of('2026-03-05', 50, {}, 'gmail'), // no feedback loop there, and recipients all the same
        of('2026-03-06', 4, { hour: 9 }),
        volume('yahoo', '2026-03-05', 90_000),
        of('2026-03-05', 90_000, { campaignId: asCampaign.parse('autumn') }),
        of('2026-01-05', 90_000),
      ),
    );
    expect(await recipients()).toBe(754);
  });

  it('is told by list and of all its lists, of which the larger counts', async () => {
    await happened(
      volumes(
        of('2026-03-05', 700),
        of('2026-03-05', 500, { listId: 'news' }),
        of('2026-03-05', 100, { listId: 'offers', hour: 8 }),
        of('2026-03-05', 150, { listId: 'offers', hour: 9 }),
      ),
    );
    expect(await recipients()).toBe(750);
  });

  it('nobody knows when volumes are told of accounts only', async () => {
    await happened(volumes(volume('yahoo', '2026-03-05', 90_000)));
    expect(await recipients()).toBeNull();
  });
});
