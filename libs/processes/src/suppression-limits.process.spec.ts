import { suppressionAsked } from '@app/complaints';
import {
  accountId as asAccount,
  complaintId as asComplaint,
  Instant,
  minutes,
  plus,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { suppressionLimits } from './suppression-limits.process';

type Event = EventIn<typeof suppressionLimits.inputs>;
type Asking = Parameters<typeof suppressionAsked>[0];
const given = reacts(suppressionLimits);
const complaintId = asComplaint.parse('c-1');
const accountId = asAccount.parse('A-1');
const at = Instant('2026-03-01T10:00:00.000Z');
const first = plus(at, minutes(15));
const next = plus(first, minutes(30));
const { orderId } = suppressionAsked({
  type: 'ComplaintFiled',
  data: { complaintId, accountId, at, may: ['suppress'] },
} as unknown as Asking)!;

const seen = (event: Event) => ({ kind: 'event' as const, id: 'e', event });
const of = { complaintId, accountId, brandId: null, orderId, platformWide: true };
const accepted = seen({
  type: 'SuppressionAccepted',
  data: { ...of, at, confirmWithin: minutes(15), confirmBy: first },
});
const overdue = (confirmBy: Instant | null) =>
  seen({
    type: 'SuppressionOverdue',
    data: { ...of, at: first, times: 1, dueAt: first, firedAt: first, confirmBy },
  });
const due = { kind: 'deadline' as const, id: 'd#1', name: orderId, dueAt: first, firedAt: first };

describe('a suppression that the platform accepted', () => {
  it('has the time that the policy gives', () =>
    given()
      .when(accepted)
      .then({ deadlines: { [orderId]: first } }));
  it('is said to its complaint once that has passed', () =>
    given(accepted)
      .when(due)
      .then({
        commands: [
          { type: 'ReachSuppressionLimit', complaintId, at: first, orderId, dueAt: first, firedAt: first },
        ],
      }));
  it('goes out again under the same id, and is watched until the next limit', () =>
    given(accepted, due)
      .when(overdue(next))
      .then({
        commands: [
          { type: 'SuppressRecipient', orderId, complaintId, accountId, platformWide: true, at: first },
        ],
        deadlines: { [orderId]: next },
      }));
  it('goes out no more after the last limit: a person looks', () =>
    given(accepted, due).when(overdue(null)).then({}));
  it('is one of its account: a row for each complaint would stay for ever', () =>
    expect(suppressionLimits.instanceOf(accepted.event)).toBe('A-1'));
});
