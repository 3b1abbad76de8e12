import fc from 'fast-check';
import { hours, minus, minutes, type Instant } from '@app/kernel';
import { policyFile } from '@app/testing';
import type { Decision } from '../case/commands';
import type { Signal, Stage } from '../case/shapes';
import { adopted } from './scenes';
import { Walk } from './walk';

const IDS = ['spotler', 'iconneqt', 'conectoo', 'aino', 'reference'] as const;
const policies = IDS.map((id) => adopted(policyFile(id)));

/** What each level may move, as the complaint judges it. */
const MAY = {
  A: ['forward', 'propose', 'enforce', 'close'],
  B: ['forward', 'propose', 'enforce', 'close'],
  C: ['forward', 'propose'],
  D: [],
  X: [],
} as const;
type Level = keyof typeof MAY;

const complaining = (levels: readonly Level[]) =>
  fc.record({
    act: fc.constant('complain' as const),
    trust: fc.constantFrom(...levels),
    reporter: fc.constantFrom('ann', 'bob', 'cas', 'dik'),
    channel: fc.constantFrom('feedback-loop', 'direct', 'regulator', 'trap'),
    feedbackType: fc.constantFrom('abuse', 'abuse', 'abuse', 'fraud'),
    sentAgo: fc.constantFrom(0, 1, 30),
  });
const decisions: Decision[] = [
  { decision: 'accept-answer' },
  { decision: 'reject-answer' },
  { decision: 'confirm-unwanted' },
  { decision: 'reinstate' },
  { decision: 'annul' },
  { decision: 'impose', measure: 'hold' },
  { decision: 'impose', measure: 'close' },
  { decision: 'request-evidence' },
  { decision: 'close' },
  { decision: 'reopen' },
  { decision: 'flag-content', categories: ['erotic'] },
  ...[1, 2, 3].flatMap((n): Decision[] => [
    { decision: 'approve', measureId: `shop.1.m${n}` },
    { decision: 'refuse', measureId: `shop.1.m${n}` },
  ]),
];
const deciding = fc.record({
  act: fc.constant('decide' as const),
  decision: fc.constantFrom(...decisions),
  by: fc.constantFrom('ann', 'bob'),
  role: fc.constantFrom('agent' as const, 'supervisor' as const),
});
const listing = { list: 'zen', subject: '192.0.2.7' };
const counts = { complaints: 300, delivered: 100_000 };
const lasting: Signal[] = [
  { kind: 'rate-breached', window: '30d', grade: 'breached', ...counts },
  { kind: 'rate-breached', window: '30d', grade: 'actionable', ...counts },
  { kind: 'rate-recovered', window: '30d' },
  { kind: 'count-breached', complaints: 301, most: 300 },
  { kind: 'count-recovered' },
  { kind: 'blocklisted', ...listing },
  { kind: 'delisted', ...listing },
];
const others = fc.oneof(
  fc.record({ act: fc.constant('pass' as const), minutes: fc.constantFrom(5, 20, 90, 60 * 12, 60 * 25) }),
  fc.record({
    act: fc.constant('bounce' as const),
    n: fc.integer({ min: 1, max: 4 }),
    permanent: fc.boolean(),
  }),
  fc.record({
    act: fc.constant('answer' as const),
    fields: fc.subarray(['feedback', 'solution', 'prevention'] as const, { minLength: 1 }),
    lateBy: fc.constantFrom(0, 90),
  }),
  fc.record({ act: fc.constant('inject' as const), holdConfirmed: fc.boolean() }),
);
const signalling = fc.record({ act: fc.constant('signal' as const), signal: fc.constantFrom(...lasting) });
type Act =
  | (typeof deciding extends fc.Arbitrary<infer T> ? T : never)
  | (typeof signalling extends fc.Arbitrary<infer T> ? T : never)
  | (typeof others extends fc.Arbitrary<infer T> ? T : never)
  | (ReturnType<typeof complaining> extends fc.Arbitrary<infer T> ? T : never);

const go = (walk: Walk, act: Act): void => {
  switch (act.act) {
    case 'complain':
      walk.complains({
        trust: act.trust,
        reporter: act.reporter,
        source: null,
        channels: [act.channel],
        feedbackTypes: [act.feedbackType],
        sent: { at: minus(walk.at, hours(act.sentAgo)), estimated: false },
        may: [...MAY[act.trust]],
      });
      return;
    case 'pass':
      walk.passes(minutes(act.minutes));
      return;
    case 'decide':
      walk.refuses(act.decision, act.by, act.role);
      return;
    case 'bounce': {
      const noticeId = `shop.1.n${act.n}`;
      const { permanent } = act;
      walk.tries({ type: 'RecordNoticeBounced', noticeId, contactId: '?', permanent, detail: '' });
      return;
    }
    case 'answer':
      walk.tries({
        type: 'GiveAnswer',
        answerId: `a${walk.events.length}`,
        contactId: null,
        receivedAt: minus(walk.at, minutes(act.lateBy)),
        ...Object.fromEntries(act.fields.map((field) => [field, { erased: true }])),
      });
      return;
    case 'signal':
      walk.tries({ type: 'RaiseSignal', signal: act.signal });
      return;
    case 'inject': {
      const { at } = walk;
      const { holdConfirmed } = act;
      const seen = {
        campaignId: null,
        stream: 'bulk',
        state: 'sent',
        injectedAt: at,
        observedAt: at,
      } as const;
      walk.tries({ type: 'RaiseSignal', signal: { kind: 'injection', ...seen, holdConfirmed } });
    }
  }
};

const taken = (walk: Walk) => walk.all('MeasureTaken').filter((m) => m.automated);
const joinedBefore = (walk: Walk, at: Instant) =>
  walk
    .all('ComplaintJoined')
    .filter((j) => j.as === 'signal' && j.at <= at)
    .map((j) => j.complaint);
const reporters = (complaints: readonly { reporter: string }[]) =>
  new Set(complaints.map((c) => c.reporter)).size;
const vouched = ({ trust }: { trust: string }) => trust === 'A' || trust === 'B';

/** Walk checks with each step that the same command again is nothing to do, and that every event survives being stored. */
const walks = (
  levels: readonly Level[],
  check: (walk: Walk) => void,
  acts: fc.Arbitrary<Act> = fc.oneof(complaining(levels), deciding, signalling, others),
) =>
  fc.assert(
    fc.property(fc.constantFrom(...policies), fc.array(acts, { maxLength: 25 }), (policy, steps) => {
      const walk = new Walk(policy);
      for (const step of steps) go(walk, step);
      check(walk);
    }),
    { numRuns: 400 },
  );

describe('whatever happens to a case', () => {
  it('nothing automatic is done that the trust table does not allow', () =>
    walks(['A', 'B', 'C', 'D', 'X'], (walk) => {
      for (const { measure, at, why } of taken(walk)) {
        const all = joinedBefore(walk, at);
        const strong = all.filter(vouched);
        if (measure === 'under-review' && why.ground !== 'complaint') continue; // of rates, counts, lists and what a person read
        if (why.ground === 'complaint-rate' && measure === 'hold') {
          const noted = walk.all('RateNoted').filter((n) => n.at <= at && n.signal.grade === 'actionable');
          expect(noted.length).toBeGreaterThan(0);
        } else if (measure === 'warn' || measure === 'under-review') expect(all.length).toBeGreaterThan(0);
        else if (why.ground === 'unanswered') expect(strong.length > 0 || reporters(all) >= 2).toBe(true);
        else if (why.ground === 'stop-obeyed' || why.ground === 'stop-breached')
          expect(walk.all('UnwantedMailConfirmed').length).toBeGreaterThan(0);
        else if (why.ground === 'compromise')
          expect(reporters(strong.filter((c) => c.feedbackTypes?.includes('fraud')))).toBeGreaterThanOrEqual(
            2,
          );
        else expect(reporters(strong)).toBeGreaterThanOrEqual(2);
      }
    }));

  it('closure is never automatic where it takes two, and then two different persons agreed', () =>
    walks(['A', 'C'], (walk) => {
      for (const closure of walk.all('MeasureTaken').filter((m) => m.measure === 'close')) {
        const agreed = [
          ...walk.all('MeasureProposed').filter((m) => m.measureId === closure.measureId),
          ...walk.all('MeasureSeconded').filter((m) => m.measureId === closure.measureId),
          closure,
        ].flatMap(({ by }) => (by.kind === 'person' ? [by.keyId] : []));
        expect(new Set(agreed).size).toBeGreaterThanOrEqual(2);
      }
    }));

  it('reports that nobody vouches for, or that are forged, move nothing at all', () =>
    walks(
      ['D', 'X'],
      (walk) => expect(walk.events).toEqual([]),
      fc.oneof(complaining(['D', 'X']), deciding, others),
    ));

  it('a protected account, and one while automation is off, see nothing automatic', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...policies),
        fc.boolean(),
        fc.array(fc.oneof(complaining(['A']), signalling, others), { maxLength: 25 }),
        (policy, isProtected, steps) => {
          const walk = new Walk(policy);
          walk.account = { ...walk.account, protected: isProtected };
          walk.facts = { ...walk.facts, automation: { auto: isProtected } };
          for (const step of steps) go(walk, step);
          expect(walk.all('MeasureTaken')).toEqual([]);
          expect(walk.notices()).toEqual([]);
        },
      ),
      { numRuns: 200 },
    ));

  it('a brand in shadow takes no measure, writes to nobody and starts no clock, whoever decides', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...policies),
        fc.array(fc.oneof(complaining(['A', 'C']), deciding, signalling, others), { maxLength: 25 }),
        (policy, steps) => {
          const walk = new Walk(policy);
          walk.facts = { ...walk.facts, enforcement: 'shadow' };
          for (const step of steps) go(walk, step);
          expect(walk.all('MeasureTaken')).toEqual([]);
          expect(walk.notices()).toEqual([]);
          expect(walk.all('AnswerDemanded')).toEqual([]);
        },
      ),
      { numRuns: 200 },
    ));

  it('at most one demand is open', () =>
    walks(['A', 'C'], (walk) => {
      let open = false;
      for (const { type, data } of walk.events) {
        if (type === 'DemandPlanned') {
          expect(open).toBe(false);
          open = true;
        }
        if (['DemandCancelled', 'AnswerAccepted', 'ReinstatementDecided', 'CaseReopened'].includes(type))
          open = false;
        if (type === 'MeasureRefused' && walk.state.measures.some((m) => m.measureId === data.measureId))
          open = false;
      }
    }));

  it('time ends what it began: a case that is over has nothing left to wait for but to pass complaints on', () =>
    walks(['A', 'B', 'C'], (walk) => {
      if (!walk.isOpen) return;
      const ended: Stage[] = ['resolved', 'closed'];
      if (ended.includes(walk.state.stage))
        expect(walk.deadlines.filter((name) => name !== 'digest-due' && name !== 'warning-expiry')).toEqual(
          [],
        );
    }));

  it('a proposal that lapses or waits has its deadline, and a deadline its proposal', () =>
    walks(['A', 'B', 'C'], (walk) => {
      if (!walk.isOpen) return;
      const waiting = walk.state.measures.filter((m) => m.status === 'proposed').map((m) => m.measureId);
      for (const name of walk.deadlines) {
        const about = /^(?:lapse|decide)-due:(.*)$/.exec(name)?.[1];
        if (about !== undefined) expect(waiting).toContain(about);
      }
    }));

  it('the time of a demand runs exactly while it is open', () =>
    walks(['A', 'C'], (walk) => {
      if (!walk.isOpen) return;
      expect(walk.deadlines.includes('answer-due')).toBe(walk.state.demand?.status === 'running');
    }));
});
