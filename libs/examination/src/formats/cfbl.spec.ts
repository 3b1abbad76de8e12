import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const lines = (...text: string[]) => text.join('\r\n');

/** RFC 9477 section 3.5: From is the reporting provider; what it may leave out it leaves out. */
const arf = (third: string, type = 'message/rfc822') =>
  lines(
    'From: <feedback@provider.example>',
    'To: <fbl@shop.example>',
    'Subject: FBL Report',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="=_c"',
    '',
    '--=_c',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--=_c',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: CFBL/0.1',
    'Version: 1',
    '--=_c',
    `Content-Type: ${type}`,
    '',
    third,
    '--=_c--',
  );
const whole = lines(
  'Return-Path: <b@shop.example>',
  'From: Shop <news@shop.example>',
  'To: jan@provider.example',
  'Subject: Spring',
  'CFBL-Address: fbl@shop.example; report=arf',
  'CFBL-Feedback-ID: 111:222:333:4444',
  'Message-ID: <m1@shop.example>',
  '',
  'Buy.',
);
const identifiers = lines('CFBL-Feedback-ID: 111:222:', '\t333:4444', 'Message-ID: <m1@shop.example>', '');

describe('a complaint by RFC 9477 (CFBL)', () => {
  const expected = {
    kind: 'complaint',
    channel: 'feedback-loop',
    fields: { originalMessageId: 'm1@shop.example' },
    original: { cfblFeedbackIds: ['111:222:333:4444'] },
    complaints: 1,
  };
  it.each([
    ['holds the whole message', arf(whole)],
    ['holds its headers', arf(whole, 'text/rfc822-headers')],
    ['holds two identifiers and nothing else', arf(identifiers, 'text/rfc822-headers')],
    ['calls two identifiers a message', arf(identifiers)],
  ])('in ARF %s', (_, text) => expect(parsed(text)).toMatchObject({ ...expected, format: 'arf' }));

  it('names nobody when it holds identifiers alone: whom they stand for is for tracing to find', () =>
    expect(parsed(arf(identifiers)).recipients).toEqual([]));

  const party = { org: 'Provider', contact: 'feedback@provider.example', domain: 'provider.example' };
  const xarf4 = (payload: string, content_type: string) => ({
    xarf_version: '4.0.0',
    report_id: '0b9e6f3a-54ad-4c1b-a3e2-3f3a1f4c2f10',
    timestamp: '2026-03-03T09:00:00Z',
    reporter: party,
    sender: party,
    source_identifier: '192.0.2.5',
    source_port: 25,
    category: 'messaging',
    type: 'spam',
    evidence_source: 'user_complaint',
    protocol: 'smtp',
    smtp_from: 'news@shop.example',
    evidence: [{ content_type, payload: Buffer.from(payload).toString('base64') }],
  });
  const xarf3 = (Payload: string, ContentType: string) => ({
    Version: '3',
    Disclosure: true,
    ReporterInfo: { ReporterOrg: 'Provider', ReporterOrgDomain: 'provider.example', ReporterOrgEmail: 'f@provider.example' },
    Report: {
      ReportClass: 'Activity',
      ReportType: 'Spam',
      Date: '2026-03-03T09:00:00Z',
      SourceIp: '192.0.2.5',
      Samples: [{ ContentType, Base64Encoded: false, Payload }],
    },
  }); // prettier-ignore

  it.each([
    ['4, the whole message', xarf4(whole, 'message/rfc822')],
    ['4, identifiers', xarf4(identifiers, 'message/rfc822')],
    ['4, headers', xarf4(identifiers, 'text/rfc822-headers')],
    ['3, the whole message', xarf3(whole, 'message/rfc822')],
    ['3, identifiers', xarf3(identifiers, 'message/rfc822-headers')],
  ])('in XARF %s: posted, or in a mail', (_, report) => {
    const json = JSON.stringify(report);
    const mailed = lines(
      'From: <feedback@provider.example>',
      'To: <fbl@shop.example>',
      'Content-Type: multipart/mixed; boundary="=_x"',
      '',
      '--=_x',
      'Content-Type: text/plain',
      '',
      'This is an email abuse report.',
      '--=_x',
      'Content-Type: application/json; name=xarf.json',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(json).toString('base64'),
      '--=_x--',
    );
    for (const text of [json, mailed])
      expect(parsed(text)).toMatchObject({
        ...expected,
        channel: 'evidence_source' in report ? 'feedback-loop' : 'upstream', // version 3 has no word for it
        format: 'xarf',
        valid: true,
        problems: [],
      });
  });
});
