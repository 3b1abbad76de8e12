import fc from 'fast-check';
import { accountId as asAccount, campaignId as asCampaign } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { complaintRateView, DAY_MS } from '../complaint-rate.projection';
import { complaint, tables, volumesOf, volume, type RateEvent } from './told.testing';

const named = (suffix: string) =>
  Object.fromEntries(Object.entries(tables).map(([t]) => [t, `${t}${suffix}`])) as typeof tables;
const account = fc.constantFrom('A-1', 'A-2').map((id) => asAccount.parse(id));
const provider = fc.constantFrom('yahoo', 'aol', null);
const may = fc.boolean().map((counts) => (counts ? ['count'] : []));
const day = fc.integer({ min: 1, max: 9 }).map((d) => `2026-03-0${d}`);
const AT_MOST = 6;

/** A few complaints, and what becomes of them in any order; volumes and baselines between. */
const history = fc
  .array(
    fc.oneof(
      fc.record({
        what: fc.constant('moved' as const),
        which: fc.nat(AT_MOST - 1),
        account,
        provider,
        may,
        kind: fc.nat(4),
      }),
      fc.record({
        what: fc.constant('delivered' as const),
        account,
        day,
        delivered: fc.nat(9_000),
        revision: fc.nat(3),
      }),
      fc.record({ what: fc.constant('baseline' as const), account, at: fc.nat(1_000_000) }),
    ),
    { maxLength: 30 },
  )
  .chain((moves) =>
    fc.tuple(
      fc.constant(moves),
      fc.array(fc.tuple(account, provider, may, day), { minLength: AT_MOST, maxLength: AT_MOST }),
    ),
  )
  .map(([moves, filed]): RateEvent[] => {
    const first = filed.map(([accountId, p, m, d]) =>
      complaint(`${d}T10:00:00.000Z`, { accountId, may: m as never }, p),
    );
    const idOf = (i: number) => (first[i]!.data as { complaintId: string }).complaintId;
    const later = moves.map((move): unknown => {
      if (move.what === 'delivered')
        return volumesOf(
          move.account,
          volume('yahoo', move.day, move.delivered, { revision: move.revision }),
        );
      if (move.what === 'baseline')
        return { type: 'BaselineMoved', data: { accountId: move.account, baseline: move.at } };
      const data = {
        complaintId: idOf(move.which),
        accountId: move.account,
        campaignId: asCampaign.parse('spring'),
        may: move.may,
        report: { channel: 'feedback-loop', provider: move.provider, source: move.provider },
      };
      const types = [
        'ReportCorroborated',
        'ComplaintTraced',
        'AttributionWithdrawn',
        'ComplaintQualified',
        'ComplaintMerged',
      ];
      return { type: types[move.kind], data };
    });
    return [...first, ...later] as RateEvent[];
  });

describe('the rate view', () => {
  const opened = async (work: (store: SqliteReadStore) => Promise<void>) => {
    const store = SqliteReadStore.inMemory();
    await work(store);
    await store.close();
  };

  it('rebuilt at once is what it became event by event', () =>
    fc.assert(
      fc.asyncProperty(history, (events) =>
        opened(async (store) => {
          const [grown, rebuilt] = [named('_1'), named('_2')];
          await store.commit(complaintRateView.create(grown));
          for (const event of events) await store.commit(complaintRateView.on(event, grown));
          await store.commit([
            ...complaintRateView.create(rebuilt),
            ...events.flatMap((event) => complaintRateView.on(event, rebuilt)),
          ]);
          for (const table of complaintRateView.tables) {
            const [a, b] = await Promise.all(
              [grown, rebuilt].map((of) => store.all(`select * from ${of[table]} order by 1, 2`)),
            );
            expect(a).toEqual(b);
          }
        }),
      ),
      { numRuns: 50 },
    ));

  it('has as each provider’s total the complaints that count, whatever became of them', () =>
    fc.assert(
      fc.asyncProperty(history, (events) =>
        opened(async (store) => {
          await store.commit(complaintRateView.create(tables));
          for (const event of events) await store.commit(complaintRateView.on(event, tables));
          const counted = await store.all(
            `select provider, sent_at / ${DAY_MS} as day, count(*) as complaints from rate_complaints
              where counted = 1 and provider is not null group by 1, 2 order by 1, 2`,
          );
          const totals = await store.all(
            'select provider, day, complaints from rate_totals where complaints <> 0 order by 1, 2',
          );
          expect(totals).toEqual(counted);
        }),
      ),
      { numRuns: 100 },
    ));
});
