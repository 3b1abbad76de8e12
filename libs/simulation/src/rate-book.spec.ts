import fc from 'fast-check';
import {
  accountId as asAccount,
  brandId,
  campaignId as asCampaign,
  complaintId as asComplaint,
  dayOf,
  daysBefore,
  Instant,
  minus,
  type Duration,
  type EventIn,
  type Instant as At,
} from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import {
  absoluteCount,
  campaignRecipients,
  complaintRateView,
  lookBackOf,
  rateCount,
  type Coverage,
} from '@app/views';
import { RateBook } from './rate-book';

const now = Instant('2026-03-31T09:20:00.000Z');
const accountId = asAccount.parse('shop');
const tables = Object.fromEntries(complaintRateView.tables.map((name) => [name, name]));
const campaigns = ['spring', 'summer'].map((name) => asCampaign.parse(name));

type Event = EventIn<typeof complaintRateView.inputs>;

const back = fc
  .oneof(fc.nat(34 * 86_400), fc.nat(190 * 86_400))
  .map((s) => minus(now, (s * 1_000) as Duration));
const provider = fc.constantFrom('yahoo', 'microsoft', 'elsewhere');
const filed = fc.record({ sentAt: back, estimated: fc.boolean(), provider, counts: fc.boolean() });
const told = fc.record({
  daysAgo: fc.oneof(fc.nat(33), fc.nat(179)),
  provider,
  campaign: fc.option(fc.constantFrom(...campaigns), { nil: undefined }),
  hour: fc.option(fc.integer({ min: 0, max: 23 }), { nil: undefined }),
  delivered: fc.nat(1_000),
  revision: fc.nat(3),
});

const complaint = (n: number, at: { sentAt: At; estimated: boolean; provider: string; counts: boolean }) =>
  ({
    type: 'ComplaintFiled',
    data: {
      complaintId: asComplaint.parse(`c${n}`),
      accountId,
      brandId: brandId.parse('b'),
      at: now,
      campaignId: null,
      report: { provider: at.provider, source: 's', receivedAt: now, channel: 'feedback-loop' },
      sent: { at: at.sentAt, estimated: at.estimated },
      may: at.counts ? ['count'] : [],
    },
  }) as unknown as Event;

const worlds = fc.record({
  complaints: fc.array(filed, { maxLength: 20 }),
  turned: fc.array(fc.record({ n: fc.nat(19), counts: fc.boolean() }), { maxLength: 5 }),
  volumes: fc.array(told, { maxLength: 25 }),
  plain: fc.boolean(),
  baseline: fc.option(back, { nil: null }),
  covered: fc.option(fc.integer({ min: 0, max: 33 }), { nil: null }),
  zone: fc.constantFrom('Europe/Amsterdam', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'),
});

describe('the rate book', () => {
  it('counts what the view counts, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ complaints, turned, volumes, plain, baseline, covered, zone }) => {
        const events: Event[] = [
          ...complaints.map((one, n) => complaint(n, one)),
          ...turned
            .filter(({ n }) => n < complaints.length)
            .map(
              ({ n, counts }) =>
                ({
                  type: 'ComplaintQualified',
                  data: { complaintId: `c${n}`, accountId, at: now, may: counts ? ['count'] : [] },
                }) as unknown as Event,
            ),
          ...volumes.map(
            ({ daysAgo, campaign, hour, ...rest }) =>
              ({
                type: 'DeliveryVolumesReported',
                data: {
                  accountId,
                  at: now,
                  entries: [
                    {
                      ...rest,
                      day: daysBefore(dayOf(now, 'UTC'), daysAgo),
                      ...(!plain && campaign !== undefined && { campaignId: campaign }),
                      ...(!plain && hour !== undefined && { hour }),
                    },
                  ],
                },
              }) as unknown as Event,
          ),
          ...(baseline === null
            ? []
            : [{ type: 'BaselineMoved', data: { accountId, at: now, baseline } } as unknown as Event]),
        ];
        const coverage: Coverage[] = [
          { provider: 'yahoo', from: null },
          { provider: 'microsoft', from: covered === null ? null : daysBefore(dayOf(now, 'UTC'), covered) },
        ];
        const book = new RateBook();
        const store = SqliteReadStore.inMemory();
        await store.commit(complaintRateView.create(tables as never));
        for (const event of events) {
          book.take(event);
          await store.commit(complaintRateView.on(event, tables as never));
        }
        for (const window of ['24h', '7d', '30d'] as const) {
          const asked = { accountId, window, now, zone, coverage, attribution: 'send-day' as const };
          expect(book.count(asked)).toEqual(await ask(store, rateCount(asked)));
        }
        const of = { accountId, now, zone, coverage };
        const lookBack = await ask(store, lookBackOf(of));
        expect(book.lookBack(of)).toBe(lookBack);
        const asked = {
          ...of,
          window: 'representative' as const,
          attribution: 'send-day' as const,
          lookBack,
        };
        expect(book.count(asked)).toEqual(await ask(store, rateCount(asked)));
        expect(book.absolute(of)).toEqual(await ask(store, absoluteCount(of)));
        for (const campaignId of campaigns)
          expect(book.recipients(accountId, campaignId, now)).toBe(
            await ask(store, campaignRecipients({ accountId, campaignId, sentAt: now })),
          );
        await store.close();
      }),
      { numRuns: 60 },
    );
  });
});
