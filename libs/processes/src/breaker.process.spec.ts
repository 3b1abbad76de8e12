import {
  accountId as asAccount,
  brandId as asBrand,
  caseId as asCase,
  hours,
  Instant,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { breaker } from './breaker.process';

type Event = EventIn<typeof breaker.inputs>;

const given = reacts(breaker);
const at = Instant('2026-03-01T10:00:00.000Z');
const caseId = asCase.parse('A-1.1');
const taken = (measure: Event['data']['measure'], automated = true): Event => ({
  type: 'MeasureTaken',
  data: {
    caseId,
    accountId: asAccount.parse('A-1'),
    brandId: asBrand.parse('spotler'),
    at,
    stage: 'suspended',
    measureId: 'A-1.1.m1',
    measure,
    scope: 'bulk',
    why: { rule: 'r', cites: [], ground: 'unanswered', inputs: {} },
    by: { kind: 'rule', rule: 'r' },
    automated,
    lapsed: false,
    confirmWithin: hours(1),
    remarks: null,
  },
});

describe('the circuit breaker', () => {
  it('has the automatic measures of a brand counted', () =>
    given()
      .when({ kind: 'event', id: 'e', event: taken('suspend') })
      .then({
        done: true,
        commands: [
          { type: 'CountAutomaticMeasure', scope: 'brand:spotler', at, caseId, measureId: 'A-1.1.m1' },
        ],
      }));
  it('counts neither what a person took nor what a mail takes back', () => {
    expect(breaker.instanceOf(taken('hold'))).toBe('spotler');
    expect(breaker.instanceOf(taken('hold', false))).toBeNull();
    expect(breaker.instanceOf(taken('warn'))).toBeNull();
    expect(breaker.instanceOf(taken('demand'))).toBeNull();
  });
});
