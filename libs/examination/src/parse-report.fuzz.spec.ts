import { bounce, feedbackReport, personalComplaint } from '@app/testing';
import fc from 'fast-check';
import { describeReport } from './describe';
import { dispositionOf } from './disposition';
import { parseReport } from './parse-report';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@mail.test',
};
const SEEDS = [
  feedbackReport(sent, { from: 'fbl@fbl.test', userAgent: 'Local/1.0' }, 'r1'),
  feedbackReport(sent, { from: 'staff@hotmail.com', userAgent: 'JMRP/1.0', fields: [] }, 'r2'),
  personalComplaint(sent, 'jan@people.example', 'p1'),
  bounce('verp@desk.example', 'jan@mail.test', '5.1.1', 'b1'),
  '{"xarf_version":"4.0.0","category":"messaging","type":"spam","evidence":[{"content_type":"message/rfc822","payload":"RnJvbTogYQ=="}]}',
  'From: no-reply@sns.amazonaws.com\r\n\r\n{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"a@b.c"}]}}',
  '{"xarf_version":"4.2.0","category":"content","type":"malware","url":"http://a.example","c2_servers":[{"port":1}],"whois":{"created_date":"x"},"tags":["a:b"],"reporter":{"org":"a"}}',
  '{"Version":"3","Disclosure":true,"ReporterInfo":{"ReporterOrg":"abc"},"OnBehalfOf":{},"Report":{"ReportClass":"Activity","ReportType":"Spam","SourceIp":"192.0.2.1","Samples":[{"ContentType":"message/rfc822","Payload":"From: a"}]}}',
  '{"type":"Feedback","feedback_report":{"feedback_type":"abuse","original_rcpto_to":["a@b.c"],"extensions":{"x":["y"]},"original_message":"From: a@b.c\\nSubject: x\\n\\nhi","reporting_mta":{"name":"mx"}}}',
  'To: abuse@desk.example\r\nFrom: jan@people.example\r\n\r\nSpam\r\n\r\nVan: Shop <news@shop.example>\r\nVerzonden: dinsdag 3 maart 2026 09:00\r\nAan: jan@people.example\r\nOnderwerp: Spring\r\n\r\nKoop',
  'To: abuse@desk.example\r\nFrom: jan@people.example\r\nSubject: Re: Spring\r\n\r\nSpam\r\n\r\nOn Tue, 3 Mar 2026 at 09:00, Shop <news@shop.example> wrote:\r\n> Buy',
  'To: abuse@desk.example\r\nFrom: x@acm.nl\r\nContent-Type: text/html\r\n\r\n<table><tr><td>Kanaal</td><td>E-mail</td></tr><tr><td>Reden</td><td>x</td></tr></table><pre>Received: by a\r\nFrom: a@b.c\r\nMessage-ID: <1@b></pre>',
  'To: abuse@desk.example\r\nFrom: soc@bank.example\r\nSubject: Phishing at hxxp://a[.]example/x 192.0.2.5\r\n\r\nURL: hxxps://a[.]example/login',
].map((text) => Buffer.from(text));

/** What has broken readers of mail before. */
const NASTY = [
  '\r', '\n', '\r\n\r\n', '\0', '\ufeff', 'From ', '--', '--=_r1', '--=_r1--', ';', '"', '<', '>', '<>', '(', '=?utf-8?b?', '?=',
  '__proto__: x\r\n', 'constructor: x\r\n', 'Content-Type: multipart/mixed; boundary=""\r\n', 'Content-Type: message/rfc822\r\n\r\n',
  'Content-Transfer-Encoding: base64\r\n', 'Original-Rcpt-To: <', 'Source-IP: ::ffff:1.2.3.4%\r\n', '\xff\xfe', '{"', '[[[[',
  'x'.repeat(9_000), ' \r\n'.repeat(300), 'Received: '.repeat(300),
]; // prettier-ignore

jest.setTimeout(120_000);

/** Must hold of whatever comes in. */
const check = (bytes: Uint8Array): void => {
  const before = process.cpuUsage();
  const report = parseReport(bytes);
  const { user, system } = process.cpuUsage(before); // not the clock: the machine may be busy with other things
  expect((user + system) / 1_000).toBeLessThan(2_000);
  const described = describeReport(report);
  expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  expect(structuredClone(report)).toEqual(report); // it has to come back from its thread
  expect(report.complaints).toBeLessThanOrEqual(50);
  expect(report.recipients.length).toBeLessThanOrEqual(50);
  expect(report.problems.length).toBeLessThanOrEqual(20);
  for (const problem of report.problems) expect(problem.length).toBeLessThanOrEqual(200);
  dispositionOf(report);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(Object.keys(Object.prototype)).toEqual([]);
};

interface Mutation {
  readonly at: number; // 0 to 1
  readonly length: number;
  readonly put: Uint8Array;
  readonly times: number;
}
const mutated = (seed: Buffer, mutations: readonly Mutation[]): Buffer =>
  mutations.reduce((bytes, { at, length, put, times }) => {
    const from = Math.floor(at * bytes.length);
    const inserted = Buffer.concat(Array.from({ length: times }, () => put));
    return Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(from + length)]);
  }, seed);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2_000 })),
  put: fc.oneof(
    fc.constantFrom(...NASTY).map((text) => Buffer.from(text, 'latin1')),
    fc.uint8Array({ maxLength: 20 }),
  ),
  times: fc.oneof(
    { weight: 9, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 2_000 }) },
  ),
});

describe('whatever comes in', () => {
  it('is read without an exception, in time, and without harm: mutations of reports', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...SEEDS),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (seed, mutations) => check(mutated(seed, mutations)),
      ),
      { numRuns: 600 },
    ));

  it('is read without an exception, in time, and without harm: any bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), check), { numRuns: 300 }));

  it.each<[string, () => string]>([
    [
      '10,001 parts',
      () =>
        `Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n${'--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n'.repeat(10_001)}`,
    ],
    [
      'a line of a million characters',
      () => `Subject: ${'x'.repeat(1_000_000)}\r\n\r\n${'y'.repeat(1_000_000)}`,
    ],
    ['a hundred thousand header fields', () => `${'H: x\r\n'.repeat(100_000)}\r\nbody`],
    ['a thousand messages within each other', () => 'Content-Type: message/rfc822\r\n\r\n'.repeat(1_000)],
    [
      'a thousand forwards within each other',
      () =>
        Array.from(
          { length: 1_000 },
          (_, i) =>
            `From: a@b.example\r\nSubject: spam\r\nContent-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\nContent-Type: message/rfc822\r\n\r\n`,
        ).join(''),
    ],
    [
      'ten thousand recipients',
      () =>
        feedbackReport(
          sent,
          {
            from: 'fbl@fbl.test',
            userAgent: 'x',
            fields: Array.from({ length: 10_000 }, (_, i) => `Original-Rcpt-To: r${i}@mail.test`),
          },
          'r',
        ),
    ],
    ['a From field of ten thousand addresses', () => `From: ${'a@b.example, '.repeat(10_000)}\r\n\r\nbody`],
    [
      'ten thousand open brackets',
      () =>
        `From: ${'<'.repeat(10_000)}\r\nSubject: ${'=?utf-8?q?'.repeat(10_000)}\r\n\r\n${'(('.repeat(10_000)}`,
    ],
    [
      'HTML that never ends',
      () => `From: a@b.example\r\nContent-Type: text/html\r\n\r\n${'<p><!--'.repeat(20_000)}`,
    ],
    ['JSON a hundred thousand deep', () => `{"a":${'['.repeat(100_000)}`],
    [
      'text full of forwarding marks',
      () => `From: a@b.example\r\nSubject: spam\r\n\r\n${'-----Original Message-----\r\n> '.repeat(5_000)}`,
    ],
    [
      'text full of beginnings of source',
      () => `From: a@b.example\r\nSubject: spam\r\n\r\n${'Received:\r\n'.repeat(20_000)}`,
    ],
    [
      'SpamCop without an end',
      () =>
        `From: a@b.example\r\nSubject: [SpamCop (${'1'.repeat(100)}) id:1]\r\n\r\n${'Email from '.repeat(20_000)}`,
    ],
  ])('is read in time: %s', (_, make) => check(Buffer.from(make(), 'latin1')));
});
