import { day, hours, Instant, minutes, plus, reportId as asReport, unsealed } from '@app/kernel';
import { decides } from '@app/testing';
import type { ReportCommand } from './commands';
import { reportEvents, type ReportEvent } from './events';
import { reportDecider } from './report';
import { queueOf, type ReportedFields, type ReportEnvelope } from './shapes';

const given = decides(reportDecider, reportEvents);
const reportId = asReport.parse('0123456789abcdef');
const at = Instant('2026-03-01T10:00:00.000Z');
/** As stored: what command execution makes of an `unsealed` value. */
const envelope = { k: 'k1', iv: 'AAAA', ct: 'AAAA', tag: 'AAAA' };
const sealedEnvelope = envelope as never as ReturnType<typeof unsealed<ReportEnvelope>>;
const sealedFields = envelope as never as ReturnType<typeof unsealed<ReportedFields>>;

const facts = {
  reportId,
  at,
  intake: 'smtp',
  size: 6_131,
  raw: { segment: day.parse('2026-03-01'), keyId: 'k1' },
  envelope: sealedEnvelope,
  archive: false,
} as const;
const receive: ReportCommand = { type: 'ReceiveReport', ...facts };
const received: ReportEvent = { type: 'ReportReceived', data: { ...facts, suppress: false } };
const found = {
  reportId,
  at,
  kind: 'complaint',
  incidentType: null,
  format: 'arf',
  feedbackType: 'abuse',
  disposition: 'complaints',
  complaints: 1,
  channel: 'feedback-loop',
  source: 'yahoo',
  trust: 'A',
  why: 'signed by a domain of the registered source yahoo',
  authentication: { dkim: 'pass', spf: 'none', dmarc: 'pass', arc: 'none' },
  problems: ['no closing boundary'],
  alarms: [],
  fields: sealedFields,
};
const record = { type: 'RecordExamination', ...found } as ReportCommand;
const examined = { type: 'ReportExamined', data: found } as unknown as ReportEvent;
const wait = { reportId, at, attempt: 1, until: plus(at, minutes(1)), because: 'no answer from DNS' };
const defer: ReportCommand = { type: 'DeferExamination', ...wait };
const deferred: ReportEvent = { type: 'ExaminationDeferred', data: { ...wait, receivedAt: at } };

describe('a report', () => {
  it('is received once', () => {
    given().when(receive).then(received);
    given(received)
      .when({ ...receive, at: plus(at, hours(5)) })
      .then();
    given(received, examined).when(receive).then();
  });

  it('says of an archive whether the recipient may be suppressed even so', () =>
    given()
      .when({ ...receive, archive: true, suppress: true })
      .then({ type: 'ReportReceived', data: { ...facts, archive: true, suppress: true } }));

  it('is examined once: complaints were filed on the first verdict', () => {
    given(received).when(record).then(examined);
    given(received, examined)
      .when({ ...record, trust: 'D' } as ReportCommand)
      .then();
  });

  it('waits when DNS gives no answer, attempt by attempt, until it is examined', () => {
    given(received).when(defer).then(deferred);
    given(received, deferred)
      .when({ ...defer, attempt: 2 })
      .then({ type: 'ExaminationDeferred', data: { ...wait, receivedAt: at, attempt: 2 } });
    given(received, deferred).when(record).then(examined);
    given(received, examined)
      .when({ ...defer, attempt: 2 })
      .then();
  });

  it('says itself when it is looked at again: soon, ever later, and a last time after 24 hours', () => {
    const { until: _until, ...soon } = { ...wait };
    const untilOf = (attempt: number, now: Instant) => {
      const decision = reportDecider.decide(
        { type: 'DeferExamination', ...soon, at: now, attempt },
        { status: 'received', at, attempts: 0 },
      );
      return 'rejected' in decision ? undefined : (decision[0]?.data as { until: Instant }).until;
    };
    expect([1, 2, 5, 20].map((n) => untilOf(n, at)! - at)).toEqual([1, 2, 16, 60].map((n) => minutes(n)));
    expect(untilOf(20, plus(at, minutes(23 * 60 + 30)))).toBe(plus(at, hours(24)));
  });

  describe('that waits for a person', () => {
    const by = { kind: 'person', keyId: 'k-jan' } as const;
    const handle: ReportCommand = {
      type: 'HandleReport',
      reportId,
      at,
      by,
      reason: 'a question about a bill',
    };
    const handled: ReportEvent = { type: 'ReportHandled', data: { reportId, at, by, reason: handle.reason } };
    const asked = { ...examined, data: { ...examined.data, disposition: 'person' } } as ReportEvent;
    it('is handled by one, once', () => {
      given(received, asked).when(handle).then(handled);
      given(received, asked, handled)
        .when({ ...handle, reason: 'again' })
        .then();
    });
    it('does so because of an alarm as well, also when it made complaints', () => {
      const alarmed = { ...examined, data: { ...examined.data, alarms: ['forgery'] } } as ReportEvent;
      given(received, alarmed).when(handle).then(handled);
    });
    it('is none that made complaints: they wait themselves', () =>
      given(received, examined)
        .when(handle)
        .thenRejected({
          rejected: 'does-not-wait',
          because: `report ${reportId} waits for nobody: what it made waits with the complaints`,
        }));
    it('is none before it was examined', () =>
      given(received)
        .when(handle)
        .thenRejected({ rejected: 'not-examined', because: `report ${reportId} was not examined yet` }));
  });

  it.each([
    ['person', [], 'reports'],
    ['person', ['forgery'], 'security'],
    ['complaints', ['forgery'], 'security'],
    ['complaints', ['dns-unanswered'], 'reports'],
    ['incident', [], 'incidents'],
    ['reply', [], 'replies'],
    ['complaints', [], null],
    ['bounce', [], null],
    ['auto-reply', [], null],
    ['ignored', [], null],
  ] as const)('%s with alarms %j waits in %s', (disposition, alarms, queue) =>
    expect(queueOf({ disposition, alarms })).toBe(queue),
  );

  it('that never came in can be neither examined nor deferred', () => {
    for (const command of [record, defer])
      given()
        .when(command)
        .thenRejected({ rejected: 'no-such-report', because: `no report ${reportId} was received` });
  });
});
