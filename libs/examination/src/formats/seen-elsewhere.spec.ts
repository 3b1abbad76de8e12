import { original } from '@app/testing';
import { describeReport } from '../describe';
import { dispositionOf } from '../disposition';
import { parseReport } from '../parse-report';

// What other generators make of the formats that the specs beside this one show whole.

const sent = { messageId: 'm1@shop.example', date: 'Tue, 3 Mar 2026 09:00:00 +0000', from: 'news@shop.example', to: 'jan@people.example' }; // prettier-ignore
const source = original(sent).replaceAll('\r\n', '\n');
const read = (text: string) => describeReport(parseReport(Buffer.from(text)));
const mail = (type: string, body: string, more = '') =>
  `From: a@vendor.example\nTo: abuse@desk.example\nSubject: x\nContent-Type: ${type}\n${more}\n${body}`;
const mixed = (...parts: readonly string[]) =>
  mail('multipart/mixed; boundary=k', `${parts.map((part) => `--k\n${part}`).join('\n')}\n--k--\n`);

describe('Amazon SES', () => {
  const about = { source: 'news@shop.example', messageId: 'ses-1', commonHeaders: { from: ['Shop <news@shop.example>'], messageId: 'm1@shop.example', subject: 'Spring' } }; // prettier-ignore
  const complaint = (type: string) =>
    JSON.stringify({ notificationType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: 'jan@people.example' }], complaintFeedbackType: type }, mail: about }); // prettier-ignore

  it.each([
    ['abuse', 'complaint'],
    ['fraud', 'incident'],
    ['not-spam', 'not-spam'],
    ['opt-out', 'opt-out'],
    ['auth-failure', 'auth-failure'],
  ])('tells of %s: %s', (type, kind) => expect(read(complaint(type))).toMatchObject({ kind, feedbackType: type })); // prettier-ignore

  it('tells the common headers when it tells no others', () =>
    expect(read(complaint('abuse'))).toMatchObject({ originalMessageId: 'm1@shop.example', originalSubject: 'Spring', originalFrom: 'Shop <news@shop.example>' })); // prettier-ignore

  it.each([
    ['Successfully validated SNS topic for Amazon SES event publishing.'],
    [JSON.stringify({ notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'x' })],
  ])('greets a new topic with %s, which nobody has to look at', (Message) => {
    const topic = parseReport(Buffer.from(JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-1:123456789012:c', Message }))); // prettier-ignore
    expect([topic.kind, topic.format, dispositionOf(topic)]).toEqual(['not-a-complaint', 'ses', 'ignored']);
  });
});

describe('Microsoft, when only the Received fields tell where the message came from', () => {
  const hops = `Received: from AM0.prod.protection.outlook.com (2603:10a6:3:4::5) by DB8.prod.outlook.com with HTTPS; Tue, 3 Mar 2026 09:00:07 +0000
Received: from FT1.prod.protection.outlook.com (10.13.54.1) by HT1.mail.protection.outlook.com (10.13.54.2); Tue, 3 Mar 2026 09:00:06 +0000
Received: from mta7.shop.example (192.0.2.7) by FT1.mail.protection.outlook.com (10.13.54.3); Tue, 3 Mar 2026 09:00:05 +0000
Received: from app.shop.example (192.0.2.99) by queue.other.example; Tue, 3 Mar 2026 09:00:04 +0000
`;
  const jmrp = (headers: string) =>
    mail('multipart/report; report-type=feedback-report; boundary=k', `--k\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: JMRP/1.0\nVersion: 1\n--k\nContent-Type: message/rfc822\n\n${headers}From: news@shop.example\nMessage-ID: <m1@shop.example>\n--k--\n`); // prettier-ignore
  it('looks behind the servers of its own', () =>
    expect(read(jmrp(hops))).toMatchObject({ sourceIp: '192.0.2.7', derivedFrom: { sourceIp: 'received' } })); // prettier-ignore
  it('believes X-Sender-IP before them', () =>
    expect(read(jmrp(`${hops}X-Sender-IP: 192.0.2.8\n`))).toMatchObject({ sourceIp: '192.0.2.8', derivedFrom: { sourceIp: 'x-sender-ip' } })); // prettier-ignore
});

describe('XARF', () => {
  const four = (more: object) => JSON.stringify({ xarf_version: '4.0.0', timestamp: '2026-03-03T09:00:00Z', source_identifier: '192.0.2.7', ...more }); // prettier-ignore
  const three = (Report: object) => JSON.stringify({ Version: '3', Report: { SourceIp: '192.0.2.7', ...Report } }); // prettier-ignore
  it.each([
    ['the URL of content', four({ category: 'content', type: 'phishing', url: 'https://shop.example/x' }), { reportedUri: ['https://shop.example/x'], incidentSubject: 'https://shop.example/x', priority: 1 }],
    ['the URL of copyright', four({ category: 'copyright', type: 'copyright', infringing_url: 'https://shop.example/x' }), { reportedUri: ['https://shop.example/x'] }],
    ['the URL of version 3', three({ ReportClass: 'Content', ReportType: 'Phishing', SourceUrl: 'https://shop.example/x' }), { reportedUri: ['https://shop.example/x'] }],
    ['a domain as the source', four({ category: 'reputation', type: 'blocklist', source_identifier: 'shop.example' }), { reportedDomain: ['shop.example'], incidentSubject: 'shop.example' }],
    ['an address of mail as the source', four({ category: 'messaging', type: 'spam', source_identifier: 'news@shop.example' }), { originalMailFrom: 'news@shop.example' }],
    ['the subject in version 3', three({ ReportClass: 'Activity', ReportType: 'Spam', SmtpMessageSubject: 'Spring' }), { originalSubject: 'Spring' }],
    ['its category in capitals', four({ category: 'Messaging', type: 'bulk-messaging' }), { kind: 'complaint' }],
  ])('says %s', (_, json, expected) => expect(read(json)).toMatchObject(expected)); // prettier-ignore

  it('may leave the message to the mail that it came in', () =>
    expect(read(mixed(`Content-Type: application/json\n\n${four({ category: 'messaging', type: 'spam' })}`, `Content-Type: message/rfc822\n\n${source}`))).toMatchObject({ format: 'xarf', originalMessageId: 'm1@shop.example' })); // prettier-ignore
});

describe('old X-ARF', () => {
  const yaml = `Content-Type: text/plain; name="report.txt"\n\n---\nReported-From: "a@vendor.example"\nCategory: 'abuse'\nReport-Type: "spam"\nSource: '192.0.2.7'\nDate: "Tue, 03 Mar 2026 10:00:00 +0100"\n`; // prettier-ignore
  it('may quote its values, and bring the message as a text', () =>
    expect(read(mixed('\nDear colleague', yaml, `Content-Type: text/plain; name="mail.txt"\n\n${source}`))).toMatchObject({ kind: 'complaint', format: 'x-arf', sourceIp: '192.0.2.7', arrivalDate: '2026-03-03T09:00:00Z', originalMessageId: 'm1@shop.example' })); // prettier-ignore
});

describe('a feedback report', () => {
  const said = (field: string) =>
    read(mail('multipart/report; report-type=feedback-report; boundary=k', `--k\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n${field}\n--k\nContent-Type: message/rfc822\n\n${source}\n--k--\n`)); // prettier-ignore
  it.each([
    ['Original-Rcpt-To: jan@bücher.example', { originalRcptTo: ['jan@bücher.example'] }],
    ['Original-Rcpt-To: utf-8; <jan@people.example>', { originalRcptTo: ['jan@people.example'] }],
    ['Source-IP: mta7.esp.example [192.0.2.7]', { sourceIp: '192.0.2.7' }],
    ['Source-IP: [IPv6:2001:DB8:0:0::7]', { sourceIp: '2001:db8::7' }],
    ['Arrival-Date: 1772528402', { arrivalDate: '2026-03-03T09:00:02Z' }],
  ])('says %s', (field, expected) => expect(said(field)).toMatchObject({ ...expected, problems: [] }));
});

describe('a message that was attached', () => {
  const complaint = (part: string) => mixed('\nI never asked for this spam.', part);
  it.each([
    ['without a name or a type', `Content-Type: application/octet-stream\nContent-Disposition: attachment\n\n${source}`],
    ['as a text file in UTF-16', `Content-Type: text/plain; name=mail.txt\nContent-Transfer-Encoding: base64\n\n${Buffer.from(`\ufeff${source}`, 'utf16le').toString('base64')}`],
    ['as a text file in UTF-16, the other byte first', `Content-Type: text/plain; name=mail.txt\nContent-Transfer-Encoding: base64\n\n${Buffer.from(`\ufeff${source}`, 'utf16le').swap16().toString('base64')}`],
    ['by another program than Outlook that calls its files .msg', `Content-Type: application/octet-stream; name=spam.msg\n\n${source}`],
  ])('%s is read', (_, part) =>
    expect(read(complaint(part))).toMatchObject({ format: 'forwarded', originalMessageId: 'm1@shop.example', problems: [] }),
  ); // prettier-ignore

  it('is none when a file without a name holds something else', () =>
    expect(read(complaint('Content-Type: application/octet-stream\n\nFrom: what it seems\n\nx'))).toMatchObject({ format: 'free-text', complaints: 0 })); // prettier-ignore
});
