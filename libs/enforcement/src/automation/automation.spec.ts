import fc from 'fast-check';
import { caseId, days, Instant, minutes, plus, type Instant as At } from '@app/kernel';
import { decides, retriedAtWill, snapshotIsFold } from '@app/testing';
import { automationDecider, automationSnapshot, type AutomationState } from './automation';
import type { AutomationCommand } from './commands';
import { automationEvents, type AutomationEvent } from './events';

const given = decides(automationDecider, automationEvents);
const at = Instant('2026-03-03T09:00:00.000Z');
const scope = 'brand:spotler';
const by = { kind: 'person' as const, keyId: 'ann' };
const reason = 'a flood of forgeries';
const person: AutomationEvent = { type: 'AutomationHalted', data: { scope, at, by, reason, breaker: false } };
const count = (n: number, when: At = at, limitPerHour = 3): AutomationCommand => ({
  type: 'CountAutomaticMeasure',
  scope,
  at: when,
  caseId: caseId.parse(`c.${n}`),
  measureId: `m${n}`,
  limitPerHour,
});
const counted = (n: number, when: At = at): AutomationEvent => ({
  type: 'AutomaticMeasureCounted',
  data: { scope, at: when, caseId: caseId.parse(`c.${n}`), measureId: `m${n}` },
});
const tripped = (reason: string, when: At = at): AutomationEvent => ({
  type: 'AutomationHalted',
  data: { scope, at: when, by: { kind: 'rule', rule: 'circuit-breaker' }, reason, breaker: true },
});
const resume = (role: 'agent' | 'supervisor'): AutomationCommand => ({
  type: 'ResumeAutomation',
  scope,
  at,
  by,
  role,
  reason,
});

describe('the automation switch', () => {
  it('is turned off and on by a person', () => {
    given().when({ type: 'HaltAutomation', scope, at, by, reason }).then(person);
    given(person).when(resume('agent')).then({ type: 'AutomationResumed', data: { scope, at, by, reason } });
  });
  it('is turned off by a rule as well, and then only a supervisor turns it on', () => {
    const halt = { type: 'HaltAutomation', scope, at, by: { kind: 'rule', rule: 'flood' }, reason } as const;
    const halted: AutomationEvent = {
      type: 'AutomationHalted',
      data: { scope, at, by: { kind: 'rule', rule: 'flood' }, reason, breaker: true },
    };
    given().when(halt).then(halted);
    given(halted).when(resume('agent')).thenRejected({
      rejected: 'supervisor-needed',
      because: 'the circuit breaker tripped: a supervisor closes it',
    });
  });
  it('that is on cannot be turned on', () => given().when(resume('agent')).then());
});

describe('the circuit breaker', () => {
  it('counts', () => given().when(count(1)).then(counted(1)));
  it('counts a measure once', () => given(counted(1)).when(count(1)).then());
  it('trips above the limit of an hour', () =>
    given(counted(1), counted(2), counted(3))
      .when(count(4))
      .then(counted(4), tripped('4 automatic measures within an hour; the limit is 3')));
  it('forgets what is more than an hour ago', () =>
    given(counted(1), counted(2), counted(3))
      .when(count(4, plus(at, minutes(61))))
      .then(counted(4, plus(at, minutes(61)))));
  it('trips once', () =>
    given(counted(1), counted(2), counted(3), counted(4), tripped('so it is'))
      .when(count(5))
      .then(counted(5)));
  it('is closed by a supervisor', () => {
    const open = [counted(1), tripped('so it is')];
    given(...open)
      .when(resume('agent'))
      .thenRejected({
        rejected: 'supervisor-needed',
        because: 'the circuit breaker tripped: a supervisor closes it',
      });
    given(...open)
      .when(resume('supervisor'))
      .then({ type: 'AutomationResumed', data: { scope, at, by, reason } });
  });
  it('starts to count anew once it is closed', () =>
    given(counted(1), counted(2), counted(3), counted(4), tripped('so it is'), {
      type: 'AutomationResumed',
      data: { scope, at, by, reason },
    })
      .when(count(5))
      .then(counted(5)));

  it('trips above three times what is usual, and not for a handful', () => {
    const month = Array.from({ length: 31 }, (_, d) => counted(d, plus(at, days(d))));
    const busy = Array.from({ length: 10 }, (_, n) => counted(100 + n, plus(at, days(31))));
    given(...month, ...busy)
      .when(count(200, plus(at, days(31)), 1_000))
      .then(
        counted(200, plus(at, days(31))),
        tripped('11 automatic measures within an hour; three times the norm is 10.0', plus(at, days(31))),
      );
    given(...month, ...busy.slice(1))
      .when(count(200, plus(at, days(31)), 1_000))
      .then(counted(200, plus(at, days(31))));
  });

  it('keeps a bounded state', () => {
    let state: AutomationState = automationDecider.initial;
    for (let n = 0; n < 5_000; n++) state = automationDecider.evolve(state, counted(n, plus(at, minutes(n))));
    expect(state.counted.length).toBeLessThanOrEqual(1_000);
    expect(state.recent.length).toBeLessThanOrEqual(61);
    expect(state.days.length).toBeLessThanOrEqual(31);
  });
});

describe('the automation decider', () => {
  const commands = fc.oneof(
    fc.nat(8).map((n) => count(n)),
    fc.constantFrom<AutomationCommand>(
      { type: 'HaltAutomation', scope, at, by, reason },
      resume('agent'),
      resume('supervisor'),
    ),
  );
  const tested = { catalogue: automationEvents, decider: automationDecider, snapshot: automationSnapshot };
  it('any command can be retried at will', () => retriedAtWill(tested, commands));
  it('a snapshot is the fold', () => snapshotIsFold(tested, commands));
});
