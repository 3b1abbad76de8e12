import {
  accountId as asAccount,
  brandId as asBrand,
  caseId as asCase,
  day as asDay,
  hours,
  Instant,
  plus,
  seconds,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { rateWatch } from './rate-watch.process';

const process = rateWatch({ gather: seconds(10), again: hours(6) });
const given = reacts(process);
const accountId = asAccount.parse('A-1');
const at = Instant('2026-03-01T10:00:00.000Z');
const due = plus(at, seconds(10));
const firedAt = plus(at, seconds(11));
type Event = EventIn<typeof process.inputs>;
const seen = (event: Event) => ({ kind: 'event' as const, id: 'e', event });
const volumes = (when = at) =>
  seen({
    type: 'DeliveryVolumesReported',
    data: {
      accountId,
      at: when,
      entries: [{ provider: 'yahoo', day: asDay.parse('2026-03-01'), delivered: 1, revision: 1 }],
    },
  });
const merged = (lost: Extract<Event, { type: 'ComplaintMerged' }>['data']['lost']) =>
  ({
    type: 'ComplaintMerged',
    data: { accountId, at, lost },
  }) as unknown as Event;
const judged = {
  accountId,
  at,
  window: '30d' as const,
  complaints: 11,
  delivered: 10_000,
  threshold: { ppm: 1_000, comparator: '>' as const },
  baselineAt: null,
  position: '1',
};
const breached = (window: '24h' | '30d' = '30d') =>
  seen({
    type: 'RateBreached',
    data: { ...judged, window, grade: 'breached', was: null, lowerBoundPpm: 617, confidence: '95%' },
  });
const recovered = seen({ type: 'RateRecovered', data: { ...judged, complaints: 10, was: 'breached' } });
const fired = (name: 'evaluation-due' | 'another-look-due') => ({
  kind: 'deadline' as const,
  id: `${name}#1`,
  name,
  dueAt: due,
  firedAt,
});
const evaluate = { commands: [{ type: 'EvaluateRate' as const, accountId, at: firedAt }] };

describe('the rate watch', () => {
  it('gathers before it asks', () =>
    given()
      .when(volumes())
      .then({ deadlines: { 'evaluation-due': due } }));
  it('lets one evaluation wait, however much happens meanwhile', () =>
    given(volumes())
      .when(volumes(plus(at, seconds(3))))
      .then({}));
  it('asks once, and is over', () =>
    given(volumes())
      .when(fired('evaluation-due'))
      .then({ done: true, ...evaluate }));
  it('gathers anew after that', () =>
    given(volumes(), fired('evaluation-due'))
      .when(volumes())
      .then({ deadlines: { 'evaluation-due': due } }));
  it('looks again now and then while a rate is breached, for days leave the window', () => {
    given(volumes(), fired('evaluation-due'))
      .when(breached())
      .then({ deadlines: { 'another-look-due': plus(at, hours(6)) } });
    given(breached())
      .when(fired('another-look-due'))
      .then({ ...evaluate, deadlines: { 'another-look-due': plus(firedAt, hours(6)) } });
  });
  it('goes on looking until every window has recovered', () => {
    given(breached(), breached('24h')).when(recovered).then({});
    given(breached()).when(recovered).then({ done: true });
  });
  it('looks again while there are too many complaints', () => {
    const counted = { accountId, at, complaints: 51, most: 50, baselineAt: null, position: '1' };
    const tooMany = seen({ type: 'CountBreached', data: counted });
    const enough = seen({ type: 'CountRecovered', data: counted });
    given()
      .when(tooMany)
      .then({ deadlines: { 'another-look-due': plus(at, hours(6)) } });
    given(tooMany).when(enough).then({ done: true });
    given(tooMany, breached()).when(enough).then({});
  });
  it('keeps an evaluation that waits when the rate recovers', () =>
    given(breached(), volumes())
      .when(recovered)
      .then({ deadlines: { 'another-look-due': null } }));
  it('looks when an account starts anew', () =>
    given(breached())
      .when(
        seen({
          type: 'BaselineMoved',
          data: { accountId, at, brandId: asBrand.parse('b'), caseId: asCase.parse('A-1.1'), baseline: at },
        }),
      )
      .then({ deadlines: { 'evaluation-due': due } }));
  it('concerns no complaint that does not count', () => {
    expect(process.instanceOf(merged(['count']))).toBe('A-1');
    expect(process.instanceOf(merged(['suppress', 'forward']))).toBeNull();
  });
});
