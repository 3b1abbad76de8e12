import type { NoticeFacts, NoticeKind } from '@app/enforcement';
import { caseId, hours, Instant } from '@app/kernel';
import { noticeOf } from './send-notice';

const NOTHING: NoticeFacts = {
  campaigns: [],
  due: null,
  remarks: null,
  measure: null,
  next: null,
  delivery: null,
  refund: null,
  damageClaim: null,
  baseline: null,
  annulled: null,
  contacts: [],
  questions: [],
};
const of = (kind: NoticeKind, facts: Partial<NoticeFacts> = {}) =>
  noticeOf(caseId.parse('acme.1'), kind, { ...NOTHING, ...facts }, { name: 'Policy', version: 'a' });

describe('the facts of a notice', () => {
  it('of a rejected remediation name no time, since none runs', () =>
    expect(of('rejection', { remarks: 'Which list?' })).toEqual({
      caseId: 'acme.1',
      kind: 'rejection',
      reason: 'Which list?',
    }));

  it('of a rejected answer name the next', () =>
    expect(of('rejection', { due: { within: hours(2) } })).toMatchObject({ due: { within: hours(2) } }));

  it('of a reinstatement name the time of an answer that is still asked for', () => {
    const due = { at: Instant('2026-03-02T13:00:00.000Z') };
    const baseline = Instant('2026-03-02T09:00:00.000Z');
    expect(of('reinstatement', { baseline, annulled: true, due })).toMatchObject({ due });
    expect(of('reinstatement', { baseline, annulled: true })).not.toHaveProperty('due');
  });

  it.each(['demand', 'stop-order', 'evidence-request'] as const)(
    'of a %s without a time are refused, and no time is made up',
    (kind) => expect(() => of(kind)).toThrow(`${kind} was ordered without the end of the customer's time`),
  );
});
