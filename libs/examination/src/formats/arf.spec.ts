import { feedbackReport } from '@app/testing';
import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@mail.test',
};
const all = [
  'Original-Mail-From: <bounce+1@shop.example>',
  'Original-Rcpt-To: <jan@mail.test>',
  'Arrival-Date: Tue, 3 Mar 2026 10:00:01 +0100',
  'Source-IP: 192.0.2.7 (mta.shop.example)',
  'Source-Port: 2525',
  'Reporting-MTA: dns; mx.mail.test',
  'Reported-Domain: shop.example',
  'Reported-Uri: https://shop.example/1',
  'Reported-Uri: https://shop.example/2',
  'Original-Envelope-Id: e-1',
  'Authentication-Results: mx.mail.test;\r\n  spf=pass\r\n  smtp.mailfrom=shop.example',
  'Incidents: 3',
  'X-Odd: kept',
  '__proto__: harmless',
];
const arf = (fields: readonly string[] = all, feedbackType = 'abuse') =>
  feedbackReport(sent, { from: 'fbl@fbl.test', userAgent: 'Local/1.0', fields, feedbackType }, 'r1');
const parsed = (text: string) => parseReport(Buffer.from(text));
const described = (text: string) => describeReport(parsed(text));

const FIELDS = {
  kind: 'complaint',
  format: 'arf',
  feedbackType: 'abuse',
  userAgent: 'Local/1.0',
  version: '1',
  originalMailFrom: 'bounce+1@shop.example',
  originalRcptTo: ['jan@mail.test'],
  sourceIp: '192.0.2.7',
  sourcePort: 2525,
  arrivalDate: '2026-03-03T09:00:01Z',
  reportingMta: 'mx.mail.test',
  reportedDomain: ['shop.example'],
  reportedUri: ['https://shop.example/1', 'https://shop.example/2'],
  originalEnvelopeId: 'e-1',
  authenticationResults: ['mx.mail.test; spf=pass smtp.mailfrom=shop.example'],
  incidents: 3,
  originalMessageId: 'm1@shop.example',
  originalFrom: 'Shop <news@shop.example>',
  originalSubject: 'Spring offers',
  originalDate: '2026-03-03T09:00:00Z',
  complaints: 1,
  problems: [],
  source: null,
};

describe('a feedback report', () => {
  it('is read by RFC 5965, field for field', () => {
    expect(described(arf())).toEqual(FIELDS);
    expect(Object.fromEntries(parsed(arf()).otherFields)).toEqual(
      Object.fromEntries([
        ['x-odd', ['kept']],
        ['__proto__', ['harmless']],
      ]),
    );
  });

  const swapped = (from: string | RegExp, to: string) => arf().replace(from, to);
  const machinePart = /(message\/feedback-report\r\n)\r\n([\s\S]*?)(\r\n--=_r1)/;
  it.each<[string, string, string[]]>([
    ['LF', arf().replaceAll('\r\n', '\n'), []],
    ['CR alone', arf().replaceAll('\r\n', '\r'), []],
    ['a byte order mark', `\ufeff${arf()}`, []],
    [
      'an mbox line before it',
      `From fbl@fbl.test Tue Mar  3 09:00:00 2026\r\n${arf()}`,
      ['an mbox "From " line stands before the headers'],
    ],
    [
      'an mbox line before the original',
      swapped('Return-Path', '>From fbl Tue Mar  3 09:00:00 2026\r\nReturn-Path'),
      ['an mbox "From " line stands before the headers'],
    ],
    ['no closing boundary', arf().slice(0, arf().lastIndexOf('--=_r1--')), ['no closing boundary']],
    [
      'multipart/mixed around it',
      swapped('multipart/report; report-type=feedback-report', 'multipart/mixed'),
      ['the feedback report is not in a multipart/report'],
    ],
    [
      'a wrong report-type',
      swapped('report-type=feedback-report', 'report-type=abuse'),
      ['report-type is not feedback-report'],
    ],
    ['no report-type', swapped(' report-type=feedback-report;', ''), ['report-type is not feedback-report']],
    ['lower-case fields', swapped('Feedback-Type', 'feedback-type').replace('Source-IP', 'source-ip'), []],
    ['the original as text/rfc822', swapped('message/rfc822', 'text/rfc822'), []],
    ['only the original’s headers', swapped('message/rfc822', 'text/rfc822-headers'), []],
    ['headers as message/rfc822-headers', swapped('message/rfc822', 'message/rfc822-headers'), []],
    ['empty lines among the fields', swapped('Original-Rcpt-To', '\r\n\r\nOriginal-Rcpt-To'), []],
    [
      'the fields in base64',
      arf().replace(
        machinePart,
        (_, type: string, body: string, end: string) =>
          `${type}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64')}${end}`,
      ),
      [],
    ],
    [
      'base64 that nobody announced',
      arf().replace(
        machinePart,
        (_, type: string, body: string, end: string) =>
          `${type}\r\n${Buffer.from(body).toString('base64')}${end}`,
      ),
      [],
    ],
    [
      'the fields in a part of another type',
      swapped('message/feedback-report', 'text/plain'),
      ['the feedback report is of another media type'],
    ],
  ])('is read alike with %s', (_, text, problems) =>
    expect(described(text)).toEqual({ ...FIELDS, problems }),
  );

  it('makes one complaint of each recipient, written alike or not', () => {
    const { complaints, recipients } = parsed(
      arf([
        'Original-Rcpt-To: a@mail.test',
        'Original-Rcpt-To: rfc822; <b@mail.test>',
        'Original-Rcpt-To: A@mail.test',
      ]),
    );
    expect([complaints, recipients.map(({ address }) => address)]).toEqual([
      2,
      ['a@mail.test', 'b@mail.test'],
    ]);
  });

  it('makes 50 complaints at most, and says how many there were', () => {
    const { complaints, problems } = parsed(
      arf(Array.from({ length: 130 }, (_, i) => `Original-Rcpt-To: r${i}@mail.test`)),
    );
    expect(complaints).toBe(50);
    expect(problems).toEqual(['130 recipients in one report: 50 are taken, the others are for a person']);
  });

  it('knows a hashed or redacted recipient for nobody', () => {
    const hash = 'cb4a01a4e5f60718293a4b5c6d7e8f90@mail.test';
    expect(parsed(arf([`Original-Rcpt-To: ${hash}`])).recipients).toEqual([
      { address: hash, placeholder: true },
    ]);
    expect(parsed(arf(['Redacted-Address: redacted@'])).recipients).toEqual([]);
    expect(parsed(arf(['Redacted-Address: redacted@'])).complaints).toBe(1);
  });

  it('takes the recipient from the original when it names none itself, and does not print it as reported', () => {
    const report = parsed(arf([]));
    expect(report.recipients).toEqual([{ address: 'jan@mail.test', placeholder: false }]);
    expect(report.fields.originalRcptTo).toBeUndefined();
  });

  it.each([
    ['abuse', 'complaint'],
    ['fraud', 'incident'],
    ['virus', 'incident'],
    ['something-new', 'complaint'],
    ['not-spam', 'not-spam'],
    ['auth-failure', 'auth-failure'],
    ['opt-out', 'opt-out'],
    ['opt-out-list', 'opt-out'],
  ])('of type %s is of kind %s', (type, kind) => expect(parsed(arf([], type)).kind).toBe(kind));

  it('says what is wrong with its fields, and keeps the rest', () => {
    const { fields, problems } = parsed(
      arf([
        'Source-IP: AA.BB.CC.6',
        'Arrival-Date: yesterday',
        'Incidents: many',
        'Original-Rcpt-To: a@mail.test',
      ]),
    );
    expect(problems).toEqual(
      ['incidents is no number', 'Arrival-Date is no date', 'Source-IP is no IP address'].sort(),
    );
    expect(fields).toMatchObject({ originalRcptTo: ['a@mail.test'], incidents: 1 });
  });

  it('without an original, or with a note in its place, is still a complaint', () => {
    const note = arf().replace(
      /Content-Type: message\/rfc822[\s\S]*?\r\n--=_r1--/,
      'Content-Type: message/rfc822\r\n\r\nREDACTED\r\n--=_r1--',
    );
    for (const text of [note, note.replace('message/rfc822', 'text/plain')]) {
      const report = parsed(text);
      expect([report.kind, report.original, report.problems]).toEqual([
        'complaint',
        undefined,
        ['the original message is not in it'],
      ]);
    }
  });

  it('hands tracing what it asks for', () => {
    const text = feedbackReport(
      {
        ...sent,
        headers: {
          'X-Trace': 'token',
          'Feedback-ID': 'c:a:t:s',
          'DKIM-Signature': 'v=1; a=rsa-sha256; d=Shop.Example; s=s1; b=x',
        },
      },
      { from: 'fbl@fbl.test', userAgent: 'Local/1.0', fields: [] },
      'r1',
    );
    const { original } = parsed(text);
    expect(original).toMatchObject({
      messageId: 'm1@shop.example',
      sentAt: Date.parse('2026-03-03T09:00:00Z'),
      feedbackIds: ['c:a:t:s'],
      signatures: [{ domain: 'shop.example', selector: 's1' }],
      returnPaths: ['bounces@shop.example'],
    });
    expect(original!.headers.get('x-trace')).toEqual(['token']);
  });
});
