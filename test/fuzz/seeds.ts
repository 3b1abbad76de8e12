import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bounce,
  feedbackReport,
  original,
  outlookFile,
  outlookProperties,
  personalComplaint,
} from '@app/testing';
import type { Binary } from './mutate';

/** Real messages of others, under their own licences: they stay outside this repository. */
const CORPUS = join(process.cwd(), '../shared/corpus');

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@mail.test',
  subject: '=?utf-8?q?caf=C3=A9?= of the spring',
  headers: {
    'Feedback-ID': 'c1:shop:spring:desk',
    Received: 'from a.example (a.example [192.0.2.1])\r\n by mx.mail.test; Tue, 3 Mar 2026 09:00:01 +0000',
    'DKIM-Signature': 'v=1; a=rsa-sha256; d=shop.example; s=s1; h=from:to:subject; bh=AAAA;\r\n b=AAAA',
  },
};
const FIELDS = [
  'Original-Mail-From: <bounces@shop.example>', 'Original-Rcpt-To: <jan@mail.test>', 'Original-Rcpt-To: <piet@mail.test>', 'Source-IP: 192.0.2.1',
  'Arrival-Date: Tue, 3 Mar 2026 09:00:01 +0000', 'Reporting-MTA: dns; mx.mail.test', 'Reported-Domain: shop.example', 'Reported-URI: http://shop.example/a',
  'Authentication-Results: mx.mail.test; dkim=pass header.d=shop.example', 'Incidents: 3', 'Original-Envelope-Id: e1', 'Auth-Failure: dmarc',
]; // prettier-ignore
const text = (...lines: string[]): string => lines.join('\r\n');

const OWN: readonly string[] = [
  feedbackReport(sent, { from: 'fbl@fbl.test', userAgent: 'Local/1.0', fields: FIELDS }, 'r1'),
  feedbackReport(sent, { from: 'staff@hotmail.com', userAgent: 'JMRP/1.0', fields: [] }, 'r2'),
  feedbackReport(sent, { from: 'cfbl@mail.test', userAgent: 'CFBL', feedbackType: 'not-spam' }, 'r3').replace(
    'message/rfc822',
    'text/rfc822-headers',
  ),
  personalComplaint(sent, 'jan@people.example', 'p1'),
  original(sent),
  bounce('verp@desk.example', 'jan@mail.test', '5.1.1', 'b1'),
  text('Received: by mx.desk.example', 'From: Jan <jan@people.example>', 'To: abuse@desk.example', 'Subject: Fwd: Spring', '', 'Spam!', '', '---------- Forwarded message ---------', 'Van: Shop <news@shop.example>', 'Date: di 3 mrt 2026 om 09:00', 'Subject: Spring', 'To: <jan@people.example>', '', 'Koop nu http://shop.example/x'),
  text('To: abuse@desk.example', 'From: jan@people.example', 'Subject: Re: Spring', '', 'Spam', '', 'On Tue, 3 Mar 2026 at 09:00, Shop <news@shop.example> wrote:', '> Message-ID: <m1@shop.example>', '> Buy'),
  text('To: abuse@desk.example', 'From: x@acm.nl', 'Content-Type: text/html; charset=windows-1252', '', '<table><tr><td>Kanaal</td><td>E-mail</td></tr><tr><td>Reden</td><td>x &eacute;</td></tr></table><pre>Received: by a', 'From: a@b.c', 'Message-ID: <1@b></pre>'),
  text('To: abuse@desk.example', 'From: soc@bank.example', 'Subject: Phishing at hxxp://a[.]example/x 192.0.2.5', '', 'URL: hxxps://a[.]example/login'),
  text('From: 1234@reports.spamcop.net', 'Subject: [SpamCop (192.0.2.1) id:1234]spring', '', '[ SpamCop V5 ]', 'Email from 192.0.2.1 / Tue, 3 Mar 2026', '[ Offending message ]', 'From: news@shop.example', 'Message-ID: <m1@shop.example>', '', 'Buy'),
  text('From: no-reply@sns.amazonaws.com', 'Subject: AWS Notification Message', '', '{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"a@b.c"}],"timestamp":"2026-03-03T09:00:00Z","feedbackId":"f"},"mail":{"messageId":"m","source":"a@b.c","headers":[{"name":"From","value":"a@b.c"}]}}'),
  text('From: noreply-dmarc@mail.test', 'Subject: Report Domain: shop.example', 'Content-Type: application/gzip; name="r.xml.gz"', 'Content-Transfer-Encoding: base64', '', 'H4sIAAAAAAAAAw=='),
  text('From: jan@people.example', 'To: abuse@desk.example', 'Subject: spam', 'Content-Type: multipart/mixed; boundary=k', '', '--k', '', 'Spam!', '--k', 'Content-Type: message/rfc822', '', original(sent), '--k', 'Content-Type: multipart/digest; boundary=d', '', '--d', '', original({ ...sent, messageId: 'm2@shop.example' }), '--d--', '--k', 'Content-Type: application/mbox; name=spam.mbox', '', 'From a@b Tue Mar  3 09:00:00 2026', original({ ...sent, messageId: 'm3@shop.example' }), '', 'From a@b Tue Mar  3 09:00:00 2026', original({ ...sent, messageId: 'm4@shop.example' }), '--k--'),
  text('From: jan@people.example', 'To: abuse@desk.example', 'Subject: spam', 'Content-Type: application/vnd.ms-outlook; name=spam.msg', 'Content-Transfer-Encoding: base64', '', outlookFile(outlookProperties({ '007D': original(sent) })).toString('base64')),
  text('From: fbl@fbl.test', 'Subject: reports', 'Content-Type: multipart/mixed; boundary=k', '', ...['m5', 'm6'].flatMap((id) => ['--k', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse', 'User-Agent: x/1', 'Version: 1', '', '--k', 'Content-Type: message/rfc822', '', original({ ...sent, messageId: `${id}@shop.example` })]), '--k--'),
  text('From: a@b.example', 'Auto-Submitted: auto-replied', 'Subject: Out of office', '', 'Back on Monday.'),
]; // prettier-ignore

export const JSON_SEEDS: readonly string[] = [
  '{"xarf_version":"4.0.0","report_id":"r1","timestamp":"2026-03-03T09:00:00Z","category":"messaging","type":"spam","source_identifier":"192.0.2.1","smtp_to":"a@b.c","protocol":"smtp","smtp_from":"a@b.c","reporter":{"org":"a","contact":"a@b.c","domain":"b.c"},"sender":{"org":"a","contact":"a@b.c","domain":"b.c"},"evidence":[{"content_type":"message/rfc822","payload":"RnJvbTogYQ=="}]}',
  '{"xarf_version":"4.2.0","category":"content","type":"malware","url":"http://a.example","c2_servers":[{"port":1}],"whois":{"created_date":"x"},"tags":["a:b"],"reporter":{"org":"a"}}',
  '{"Version":"3","Disclosure":true,"ReporterInfo":{"ReporterOrg":"abc"},"OnBehalfOf":{},"Report":{"ReportClass":"Activity","ReportType":"Spam","SourceIp":"192.0.2.1","Samples":[{"ContentType":"message/rfc822","Payload":"From: a"}]}}',
  '{"type":"Feedback","feedback_report":{"feedback_type":"abuse","original_rcpto_to":["a@b.c"],"extensions":{"x":["y"]},"original_message":"From: a@b.c\\nSubject: x\\n\\nhi","reporting_mta":{"name":"mx"}}}',
  '{"Type":"Notification","MessageId":"m","TopicArn":"arn:aws:sns:eu-west-1:123456789012:t","Timestamp":"2026-03-03T09:00:00Z","SignatureVersion":"2","Signature":"AAAA","SigningCertURL":"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem","Message":"{\\"notificationType\\":\\"Complaint\\"}"}',
  '{"from":"regulator","channel":"email","capacity":"private","advertised":"shoes","reasons":["none"],"reference":"1","message":{"headers":"Received: by a\\nFrom: a@b.c\\nMessage-ID: <1@b>","body":"Buy","receivedAt":"2026-03-03T09:00:00+01:00"},"complainant":{"address":"jan@people.example","name":"Jan"},"note":"x"}',
  '{"from":"recipient","channel":"sms","message":{"sender":"+31 6 1234","subject":"win"}}',
];

export interface Seeds {
  readonly mails: readonly Binary[];
  readonly json: readonly Binary[];
  /** How many of both came from the corpus. */
  readonly corpus: number;
}

const read = (extension: string): Binary[] =>
  existsSync(CORPUS)
    ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith(extension) && !file.endsWith('expected.json'))
        .sort() // so that a number means the same case everywhere
        .map((file) => readFileSync(join(CORPUS, file), 'latin1'))
        .filter(({ length }) => length < 200_000)
    : [];

const binary = (text: string): Binary => Buffer.from(text).toString('latin1');

/** Own fixtures, and the corpus where it lies. */
export const loadSeeds = (): Seeds => {
  const [mails, json] = [read('.eml'), read('.json')];
  return {
    mails: [...OWN.map(binary), ...mails],
    json: [...JSON_SEEDS.map(binary), ...json],
    corpus: mails.length + json.length,
  };
};
