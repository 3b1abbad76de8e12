import { bounce } from '@app/testing';
import { describeReport } from '../describe';
import { dispositionOf } from '../disposition';
import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const lines = (...text: string[]) => text.join('\r\n');
const mail = (headers: Record<string, string>, body = 'Hello.') =>
  lines(
    ...Object.entries({ From: 'a@b.example', To: 'abuse@desk.example', ...headers }).map(
      ([n, v]) => `${n}: ${v}`,
    ),
    '',
    body,
  );

describe('what is no complaint', () => {
  it('a bounce tells who did not get the mail', () => {
    const report = parsed(bounce('verp+1@desk.example', 'owner@customer.example', '5.1.1', 'b1'));
    expect(report).toMatchObject({
      kind: 'not-a-complaint',
      format: 'bounce',
      recipients: [{ address: 'owner@customer.example' }],
    });
    expect(dispositionOf(report)).toBe('bounce');
  });

  it.each<[string, string, string]>([
    [
      'an old bounce',
      mail({ From: 'MAILER-DAEMON@mx.example', Subject: 'Returned mail: see transcript' }),
      'bounce',
    ],
    [
      'an absence notice',
      mail({ 'Auto-Submitted': 'auto-replied', Subject: 'Re: your abuse report' }),
      'auto-reply',
    ],
    [
      'one that says so in its subject alone',
      mail({ Subject: 'Automatisch antwoord: afwezig' }),
      'auto-reply',
    ],
    [
      'a receipt',
      mail(
        { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' },
        '--b\r\n\r\nread\r\n--b--',
      ),
      'auto-reply',
    ],
  ])('%s is told apart', (_, text, disposition) => {
    expect(parsed(text).kind).toBe('not-a-complaint');
    expect(dispositionOf(parsed(text))).toBe(disposition);
  });

  it.each([
    [
      'a DMARC aggregate report',
      mail({ Subject: 'Report Domain: shop.example Submitter: mx.example Report-ID: <1>' }),
      'dmarc-aggregate',
      'dmarc-aggregate',
    ],
    [
      'one known by its file',
      mail({
        Subject: 'hi',
        'Content-Type': 'application/gzip; name="mx.example!shop.example!1725321600!1725407999.xml.gz"',
      }),
      'dmarc-aggregate',
      'dmarc-aggregate',
    ],
    ['a TLS report', mail({ 'TLS-Report-Domain': 'shop.example' }), 'tls-report', 'smtp-tls'],
  ])('%s is told apart, and not unpacked', (_, text, format, reportClass) => {
    const report = parsed(text);
    expect([
      report.kind,
      report.format,
      describeReport(report)['reportClass'],
      dispositionOf(report),
    ]).toEqual(['not-a-complaint', format, reportClass, 'ignored']);
  });

  it('Apple Mail’s unsubscribe is an opt-out', () =>
    expect(
      parsed(
        mail({ From: 'jan@people.example', 'X-Apple-Unsubscribe': 'true', 'Auto-Submitted': 'auto-replied' }),
      ),
    ).toMatchObject({
      kind: 'opt-out',
      complaints: 1,
      recipients: [{ address: 'jan@people.example' }],
    }));

  it.each([
    ['', 'it is empty'],
    ['\r\n\r\nbody alone', 'it has no header fields'],
    ['{"hello": 1}', 'it is JSON of no kind that is known, or too much of it'],
    [
      `{"xarf_version":"4","a":[${'[],'.repeat(100_000)}0]}`,
      'it is JSON of no kind that is known, or too much of it',
    ],
  ])('what cannot be read goes to a person (%#)', (text, problem) => {
    const report = parsed(text);
    expect([report.kind, dispositionOf(report), report.problems]).toEqual([
      'unreadable',
      'person',
      [problem],
    ]);
  });
});

describe('Amazon SES', () => {
  const notification = (complaint: object) =>
    JSON.stringify({
      notificationType: 'Complaint',
      complaint: {
        timestamp: '2026-03-03T09:00:01.000Z',
        complaintFeedbackType: 'abuse',
        userAgent: 'ses',
        ...complaint,
      },
      mail: {
        source: 'news@shop.example',
        sourceIp: '192.0.2.5',
        messageId: 'ses-1',
        headers: [
          { name: 'Message-ID', value: '<m1@shop.example>' },
          { name: '__proto__', value: 'x' },
        ],
      },
    });
  const one = notification({ complainedRecipients: [{ emailAddress: 'jan@mail.test' }] });
  const expected = {
    kind: 'complaint',
    format: 'ses',
    complaints: 1,
    recipients: [{ address: 'jan@mail.test', placeholder: false }],
    fields: {
      originalMessageId: 'm1@shop.example',
      sourceIp: '192.0.2.5',
      arrivalDate: '2026-03-03T09:00:01Z',
      originalMailFrom: 'news@shop.example',
    },
  };

  it.each([
    ['posted', JSON.stringify({ Type: 'Notification', Message: one })],
    ['posted raw', one],
    ['mailed', mail({ From: 'no-reply@sns.amazonaws.com' }, `${one}\r\n\r\n--\r\nIf you wish to stop`)],
    [
      'mailed, its line broken',
      mail({ 'x-amz-sns-message-id': '1' }, `${one.slice(0, 100)}!\r\n ${one.slice(100)}`),
    ],
  ])('is read when it is %s', (_, text) => expect(parsed(text)).toMatchObject(expected));

  it('that names several who may have complained names nobody', () => {
    const several = notification({
      complainedRecipients: [{ emailAddress: 'a@mail.test' }, { emailAddress: 'b@mail.test' }],
    });
    expect(parsed(several)).toMatchObject({ complaints: 1, recipients: [] });
  });

  it.each([
    [
      'about a suppressed address',
      notification({ complaintSubType: 'OnAccountSuppressionList', complainedRecipients: [] }),
    ],
    ['about a bounce', JSON.stringify({ notificationType: 'Bounce', bounce: {}, mail: {} })],
  ])('%s is no complaint', (_, text) =>
    expect(parsed(text)).toMatchObject({ kind: 'not-a-complaint', complaints: 0 }),
  );
});

describe('XARF', () => {
  const message = Buffer.from('From: news@shop.example\r\nMessage-ID: <m1@shop.example>\r\n\r\nhi').toString(
    'base64',
  );
  const v4 = (category: string, type: string) =>
    JSON.stringify({
      xarf_version: '4.0.0',
      timestamp: '2026-03-03T09:00:00Z',
      source_identifier: '192.0.2.5',
      source_port: 25,
      category,
      type,
      smtp_from: 'news@shop.example',
      smtp_to: 'jan@mail.test',
      evidence: [{ content_type: 'message/rfc822', payload: message }],
    });

  it('4 of the category messaging is a complaint', () =>
    expect(parsed(v4('messaging', 'spam'))).toMatchObject({
      kind: 'complaint',
      format: 'xarf',
      fields: {
        sourceIp: '192.0.2.5',
        sourcePort: 25,
        version: '4.0.0',
        originalMessageId: 'm1@shop.example',
      },
      recipients: [{ address: 'jan@mail.test' }],
    }));

  it.each([
    ['content', 'phishing', 'phishing'],
    ['content', 'malware', 'malware'],
    ['infrastructure', 'botnet', 'malware'],
    ['copyright', 'p2p', 'copyright'],
    ['reputation', 'blocklist', 'blocklist'],
    ['connection', 'ddos', 'attack'],
  ])('4 of the category %s, %s, is an incident: %s', (category, type, incidentType) =>
    expect(parsed(v4(category, type))).toMatchObject({ kind: 'incident', incidentType, complaints: 0 }),
  );

  it('3 is read from a mail part that says it is a feedback report of type xarf', () => {
    const v3 = JSON.stringify({
      Version: '3',
      Report: {
        ReportType: 'Spam',
        ReportSubType: 'Trap',
        SourceIp: '2001:DB8::5',
        Date: '2026-03-03T09:00:00Z',
        SmtpRcptToAddress: 'trap@mail.test',
        Sample: { ContentType: 'message/rfc822', Base64Encoded: true, Payload: message },
      },
    });
    const text = mail(
      { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b' },
      lines(
        '--b',
        'Content-Type: message/feedback-report',
        '',
        'Feedback-Type: xarf',
        'User-Agent: x',
        '',
        '--b',
        'Content-Type: application/json',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(v3).toString('base64'),
        '--b--',
      ),
    );
    expect(parsed(text)).toMatchObject({
      kind: 'complaint',
      format: 'xarf',
      channel: 'trap',
      fields: { sourceIp: '2001:db8::5', originalMessageId: 'm1@shop.example' },
    });
  });
});

describe('notices', () => {
  const xarf02 = (category: string, type: string) =>
    mail(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      lines(
        '--b',
        '',
        'see below',
        '--b',
        'Content-Type: text/plain; name="report.txt"',
        '',
        '---',
        'Reported-From: bot@vendor.example',
        `Category: ${category}`,
        `Report-Type: ${type}`,
        'Source: 192.0.2.5',
        'Date: 2026-03-03T10:00:00+0100',
        'User-Agent: bot/1',
        '--b--',
      ),
    );

  it.each([
    ['abuse', 'login-attack', 'incident', 'attack'],
    ['fraud', 'phishing', 'incident', 'phishing'],
    ['abuse', 'spam', 'complaint', undefined],
  ])('X-ARF, %s, %s, is of kind %s', (category, type, kind, incidentType) =>
    expect(describeReport(parsed(xarf02(category, type)))).toMatchObject({
      kind,
      ...(incidentType === undefined ? {} : { incidentType }),
      format: 'x-arf',
      sourceIp: '192.0.2.5',
      arrivalDate: '2026-03-03T09:00:00Z',
    }),
  );

  it.each([
    [
      { Subject: 'UCEPROTECT Monitoring Report (192.0.2.5)' },
      'IP,LAST\r\n192.0.2.5,1772528400,x',
      'blocklist',
      '2026-03-03T09:00:00Z',
    ],
    [{ From: 'x@netcraft.com', Subject: 'phishing attack at 192.0.2.5' }, 'x', 'phishing', undefined],
    [{ Subject: 'Notice of Claimed Infringement' }, 'IP: 192.0.2.5', 'copyright', undefined],
    [
      { Subject: '[desk.example #12] Automatic abuse report for IP address 192.0.2.5' },
      'report generated at Tue Mar 3 09:00:00 UTC 2026',
      'attack',
      '2026-03-03T09:00:00Z',
    ],
    [{ Subject: 'Network attack from 192.0.2.5' }, 'your host serves malware', 'malware', undefined],
  ])('%j is an incident: %s', (headers, body, incidentType, at) => {
    const report = describeReport(parsed(mail(headers, body)));
    expect(report).toMatchObject({ kind: 'incident', incidentType, sourceIp: '192.0.2.5', complaints: 0 });
    if (at !== undefined) expect(report['arrivalDate']).toBe(at);
  });

  it('SpamCop is a complaint, whatever ticket system it went through', () => {
    const text = mail(
      {
        Subject: '[desk.example #7] [SpamCop (192.0.2.5) id:123] offers',
        'X-RT-Originator': 'x@reports.spamcop.net',
      },
      lines(
        'Tue Mar  3 09:00:00 2026: Request 7 was acted upon.',
        ' Subject: x',
        ' Ticket <URL: https://desk.example/7 >',
        '',
        '',
        'Email from 192.0.2.5 / Tue, 3 Mar 2026 09:00:00 +0000',
        '[ Offending message ]',
        'From: news@shop.example',
        'Message-ID: <m1@shop.example>',
        '',
        'hi',
      ),
    );
    expect(describeReport(parsed(text))).toMatchObject({
      kind: 'complaint',
      format: 'spamcop',
      sourceIp: '192.0.2.5',
      arrivalDate: '2026-03-03T09:00:00Z',
      originalMessageId: 'm1@shop.example',
      unwrappedSubject: '[SpamCop (192.0.2.5) id:123] offers',
    });
  });
});
