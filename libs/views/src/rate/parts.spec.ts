import fc from 'fast-check';
import { campaignId as asCampaign, caseId as asCase, brandId as asBrand, Instant } from '@app/kernel';
import { ask } from '@app/read-store';
import type { CountOf } from './count';
import { rateParts, type PartCount } from './parts';
import { accountId, complaint, now, Told, volume, volumes, zone, type RateEvent } from './told.testing';

const sources = [
  { source: 'yahoo', providers: ['yahoo', 'aol'] },
  { source: 'jmrp', providers: ['microsoft'] },
];
const coverage = ['yahoo', 'aol', 'microsoft'].map((provider) => ({ provider, from: null }));

let told: Told;
beforeEach(async () => (told = await Told.open()));
afterEach(() => told.close());

const parts = (changed: Partial<CountOf> = {}, from = told) =>
  ask(
    from.store,
    rateParts(
      { accountId, window: '30d', now, zone, coverage, attribution: 'send-day', ...changed },
      sources,
    ),
  );
const of = (campaign: string) => ({ campaignId: asCampaign.parse(campaign) });
const sent = '2026-03-05T09:00:00.000Z';
const [spring, autumn] = [of('spring'), of('autumn')];
const shown = (list: readonly PartCount[]) =>
  list.map((p) => `${p.of ?? 'unknown'} ${p.complaints}/${p.delivered}`);

describe('the parts of a rate', () => {
  it('are campaigns, with the deliveries told of each', async () => {
    await told.happened(
      volumes(volume('yahoo', '2026-03-05', 700, spring), volume('microsoft', '2026-03-05', 300, autumn)),
      complaint(sent, spring),
      complaint(sent, spring),
      complaint(sent, autumn, 'microsoft'),
    );
    expect(shown((await parts()).byCampaign)).toEqual(['spring 2/700', 'autumn 1/300']);
  });
  it('have no deliveries where the platform tells them of the account only, hence no rate', async () => {
    await told.happened(
      volumes(volume('yahoo', '2026-03-05', 700)),
      complaint(sent, spring),
      complaint(sent),
    );
    expect(shown((await parts()).byCampaign)).toEqual(['spring 1/0', 'unknown 1/0']);
  });
  it('are lists: a complaint is of the list that its campaign went to', async () => {
    await told.happened(
      volumes(
        volume('yahoo', '2026-03-05', 700, { ...spring, listId: 'import-7' }),
        volume('yahoo', '2026-03-05', 300, { listId: 'members' }),
      ),
      complaint(sent, spring),
      complaint(sent),
    );
    expect(shown((await parts()).byList)).toEqual(['import-7 1/700', 'unknown 1/0', 'members 0/300']);
  });
  it('are of no list when the campaign went to several: nobody knows to which', async () => {
    await told.happened(
      volumes(
        volume('yahoo', '2026-03-05', 700, { ...spring, listId: 'import-7' }),
        volume('yahoo', '2026-03-05', 300, { ...spring, listId: 'members' }),
      ),
      complaint(sent, spring),
    );
    expect(shown((await parts()).byList)).toEqual(['unknown 1/0', 'import-7 0/700', 'members 0/300']);
    expect(shown((await parts()).byCampaign)).toEqual(['spring 1/1000']);
  });
  it('are feedback sources, over the deliveries to the providers that each tells of', async () => {
    await told.happened(
      volumes(
        volume('yahoo', '2026-03-05', 700),
        volume('aol', '2026-03-05', 100),
        volume('microsoft', '2026-03-05', 300),
      ),
      complaint(sent),
      complaint(sent, {}, 'microsoft'),
    );
    // The complaints of the fixture name their source as their provider.
    expect(shown((await parts()).bySource)).toEqual(['yahoo 1/800', 'microsoft 1/0', 'jmrp 0/300']);
  });
  it('begin at a new baseline, as the rate does', async () => {
    await told.happened(
      volumes(volume('yahoo', '2026-03-04', 700, spring), volume('yahoo', '2026-03-05', 300, autumn)),
      complaint('2026-03-04T09:00:00.000Z', spring),
      complaint(sent, autumn),
      {
        type: 'BaselineMoved',
        data: {
          accountId,
          at: now,
          brandId: asBrand.parse('spotler'),
          caseId: asCase.parse('A-1.1'),
          baseline: Instant('2026-03-05T07:00:00.000Z'),
        },
      },
    );
    expect(shown((await parts()).byCampaign)).toEqual(['autumn 1/300']);
  });
  it('over 24 hours are hours where volumes come by the hour', async () => {
    await told.happened(
      volumes(
        volume('yahoo', '2026-03-10', 10, { ...spring, hour: 12 }),
        volume('yahoo', '2026-03-11', 20, { ...spring, hour: 12 }),
      ),
      complaint('2026-03-10T11:59:59.000Z', spring),
      complaint('2026-03-11T11:00:00.000Z', spring),
    );
    expect(shown((await parts({ window: '24h' })).byCampaign)).toEqual(['spring 1/20']);
  });
});

describe('whatever happened', () => {
  const provider = fc.constantFrom('yahoo', 'aol', 'microsoft', 'gmail');
  const campaign = fc.constantFrom('a', 'b', 'c');
  const day = fc.integer({ min: 1, max: 11 }).map((d) => `2026-03-${String(d).padStart(2, '0')}`);
  const hour = fc.option(fc.nat(23), { nil: undefined });
  const delivered = fc
    .tuple(provider, day, fc.nat(1_000), campaign, hour, fc.nat(2))
    .map(([p, d, n, c, h, revision]) =>
      volumes(volume(p, d, n, { ...of(c), ...(h !== undefined && { hour: h }), revision })),
    );
  const complained = fc
    .tuple(provider, day, campaign, fc.nat(23), fc.boolean(), fc.boolean())
    .map(([p, d, c, h, counts, estimated]) => {
      const at = Instant(`${d}T${String(h).padStart(2, '0')}:30:00.000Z`);
      return complaint(
        '2026-03-01T00:00:00.000Z',
        { ...of(c), sent: { at, estimated }, may: counts ? ['count'] : [] },
        p,
      );
    });
  const history = fc.array<RateEvent>(fc.oneof(delivered, complained), { maxLength: 30 });
  const window = fc.constantFrom('24h' as const, '7d' as const, '30d' as const);
  const sums = (list: readonly PartCount[]) => list.reduce((n, p) => n + p.complaints, 0);

  it('the campaigns’ complaints, the sources’ and the lists’ are together the account’s', () =>
    fc.assert(
      fc.asyncProperty(history, window, async (events, over) => {
        const here = await Told.open();
        await here.happened(...events);
        const { complaints, byCampaign, byList, bySource } = await parts({ window: over }, here);
        await here.close();
        expect([byCampaign, byList, bySource].map(sums)).toEqual([complaints, complaints, complaints]);
      }),
      { numRuns: 60 },
    ));
  it('where every volume names its campaign, their deliveries are together the account’s', () =>
    fc.assert(
      fc.asyncProperty(history, window, async (events, over) => {
        const here = await Told.open();
        await here.happened(...events);
        const { delivered, byCampaign } = await parts({ window: over }, here);
        await here.close();
        expect(byCampaign.reduce((n, p) => n + p.delivered, 0)).toBe(delivered);
      }),
      { numRuns: 60 },
    ));
});
