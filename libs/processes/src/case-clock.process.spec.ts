import { accountId as asAccount, caseId as asCase, Instant, minutes, plus, type EventIn } from '@app/kernel';
import { reacts } from '@app/testing';
import { caseClock } from './case-clock.process';

type Event = EventIn<typeof caseClock.inputs>;

const given = reacts(caseClock);
const [caseId, accountId] = [asCase.parse('A-1.1'), asAccount.parse('A-1')];
const dueAt = Instant('2026-03-02T10:00:00.000Z');
const later = plus(dueAt, minutes(60));
const firedAt = plus(dueAt, minutes(3));

// What the process does not look at, is left out.
const made = (type: Event['type'], data: object) =>
  ({
    kind: 'event',
    id: 'e',
    event: { type, data: { caseId, accountId, ...data } } as unknown as Event,
  }) as const;
const set = (name: string, at = dueAt) => made('DeadlineSet', { name, dueAt: at });
const cleared = (name: string) => made('DeadlineCleared', { name });
const reached = (name: string) => made('DeadlineReached', { name, dueAt, firedAt });
const due = (name: string) => ({ kind: 'deadline' as const, id: `${name}#1`, name, dueAt, firedAt });
const reach = (name: string) => ({
  type: 'ReachDeadline' as const,
  caseId,
  accountId,
  at: firedAt,
  name,
  dueAt,
  firedAt,
});

describe('the clock of a case', () => {
  it('is set as the case says', () =>
    given()
      .when(set('answer-due'))
      .then({ deadlines: { 'answer-due': dueAt } }));
  it('is set anew when the customer is given more time', () =>
    given(set('answer-due'))
      .when(set('answer-due', later))
      .then({ deadlines: { 'answer-due': later } }));
  it('tells the case what is over, when it was due, and when it fired', () =>
    given(set('answer-due'))
      .when(due('answer-due'))
      .then({ done: true, commands: [reach('answer-due')] }));
  it('goes on for the others', () =>
    given(set('answer-due'), set('lapse-due:A-1.1.m1'))
      .when(due('answer-due'))
      .then({ commands: [reach('answer-due')] }));
  it('stops one that the case cleared', () =>
    given(set('answer-due'), set('evidence-due'))
      .when(cleared('answer-due'))
      .then({ deadlines: { 'answer-due': null } }));
  it('remembers nothing once nothing is waited for', () => {
    given(set('answer-due')).when(cleared('answer-due')).then({ done: true });
    given(set('digest-due'), due('digest-due')).when(reached('digest-due')).then({ done: true });
  });
  it('keeps the new deadline of a name whose old one has just fired', () =>
    given(set('stop-due'), due('stop-due'), set('stop-due', later))
      .when({ ...due('stop-due'), dueAt: later, firedAt: later })
      .then({ done: true, commands: [{ ...reach('stop-due'), at: later, dueAt: later, firedAt: later }] }));
});

describe('what comes twice, or too late', () => {
  it('is set once', () => {
    given(set('answer-due'), set('answer-due')).when(cleared('answer-due')).then({ done: true });
    given(set('answer-due'), set('answer-due'))
      .when(due('answer-due'))
      .then({ done: true, commands: [reach('answer-due')] });
  });
  it('is cleared without having been set', () => given().when(cleared('answer-due')).then({ done: true }));
  it('is nothing to tell when nobody waits', () =>
    given(set('answer-due'), cleared('answer-due')).when(due('answer-due')).then({ done: true }));
});
