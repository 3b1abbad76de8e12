import { z } from 'zod';
import { day as asDay, daysBefore, Instant, type Day } from '@app/kernel';
import { decides } from '@app/testing';
import { sweepEvents, type SweepEvent, type SweepResult } from './events';
import { sweepDecider, sweepSnapshot, type SweepCommand } from './sweep';

const given = decides(sweepDecider, sweepEvents);
const at = Instant('2026-03-02T04:01:00.000Z');
const monday = asDay.parse('2026-03-02');
const after = (n: number): Day => daysBefore(monday, -n);
const jan = { kind: 'person' as const, keyId: 'k-jan' };

const result = (day: Day): SweepResult => ({
  day,
  lists: [
    { list: 'one', asked: 10, listed: 2, unknown: 1, fault: null },
    { list: 'two', asked: 4, listed: 0, unknown: 4, fault: 'no answer 20 times running' },
  ],
  notAsked: 3,
  mailboxes: [{ mailbox: 'abuse', fault: 'not-read', since: at }],
  waiting: [{ queue: 'untraced', oldest: at }],
});
const owe = (day: Day): SweepCommand => ({ type: 'OweSweep', at, day });
const complete = (day: Day): SweepCommand => ({
  type: 'CompleteSweep',
  at,
  beganAt: at,
  result: result(day),
});
const handle: SweepCommand = { type: 'HandleMissedSweeps', at, by: jan, reason: 'the machine moved' };

const began: SweepEvent = { type: 'SweepsBegan', data: { at, day: monday } };
const completed = (day: Day): SweepEvent => ({
  type: 'SweepCompleted',
  data: { at, beganAt: at, ...result(day), asked: 14, listed: 2, unknown: 5 },
});
const missed = (from: Day, until = from): SweepEvent => ({ type: 'SweepMissed', data: { at, from, until } });
const handled = (until: Day): SweepEvent => ({
  type: 'MissedSweepsHandled',
  data: { at, until, by: jan, reason: 'the machine moved' },
});

describe('the daily sweep', () => {
  it('is owed from the first day on', () => given().when(owe(monday)).then(began));
  it('is not missed while its day lasts', () => given(began).when(owe(monday)).then());
  it('is told once, with what all lists together brought', () =>
    given(began).when(complete(monday)).then(completed(monday)));
  it('of a day that was told is no news', () =>
    given(began, completed(monday)).when(complete(monday)).then());
  it('of a day that nobody owes is refused', () =>
    given().when(complete(monday)).thenRejected({
      rejected: 'not-begun',
      because: 'no sweep is owed on 2026-03-02',
    }));

  it('that was never done is missed once its day is over, the first day too', () =>
    given(began)
      .when(owe(after(1)))
      .then(missed(monday)));
  it('is not missed the day after it was done', () =>
    given(began, completed(monday))
      .when(owe(after(1)))
      .then());
  it('is missed on every day that the desk was down', () =>
    given(began, completed(monday))
      .when(owe(after(5)))
      .then(missed(after(1), after(4))));
  it('is missed once', () =>
    given(began, missed(monday))
      .when(owe(after(1)))
      .then());
  it('that ends after days nobody told of tells of those too', () =>
    given(began, completed(monday))
      .when(complete(after(2)))
      .then(missed(after(1)), completed(after(2))));

  it('that was missed is looked into by a person', () =>
    given(began, missed(monday), completed(after(1)))
      .when(handle)
      .then(handled(monday)));
  it('that was not missed needs nobody', () => {
    given(began).when(handle).then();
    given(began, missed(monday), handled(monday)).when(handle).then();
  });

  it('is remembered as it was kept', () => {
    const state = [began, missed(monday)].reduce(
      (s, event) => sweepDecider.evolve(s, event),
      sweepDecider.initial,
    );
    const kept = JSON.parse(JSON.stringify(z.encode(sweepSnapshot.schema, state))) as never;
    expect(z.decode(sweepSnapshot.schema, kept)).toEqual(state);
  });
});
