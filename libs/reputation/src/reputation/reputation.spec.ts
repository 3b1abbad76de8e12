import fc from 'fast-check';
import { z } from 'zod';
import { accountId as asAccount, day as asDay, daysBefore, Instant, isRejected } from '@app/kernel';
import { decides } from '@app/testing';
import { FLOORS } from '../rate/grade';
import type { ReputationCommand } from './commands';
import { reputationEvents, type ReputationEvent, type VolumeEntry } from './events';
import { reputationDecider, reputationSnapshot } from './reputation';
import { KEPT_DAYS } from './volumes';

const given = decides(reputationDecider, reputationEvents);
const accountId = asAccount.parse('A-1');
const at = Instant('2026-03-01T10:00:00.000Z');
const later = Instant('2026-03-01T11:00:00.000Z');
const today = asDay.parse('2026-03-01');
const entry = (revision: number, changed: Partial<VolumeEntry> = {}): VolumeEntry => ({
  provider: 'yahoo',
  day: today,
  delivered: 10_000,
  revision,
  ...changed,
});
const report = (...entries: VolumeEntry[]): ReputationCommand => ({
  type: 'ReportVolumes',
  accountId,
  at,
  entries,
});
const reported = (...entries: VolumeEntry[]): ReputationEvent => ({
  type: 'DeliveryVolumesReported',
  data: { accountId, at, entries },
});

describe('delivery volumes', () => {
  it('are taken as reported', () =>
    given()
      .when(report(entry(1)))
      .then(reported(entry(1))));
  it('may come twice', () =>
    given(reported(entry(1)))
      .when(report(entry(1)))
      .then());
  it('are corrected by a higher revision only', () => {
    given(reported(entry(2)))
      .when(report(entry(3, { delivered: 9 })))
      .then(reported(entry(3, { delivered: 9 })));
    given(reported(entry(2)))
      .when(report(entry(1, { delivered: 9 })))
      .then();
  });
  it('of one batch are reduced to the highest revision of each', () =>
    given()
      .when(report(entry(1), entry(3), entry(2)))
      .then(reported(entry(3))));
  it('are apart by campaign, provider, day and hour', () => {
    const apart = [
      entry(1),
      entry(1, { provider: 'microsoft' }),
      entry(1, { day: daysBefore(today, 1) }),
      entry(1, { hour: 7 }),
      entry(1, { campaignId: 'spring' as VolumeEntry['campaignId'] }),
    ];
    given()
      .when(report(...apart))
      .then(reported(...apart));
  });
  it('of a day that has not begun anywhere are refused', () =>
    given()
      .when(report(entry(1, { day: daysBefore(today, -2) })))
      .thenRejected({
        rejected: 'day-in-the-future',
        because: '10000 delivered to yahoo on 2026-03-03: the day must have begun',
      }));
  it('that no window reaches are ignored, which bounds what is remembered', () =>
    given(reported(entry(1)))
      .when(report(entry(1, { day: daysBefore(today, KEPT_DAYS) })))
      .then());
  it('remember so many days and no more', () => {
    const days = Array.from({ length: 500 }, (_, i) => daysBefore(today, 500 - i));
    const state = days.reduce(
      (s, day) => reputationDecider.evolve(s, reported(entry(1, { day }))),
      reputationDecider.initial,
    );
    expect(Object.keys(state.revisions)).toHaveLength(KEPT_DAYS);
  });
  it('end at the same numbers in whatever order and however often the batches come', () => {
    const batches = fc.array(
      fc.array(
        fc.record({
          revision: fc.integer({ min: 0, max: 4 }),
          provider: fc.constantFrom('yahoo', 'microsoft'),
          back: fc.integer({ min: 0, max: 3 }),
        }),
        { maxLength: 5 },
      ),
      { maxLength: 6 },
    );
    const outcome = (commands: ReputationCommand[]) => {
      let state = reputationDecider.initial;
      const numbers = new Map<string, number>();
      for (const command of commands) {
        const decision = reputationDecider.decide(command, state);
        if (isRejected(decision)) throw new Error(decision.because);
        for (const event of decision) {
          state = reputationDecider.evolve(state, event);
          if (event.type === 'DeliveryVolumesReported')
            for (const e of event.data.entries) numbers.set(`${e.provider} ${e.day}`, e.delivered);
        }
      }
      return [...numbers].sort();
    };
    fc.assert(
      fc.property(batches, (all) => {
        const commands = all.map((batch) =>
          report(
            ...batch.map(({ revision, provider, back }) =>
              entry(revision, { provider, day: daysBefore(today, back), delivered: 100 * revision }),
            ),
          ),
        );
        const once = outcome(commands);
        expect(outcome([...commands].reverse())).toEqual(once);
        expect(outcome([...commands, ...commands])).toEqual(once);
      }),
    );
  });
  it('do not confuse a provider with a field of Object', () =>
    given()
      .when(report(entry(1, { provider: '__proto__' })))
      .then(reported(entry(1, { provider: '__proto__' }))));
});

describe('the rate of an account', () => {
  const judged = {
    accountId,
    window: '30d' as const,
    delivered: 10_000,
    threshold: { ppm: 1_000, comparator: '>' as const },
    baselineAt: null,
    position: '17',
  };
  const judge = (complaints: number, now = at): ReputationCommand => ({
    type: 'JudgeRate',
    at: now,
    ...judged,
    complaints,
    estimated: 0,
    floors: FLOORS,
  });
  const breached: ReputationEvent = {
    type: 'RateBreached',
    data: {
      ...judged,
      at,
      complaints: 11,
      grade: 'breached',
      was: null,
      lowerBoundPpm: 617,
      confidence: '95%',
    },
  };
  const actionable: ReputationEvent = {
    type: 'RateBreached',
    data: {
      ...judged,
      at: later,
      complaints: 16,
      grade: 'actionable',
      was: 'breached',
      lowerBoundPpm: 1_003,
      confidence: '95%',
    },
  };
  const recovered: ReputationEvent = {
    type: 'RateRecovered',
    data: { ...judged, at: later, complaints: 10, was: 'breached' },
  };
  it('is breached above the threshold', () => given().when(judge(11)).then(breached));
  it('is not breached at the threshold', () => given().when(judge(10)).then());
  it('is breached once', () => given(breached).when(judge(12, later)).then());
  it('becomes actionable beyond chance', () => given(breached).when(judge(16, later)).then(actionable));
  it('recovers', () => given(breached).when(judge(10, later)).then(recovered));
  it('is not judged on numbers older than the last', () => given(actionable).when(judge(10)).then());
  it('says how far back the representative window went', () =>
    given()
      .when({ ...judge(16), window: 'representative', lookBack: 41 } as ReputationCommand)
      .then({
        type: 'RateBreached',
        data: { ...actionable.data, at, was: null, window: 'representative', lookBack: 41 },
      }));
  it('is judged by window', () =>
    given(breached)
      .when({ ...judge(11, later), window: '7d' } as ReputationCommand)
      .then({
        type: 'RateBreached',
        data: { ...breached.data, at: later, window: '7d' },
      }));
  it('recovers when a new baseline leaves no volume', () =>
    given(breached)
      .when({ ...judge(0, later), delivered: 0, baselineAt: at } as ReputationCommand)
      .then({
        type: 'RateRecovered',
        data: { ...judged, at: later, delivered: 0, baselineAt: at, complaints: 0, was: 'breached' },
      }));
});

describe('the number of complaints', () => {
  const judge = (complaints: number, most: number | null = 50, when = at): ReputationCommand => ({
    type: 'JudgeCount',
    accountId,
    at: when,
    complaints,
    most,
    baselineAt: null,
    position: '1',
  });
  const data = { accountId, at, complaints: 51, most: 50, baselineAt: null, position: '1' };
  const breached: ReputationEvent = { type: 'CountBreached', data };
  const recovered = (complaints: number): ReputationEvent => ({
    type: 'CountRecovered',
    data: { ...data, at: later, complaints },
  });
  it('is too high above what is allowed', () => given().when(judge(51)).then(breached));
  it('is not too high at what is allowed', () => given().when(judge(50)).then());
  it('is too high where one provider’s complaints are this account’s for too large a part', () => {
    const ofYahoo = { provider: 'yahoo', complaints: 40, most: 39 };
    given()
      .when({ ...judge(45), byProvider: [ofYahoo] } as ReputationCommand)
      .then({ type: 'CountBreached', data: { ...data, ...ofYahoo } });
    given()
      .when({ ...judge(45), byProvider: [{ ...ofYahoo, most: 40 }] } as ReputationCommand)
      .then();
  });
  it('is too high once, whether of all providers or of one', () =>
    given(breached)
      .when({
        ...judge(45, 50, later),
        byProvider: [{ provider: 'yahoo', complaints: 40, most: 39 }],
      } as ReputationCommand)
      .then());
  it('is never too high where any is allowed', () => given().when(judge(9_999, null)).then());
  it('is too high once', () =>
    given(breached)
      .when(judge(60, 50, later))
      .then());
  it('recovers', () =>
    given(breached)
      .when(judge(50, 50, later))
      .then(recovered(50)));
  it('recovers when the policy allows any', () =>
    given(breached)
      .when(judge(51, null, later))
      .then(recovered(51)));
  it('is not judged on numbers older than the last', () =>
    given(breached, recovered(50)).when(judge(51)).then());
});

describe('volumes of a list', () => {
  it('are told apart from those of all lists, and from another list’s', () => {
    const all = entry(1);
    const [news, offers] = [entry(1, { listId: 'news' }), entry(1, { listId: 'offers' })];
    given(reported(all)).when(report(news, offers)).then(reported(news, offers));
    given(reported(all, news)).when(report(news, all)).then();
  });
});

describe('the state between commands', () => {
  it('is the same after it was kept', () => {
    const events: ReputationEvent[] = [
      reported(entry(1), entry(2, { provider: '__proto__', hour: 7 })),
      {
        type: 'CountBreached',
        data: { accountId, at, complaints: 51, most: 50, baselineAt: null, position: '1' },
      },
      {
        type: 'RateRecovered',
        data: {
          accountId,
          at,
          window: '7d',
          complaints: 1,
          delivered: 10_000,
          threshold: { ppm: 1_000, comparator: '>' },
          baselineAt: null,
          position: '1',
          was: 'breached',
        },
      },
    ];
    const state = events.reduce((s, e) => reputationDecider.evolve(s, e), reputationDecider.initial);
    const { schema } = reputationSnapshot;
    const kept = JSON.parse(JSON.stringify(z.encode(schema, state))) as z.input<typeof schema>;
    expect(z.decode(schema, kept)).toEqual(state);
  });
});
