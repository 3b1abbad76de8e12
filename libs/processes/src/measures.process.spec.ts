import {
  accountId as asAccount,
  brandId as asBrand,
  caseId as asCase,
  hours,
  Instant,
  plus,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { measures } from './measures.process';

type Event = EventIn<typeof measures.inputs>;
type Taken = Extract<Event, { type: 'MeasureTaken' }>['data'];

const given = reacts(measures);
const at = Instant('2026-03-01T10:00:00.000Z');
const [caseId, accountId] = [asCase.parse('A-1.1'), asAccount.parse('A-1')];
const of = { caseId, accountId, brandId: asBrand.parse('spotler'), at, stage: 'suspended' as const };
const by = { kind: 'person' as const, keyId: 'ann' };
const rule = { kind: 'rule' as const, rule: 'unanswered' };
const measureId = 'A-1.1.m1';
const confirmWithin = hours(1);
const seen = (event: Event) => ({ kind: 'event' as const, id: 'e', event });
const taken = (measure: Taken['measure'], scope: Taken['scope'] = 'bulk') =>
  seen({
    type: 'MeasureTaken',
    data: {
      ...of,
      measureId,
      measure,
      scope,
      why: { rule: 'unanswered', cites: ['SP-82'], ground: 'unanswered', inputs: {} },
      by: rule,
      automated: true,
      lapsed: false,
      confirmWithin,
      remarks: 'Mrs Jansen asked for it', // a person's words: they stay in the case
    },
  });

describe('a measure of a case', () => {
  it.each([
    'warn',
    'under-review',
    'hold',
    'stop',
    'suspend',
    'close',
    'purge',
    'revoke-credentials',
  ] as const)('is carried out on the account: %s', (measure) =>
    given()
      .when(taken(measure, measure === 'close' ? null : 'bulk'))
      .then({
        done: true,
        commands: [
          {
            type: 'ApplyMeasure',
            accountId,
            at,
            measure,
            caseId,
            measureId,
            scope: measure === 'close' ? null : 'bulk',
            by: rule,
            reason: `${measure}: unanswered (rule unanswered of case A-1.1)`,
            confirmWithin,
          },
        ],
      }),
  );
  it.each(['forward', 'demand', 'reinstate', 'annul'] as const)('is none of the account’s: %s', (measure) =>
    given().when(taken(measure)).then({ done: true, commands: [] }),
  );
  it('is asked for again when it is seen again, under the same id: the account knows it', () =>
    given(taken('hold'))
      .when(taken('hold'))
      .then({
        done: true,
        commands: [expect.objectContaining({ type: 'ApplyMeasure', measure: 'hold', measureId }) as never],
      }));
  it('that was only shadowed or proposed is no stimulus', () => {
    expect(measures.inputs.types).not.toContain('MeasureShadowed');
    expect(measures.inputs.types).not.toContain('MeasureProposed');
  });
});

describe('the deadline of a stop', () => {
  const deadline = (name: 'stop-due' | 'answer-due', because: 'begun' | 'accepted') =>
    seen({
      type: 'DeadlineSet',
      data: {
        ...of,
        name,
        dueAt: plus(at, hours(2)),
        because,
        by: null,
        extendedBy: null,
        outageId: null,
        reason: null,
      },
    });
  it.each(['begun', 'accepted'] as const)(
    'is told to the account, which hears what is done after it: %s',
    (because) =>
      given()
        .when(deadline('stop-due', because))
        .then({
          done: true,
          commands: [{ type: 'SetStopDeadline', accountId, at, caseId, dueAt: plus(at, hours(2)) }],
        }),
  );
  it('is the only one that concerns it', () => {
    expect(measures.instanceOf(deadline('answer-due', 'begun').event)).toBeNull();
    expect(measures.instanceOf(deadline('stop-due', 'begun').event)).toBe(accountId);
  });
});

describe('the end of a measure', () => {
  it('is undone as if it had never been', () =>
    given()
      .when(
        seen({
          type: 'AnnulmentDecided',
          data: { ...of, by, reason: 'our mistake', measureId, measure: 'suspend', confirmWithin },
        }),
      )
      .then({
        done: true,
        commands: [
          {
            type: 'AnnulMeasure',
            accountId,
            at,
            caseId,
            measureId,
            by,
            reason: 'our mistake',
            confirmWithin,
          },
        ],
      }));
  it('is a reinstatement, from when on mail counts; the platform reads no person’s words', () =>
    given()
      .when(
        seen({
          type: 'ReinstatementDecided',
          data: {
            ...of,
            by,
            reason: 'Mrs Jansen cleaned her list',
            baseline: at,
            ended: [measureId],
            confirmWithin,
          },
        }),
      )
      .then({
        done: true,
        commands: [
          {
            type: 'ReinstateAccount',
            accountId,
            at,
            caseId,
            baseline: at,
            by,
            reason: 'reinstated (case A-1.1)',
            confirmWithin,
          },
        ],
      }));
  it('is a warning that lapsed', () =>
    given()
      .when(seen({ type: 'WarningExpired', data: { ...of, measureId } }))
      .then({ done: true, commands: [{ type: 'LapseWarning', accountId, at, caseId, measureId }] }));
  it('is, where nothing held the account back, a solution that convinced', () =>
    given()
      .when(seen({ type: 'AnswerAccepted', data: { ...of, by, reason: 'good', baseline: at } }))
      .then({ done: true, commands: [{ type: 'MoveBaseline', accountId, at, caseId, baseline: at }] }));
});
