import fc from 'fast-check';
import { hours, minutes, type Instant } from '@app/kernel';
import { policyFile } from '@app/testing';
import type { MeasureKind } from '../case/shapes';
import { adopted } from './scenes';
import { Walk } from './walk';

// What no history does to an account, whatever else it does.

const IDS = ['spotler', 'iconneqt', 'conectoo', 'aino', 'reference'] as const;
const SANCTIONS: readonly MeasureKind[] = ['hold', 'stop', 'suspend', 'close'];

interface Step {
  readonly after: number; // minutes since the step before
  readonly channel: 'feedback-loop' | 'direct';
  readonly reporter: string;
  readonly campaign: 'spring' | 'summer';
}
const history = fc.array(
  fc.record({
    after: fc.constantFrom(1, 10, 120, 60 * 13, 60 * 30),
    channel: fc.constantFrom('feedback-loop' as const, 'direct' as const),
    reporter: fc.constantFrom('ann', 'bob', 'cas', 'dik', 'eva'),
    campaign: fc.constantFrom('spring' as const, 'summer' as const),
  }),
  { minLength: 1, maxLength: 12 },
);

/** The same history under a policy: nobody answers, nobody decides, and a week passes. */
const lived = (content: unknown, settings: Record<string, unknown>, steps: readonly Step[]): Walk => {
  const walk = new Walk(adopted(content, settings));
  for (const { after, channel, reporter, campaign } of steps) {
    walk.passes(minutes(after));
    walk.complains({
      channels: [channel],
      reporter,
      source: channel === 'direct' ? null : 'yahoo',
      campaignId: campaign as never,
    });
  }
  walk.passes(hours(24 * 7));
  return walk;
};

/** When an account was first held back, or a person was first asked whether it should be; infinite: never. */
const firstSanction = (walk: Walk): number =>
  Math.min(
    ...[...walk.all('MeasureTaken'), ...walk.all('MeasureProposed')]
      .filter(({ measure }) => SANCTIONS.includes(measure))
      .map(({ at }) => at),
    Infinity,
  );

describe('an account', () => {
  it.each(['spotler', 'conectoo', 'aino', 'reference'] as const)(
    'is closed by no rule of %s, however much is complained of it',
    (id) =>
      fc.assert(
        fc.property(history, (steps) => {
          const walk = lived(policyFile(id), {}, steps);
          expect(walk.measures.filter((m) => m.startsWith('close'))).toEqual([]);
        }),
        { numRuns: 40 },
      ),
  );

  it('is closed by iConneqt after a warning only, about mail sent later than that, and by two persons', () =>
    fc.assert(
      fc.property(history, (steps) => {
        const walk = lived(policyFile('iconneqt'), {}, steps);
        expect(walk.all('MeasureTaken').filter((m) => m.measure === 'close')).toEqual([]);
        for (const { at } of walk.all('MeasureProposed').filter((m) => m.measure === 'close')) {
          const [warning] = walk.all('MeasureTaken').filter((m) => m.measure === 'warn');
          const sentSince = walk
            .all('ComplaintJoined')
            .filter(
              ({ complaint }) => complaint.sentAt > warning!.at + hours(1) && complaint.receivedAt <= at,
            );
          expect(sentSince.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 80 },
    ));

  it.each<[(typeof IDS)[number], string, unknown, unknown]>([
    ['spotler', 'objectionTime', '1h', '5m'],
    ['spotler', 'objectionTime', '12h', '1h'],
    ['reference', 'campaignComplainants', 3, 2],
    ['reference', 'objectionTime', '1h', '5m'],
    ['iconneqt', 'grace', '1h', '5m'],
    ['iconneqt', 'bulk', 1000, 2],
  ])('is sanctioned no later under %s with %s %j lowered to %j', (id, setting, usual, lower) =>
    fc.assert(
      fc.property(history, (steps) => {
        const content = policyFile(id);
        const before = firstSanction(lived(content, { [setting]: usual }, steps));
        const after = firstSanction(lived(content, { [setting]: lower }, steps));
        expect(after).toBeLessThanOrEqual(before);
      }),
      { numRuns: 60 },
    ),
  );

  it('loses no time that it was given: a deadline of another instant than the one that holds is nothing', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...IDS),
        history,
        fc.integer({ min: 1, max: 60_000 }),
        (id, steps, early) => {
          const walk = lived(policyFile(id), {}, steps.slice(0, 3));
          walk.complains({ channels: ['direct'], source: null, campaignId: 'autumn' as never });
          walk.passes(minutes(20));
          for (const [name, dueAt] of Object.entries(walk.state.deadlines)) {
            const firedAt = (dueAt - early) as Instant;
            const before = walk.events.length;
            walk.at = firedAt > walk.at ? firedAt : walk.at;
            if (walk.at >= dueAt) continue;
            walk.does({ type: 'ReachDeadline', name, dueAt: walk.at, firedAt: walk.at });
            expect(walk.events.slice(before)).toEqual([]);
          }
        },
      ),
      { numRuns: 40 },
    ));
});
