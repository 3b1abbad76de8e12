import { day, hours, Instant, minutes, plus, reportId as asReport, type Stimulus } from '@app/kernel';
import type { ReportEvent } from '@app/reports';
import { reacts } from '@app/testing';
import { examination, WAIT_FOR_DNS } from './examination.process';

const given = reacts(examination);
const receivedAt = Instant('2026-03-01T10:00:00.000Z');
const reportId = asReport.parse('0123456789abcdef0123456789abcdef');
type Input = Stimulus<
  Extract<ReportEvent, { type: 'ReportReceived' | 'ExaminationDeferred' }>,
  'examination-due'
>;

const received = {
  kind: 'event',
  id: 'e-1',
  event: {
    type: 'ReportReceived',
    data: {
      reportId,
      at: receivedAt,
      intake: 'smtp',
      size: 6_131,
      raw: { segment: day.parse('2026-03-01'), keyId: 'k' },
      archive: false,
      suppress: false,
      envelope: { erased: true },
    },
  },
} as const satisfies Input;
const deferred = (attempt: number, until: Instant) =>
  ({
    kind: 'event',
    id: `e-${attempt + 1}`,
    event: {
      type: 'ExaminationDeferred',
      data: { reportId, at: receivedAt, receivedAt, attempt, until, because: 'DNS gave no answer' },
    },
  }) as const satisfies Input;
const due = (dueAt: Instant, firedAt = dueAt): Input => ({
  kind: 'deadline',
  id: 'd',
  name: 'examination-due',
  dueAt,
  firedAt,
});

describe('the examination of a report', () => {
  it('begins when it has come in, and is remembered by nobody', () => {
    given()
      .when(received)
      .then({
        done: true,
        commands: [{ type: 'ExamineReport', reportId, attempt: 1, final: false, at: receivedAt }],
      });
    expect(examination.instanceOf(received.event)).toBe('new-01');
  });

  it('waits for DNS, and is tried again at the time that was said', () => {
    const until = plus(receivedAt, minutes(1));
    given()
      .when(deferred(1, until))
      .then({ deadlines: { 'examination-due': until } });
    const late = plus(until, minutes(3));
    given(deferred(1, until))
      .when(due(until, late))
      .then({
        done: true,
        commands: [{ type: 'ExamineReport', reportId, attempt: 2, final: false, at: late }],
      });
    expect(examination.instanceOf(deferred(1, until).event)).toBe(reportId);
  });

  it('waits no longer than 24 hours: then it is judged without DNS', () => {
    const until = plus(receivedAt, WAIT_FOR_DNS);
    given(deferred(9, until))
      .when(due(until))
      .then({
        done: true,
        commands: [{ type: 'ExamineReport', reportId, attempt: 10, final: true, at: until }],
      });
    const early = plus(receivedAt, hours(23));
    given(deferred(9, early))
      .when(due(early, until)) // fired late: DNS is given the chance it was promised
      .then({
        done: true,
        commands: [{ type: 'ExamineReport', reportId, attempt: 10, final: false, at: until }],
      });
  });

  it('does nothing at a deadline nobody waits for', () => given().when(due(receivedAt)).then({ done: true }));
});
