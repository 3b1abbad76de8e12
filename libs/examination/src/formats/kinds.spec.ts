import { original } from '@app/testing';
import { describeReport } from '../describe';
import { dispositionOf } from '../disposition';
import { parseReport } from '../parse-report';

// Mails of the same kinds as those of the other specs, and differently made.

const parsed = (text: string) => parseReport(Buffer.from(text));
const mail = (headers: Record<string, string>, body: string) =>
  [
    ...Object.entries({ From: 'a@b.example', To: 'abuse@desk.example', Subject: 'x', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '',
    ...body.split('\n'),
  ].join('\r\n');
const multipart = (type: string, parts: readonly (readonly [type: string, body: string])[]) => ({
  headers: { 'Content-Type': `${type}; boundary="=_k"` },
  body: `${parts.map(([t, body]) => `--=_k\nContent-Type: ${t}\n\n${body}`).join('\n')}\n--=_k--\n`,
});
const sent = { messageId: 'm1@shop.example', date: 'Tue, 3 Mar 2026 09:00:00 +0000', from: 'news@shop.example', to: 'jan@people.example' }; // prettier-ignore
const source = original(sent).replaceAll('\r\n', '\n');

describe('SpamCop', () => {
  it.each([
    ['version 2', '[SpamCop (192.0.2.5) id:1234567890]Spring offers', `[ SpamCop V5.3.0 ]\nThis message is brief for your comfort.\n\nEmail from 192.0.2.5 / Tue, 3 Mar 2026 09:00:00 +0000\nhttps://www.spamcop.net/w3m?i=z1\n\n[ Offending message ]\n${source}`],
    ['about IPv6', '[SpamCop (2001:db8::5) id:77]Spring', `Email from 2001:db8::5 / Tue, 03 Mar 2026 10:00:00 +0100\n\n[ Offending message ]\n${source}`],
    ['about a site, with the message', '[SpamCop (https://shop.example/) id:78]Spring', `Spamvertised web site: https://shop.example/\nhttps://shop.example/ is 192.0.2.5; Tue, 03 Mar 2026 09:00:00 GMT\n\n[ Offending message ]\n${source}`],
    ['forwarded by a person', 'Fwd: [SpamCop (192.0.2.5) id:79]Spring', `Email from 192.0.2.5 / Tue, 3 Mar 2026 09:00:00 +0000\n\n[ Offending message ]\n${source}`],
    ['in HTML', '[SpamCop (192.0.2.5) id:80]Spring', `<pre>Email from 192.0.2.5 / Tue, 3 Mar 2026 09:00:00 +0000\n\n[ Offending message ]\n${source.replaceAll('<', '&lt;')}</pre>`],
  ])('%s', (name, Subject, body) => {
    const type = name === 'in HTML' ? 'text/html' : 'text/plain';
    expect(describeReport(parsed(mail({ Subject, 'Content-Type': type }, body)))).toMatchObject({
      kind: 'complaint',
      format: 'spamcop',
      feedbackType: 'abuse',
      originalMessageId: 'm1@shop.example',
      complaints: 1,
      ...(name.includes('site') ? { reportedUri: ['https://shop.example/'] } : { arrivalDate: '2026-03-03T09:00:00Z' }),
    });
  }); // prettier-ignore
});

describe('old X-ARF', () => {
  const yaml = (category: string, type: string, src: string) =>
    `---\nReported-From: reports@vendor.example\nCategory: ${category}\nReport-Type: ${type}\nReport-ID: 1@vendor.example\nDate: Tue, 3 Mar 2026 09:00:00 +0000\nSource-Type: x\nSource: ${src}\nVersion: 0.2\nSchema-URL: http://www.x-arf.org/schema/x.json\nAttachment: text/plain\n`;
  it.each([
    ['fraud', 'phishing', 'http://shop.example/login', 'phishing', { reportedUri: ['http://shop.example/login'] }],
    ['fraud', 'malware', 'http://shop.example/a.exe', 'malware', { reportedUri: ['http://shop.example/a.exe'] }],
    ['abuse', 'login-attack', '2001:DB8::5', 'attack', { sourceIp: '2001:db8::5' }],
    ['info', 'rbl', 'shop.example', 'blocklist', { reportedDomain: ['shop.example'] }],
    ['abuse', 'copyright', '192.0.2.5', 'copyright', { sourceIp: '192.0.2.5' }],
  ])('%s, %s about %s is an incident: %s', (category, type, src, incidentType, fields) => {
    const { headers, body } = multipart('multipart/mixed', [
      ['text/plain', 'Dear colleague'],
      ['text/plain; charset=utf-8; name="report.txt"', yaml(category, type, src)],
      ['text/plain; name="logfile.log"', 'x'],
    ]);
    expect(describeReport(parsed(mail({ ...headers, 'X-XARF': 'PLAIN', 'X-ARF': 'yes' }, body)))).toMatchObject({ kind: 'incident', format: 'x-arf', incidentType, arrivalDate: '2026-03-03T09:00:00Z', ...fields });
  }); // prettier-ignore

  it('of spam is a complaint about the message it brings', () => {
    const { headers, body } = multipart('multipart/mixed', [
      ['text/plain', 'Dear colleague'],
      ['application/octet-stream; name="report.yaml"', yaml('abuse', 'spam', '192.0.2.5')],
      ['message/rfc822', source],
    ]);
    expect(parsed(mail(headers, body))).toMatchObject({
      kind: 'complaint',
      format: 'x-arf',
      fields: { feedbackType: 'abuse', sourceIp: '192.0.2.5', originalMessageId: 'm1@shop.example' },
      complaints: 1,
    });
  });
});

describe('XARF in a mail', () => {
  const json = JSON.stringify({
    xarf_version: '4.0.0',
    category: 'messaging',
    type: 'spam',
    source_identifier: '192.0.2.5',
    smtp_to: 'jan@people.example',
    evidence: [{ content_type: 'message/rfc822', payload: Buffer.from(source).toString('base64') }],
  });
  it.each([
    ['as application/json', 'application/json'],
    ['as application/json with a name and a charset', 'application/json; charset=utf-8; name=xarf.json'],
    ['as application/xarf+json', 'application/xarf+json'],
    ['as text/json', 'text/json'],
    ['as a file of no type', 'application/octet-stream; name="xarf.json"'],
    ['as text with a name', 'text/plain; name=xarf.json'],
  ])('%s', (_, type) => {
    const { headers, body } = multipart('multipart/mixed', [
      ['text/plain', 'Spam from your network'],
      [type, json],
    ]);
    expect(parsed(mail(headers, body))).toMatchObject({ kind: 'complaint', format: 'xarf', fields: { originalMessageId: 'm1@shop.example' }, recipients: [{ address: 'jan@people.example' }] });
    expect(parsed(mail({ 'Content-Type': type }, json))).toMatchObject({ kind: 'complaint', format: 'xarf' });
  }); // prettier-ignore

  it('and posted with a byte order mark, or indented', () => {
    for (const text of [`\ufeff${json}`, `\r\n  ${JSON.stringify(JSON.parse(json), null, 2)}`])
      expect(parsed(text)).toMatchObject({ kind: 'complaint', format: 'xarf' });
  });
});

describe('what is no complaint', () => {
  const dsn = multipart('multipart/report; report-type=delivery-status', [
    ['text/plain', 'Sorry'],
    ['message/delivery-status', 'Reporting-MTA: dns; mx.b.example\n\nFinal-Recipient: rfc822; jan@people.example\nAction: failed\nStatus: 5.1.1'],
    ['message/rfc822', source],
  ]); // prettier-ignore
  const disposition = multipart('multipart/report; report-type=disposition-notification', [
    ['text/plain', 'Read'],
    ['message/disposition-notification', 'Disposition: manual-action; displayed'],
  ]);
  const zip = (name: string, type: string) =>
    multipart('multipart/mixed', [['text/plain', 'Report'], [`${type}; name="${name}"`, 'UEs=']]); // prettier-ignore
  it.each<[string, Record<string, string>, string, string, string]>([
    ['a bounce that says what failed', { ...dsn.headers, Subject: 'Undelivered' }, dsn.body, 'bounce', 'bounce'],
    ['a bounce of qmail', { From: 'MAILER-DAEMON@mx.b.example', Subject: 'failure notice', 'Return-Path': '<>' }, `Hi. This is the qmail-send program.\n\n<jan@people.example>:\nno mailbox\n\n--- Below this line is a copy of the message.\n\n${source}`, 'bounce', 'bounce'],
    ['a bounce in Dutch', { From: 'postmaster@b.example', Subject: 'Onbestelbaar: Spring' }, 'x', 'bounce', 'bounce'],
    ['a bounce in German', { From: 'postmaster@b.example', Subject: 'Unzustellbar: Spring' }, 'x', 'bounce', 'bounce'],
    ['a delay', { From: 'MAILER-DAEMON@b.example', Subject: 'Warning: could not send message for past 4 hours' }, 'x', 'bounce', 'bounce'],
    ['a receipt', disposition.headers, disposition.body, 'auto-reply', 'auto-reply'],
    ['an absence', { 'Auto-Submitted': 'auto-replied (vacation)', Subject: 'Out of office' }, 'I am away, no spam please', 'auto-reply', 'auto-reply'],
    ['an absence in Dutch', { Subject: 'Automatisch antwoord: Spring' }, 'Ik ben er niet', 'auto-reply', 'auto-reply'],
    ['an absence in German', { Subject: 'Abwesenheitsnotiz: Spring' }, 'Bin weg', 'auto-reply', 'auto-reply'],
    ['an absence in French', { Subject: 'Réponse automatique : Spring' }, 'Absent', 'auto-reply', 'auto-reply'],
    ['an absence in Romanian', { Subject: 'Răspuns automat: Spring' }, 'Absent', 'auto-reply', 'auto-reply'],
    ['an absence of Exchange', { 'X-Auto-Response-Suppress': 'All', 'X-MS-Exchange-Inbox-Rules-Loop': 'a@b.example', Subject: 'Automatic reply: Spring' }, 'x', 'auto-reply', 'auto-reply'],
    ['a DMARC report by its name', zip('google.com!shop.example!1772409600!1772495999.zip', 'application/zip').headers, zip('google.com!shop.example!1772409600!1772495999.zip', 'application/zip').body, 'dmarc-aggregate', 'ignored'],
    ['a DMARC report by its subject', { Subject: 'Report Domain: shop.example Submitter: mx.b.example Report-ID: <1@b>' }, 'x', 'dmarc-aggregate', 'ignored'],
    ['a TLS report', multipart('multipart/report; report-type="tlsrpt"', [['application/tlsrpt+gzip', 'x']]).headers, multipart('multipart/report; report-type="tlsrpt"', [['application/tlsrpt+gzip', 'x']]).body, 'tls-report', 'ignored'],
    ['ordinary mail', { To: 'sales@desk.example', Subject: 'Quote' }, 'What does it cost?', 'free-text', 'person'],
  ])('%s', (_, headers, body, format, disposition) => {
    const report = parsed(mail(headers, body));
    expect([report.kind, report.format, dispositionOf(report), report.complaints]).toEqual(['not-a-complaint', format, disposition, 0]);
  }); // prettier-ignore

  it.each(['dmarc', 'dkim', 'spf', 'bodyhash'])('a failure report (%s) is none either', (failure) => {
    const { headers, body } = multipart('multipart/report; report-type=feedback-report', [
      ['text/plain', 'x'],
      ['message/feedback-report', `Feedback-Type: auth-failure\nUser-Agent: x/1\nVersion: 1\nAuth-Failure: ${failure}\nOriginal-Rcpt-To: jan@people.example`],
      ['text/rfc822-headers', source.split('\n\n')[0]!],
    ]); // prettier-ignore
    const report = parsed(mail(headers, body));
    expect([report.kind, report.fields.authFailure, dispositionOf(report)]).toEqual(['auth-failure', failure, 'ignored']);
  }); // prettier-ignore

  it.each([
    ['Apple’s button', { 'X-Apple-Unsubscribe': 'true', Subject: 'Unsubscribe', To: 'unsubscribe+abc@desk.example' }],
    ['in capitals', { 'x-apple-unsubscribe': 'TRUE', Subject: '' }],
  ])('%s is an opt-out of whoever pressed it', (_, headers) =>
    expect(parsed(mail({ From: 'Jan <jan@people.example>', ...headers }, 'Apple Mail sent this email to unsubscribe'))).toMatchObject({
      kind: 'opt-out',
      recipients: [{ address: 'jan@people.example', placeholder: false }],
      complaints: 1,
    }),
  ); // prettier-ignore
});

describe('Microsoft', () => {
  const headers = [
    'Received: from mta.shop.example (192.0.2.7) by AM0EUR.mail.protection.outlook.com (10.0.0.1); Tue, 3 Mar 2026 09:00:02 +0000',
    'Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=bounce.shop.example; dkim=pass',
    'Received-SPF: Pass (protection.outlook.com: domain of bounce.shop.example designates 192.0.2.7 as permitted sender) client-ip=192.0.2.7;',
    'From: Shop <news@shop.example>',
    'To: <redacted@outlook.com>',
    'Subject: Spring',
    'Message-ID: <m1@shop.example>',
    'Date: Tue, 3 Mar 2026 09:00:00 +0000',
  ];
  it.each([
    ['message/rfc822', headers],
    ['text/rfc822-headers', headers],
    ['message/rfc822', ['', '', ...headers]],
    ['message/rfc822', headers.map((line) => line.replace(/; /g, ';\n\t'))],
  ])('has three fields and %s: the rest is recovered, with where it came from', (type, lines) => {
    const { headers: head, body } = multipart('multipart/report; report-type=feedback-report', [
      ['text/plain', 'This is an email abuse report'],
      ['message/feedback-report', 'Feedback-Type: abuse\nUser-Agent: JMRP/1.0\nVersion: 1'],
      [type, lines.join('\n')],
    ]);
    const report = parsed(mail(head, body));
    expect(report).toMatchObject({
      kind: 'complaint',
      format: 'jmrp',
      fields: {
        sourceIp: '192.0.2.7',
        arrivalDate: '2026-03-03T09:00:02Z',
        reportedDomain: ['shop.example'],
        originalMessageId: 'm1@shop.example',
        derivedFrom: { sourceIp: 'received-spf', arrivalDate: 'received' },
      },
      recipients: [],
      complaints: 1,
    });
  });
});
