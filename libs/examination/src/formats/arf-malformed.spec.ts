import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

// Each text is written out by itself, as some generator would have written it, so that no two share a shape by accident.

const described = (text: string) => describeReport(parseReport(Buffer.from(text, 'latin1')));
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

const PLAIN = `From: Complaints <fbl@provider.example>
To: fbl@desk.example
Subject: Abuse report
MIME-Version: 1.0
Content-Type: multipart/report; boundary="b0"; report-type="feedback-report"

--b0
Content-Type: text/plain

A user pressed the button.
--b0
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Button/2.1
Version: 1
Original-Rcpt-To: piet@people.example
Source-IP: 198.51.100.9
--b0
Content-Type: message/rfc822

From: Shop <news@shop.example>
To: piet@people.example
Subject: Spring
Date: Tue, 03 Mar 2026 09:00:00 +0000
Message-ID: <m7@shop.example>

Buy.
--b0--
`;
const READ = {
  kind: 'complaint',
  feedbackType: 'abuse',
  userAgent: 'Button/2.1',
  originalRcptTo: ['piet@people.example'],
  sourceIp: '198.51.100.9',
  originalMessageId: 'm7@shop.example',
  originalSubject: 'Spring',
  complaints: 1,
};

describe('a malformed feedback report', () => {
  const mixed = crlf(PLAIN)
    .split('\r\n')
    .map((line, n) => line + ['\r\n', '\n', '\r', '\r\r\n'][n % 4]!)
    .join('');
  const swapped = (from: string, to: string) => {
    expect(PLAIN).toContain(from);
    return crlf(PLAIN.replace(from, to));
  };

  it.each<[string, string]>([
    ['in every kind of line end, mixed', mixed],
    ['with CR CR LF throughout', PLAIN.replaceAll('\n', '\r\r\n')],
    ['with a byte order mark and an mbox line', `\xef\xbb\xbfFrom fbl Tue Mar  3 09:00:00 2026\r\n${crlf(PLAIN)}`],
    ['with empty lines before everything', `\r\n\r\n${crlf(PLAIN)}`],
    ['with a quoted mbox line before the original', swapped('From: Shop', '>From shop Tue Mar  3 09:00:00 2026\nFrom: Shop')],
    ['with an mbox line and an empty line before the original', swapped('From: Shop', '\nFrom shop Tue Mar  3 09:00:00 2026\nFrom: Shop')],
    ['cut off within the original', crlf(PLAIN.slice(0, PLAIN.indexOf('\nBuy')))],
    ['cut off after the original, without its last line end', crlf(PLAIN.slice(0, PLAIN.indexOf('\n--b0--')))],
    ['without quotes in its Content-Type, semicolons astray', swapped('boundary="b0"; report-type="feedback-report"', ' ;boundary=b0 ; ; report-type=feedback-report;')],
    ['with the boundary in capitals of a name', swapped('boundary="b0"', 'BOUNDARY="b0"')],
    ['with a comment in its Content-Type', swapped('multipart/report;', 'multipart/report (RFC 5965);')],
    ['with the type in capitals', swapped('message/feedback-report', 'Message/Feedback-Report')],
    ['with report-type in capitals', swapped('"feedback-report"', '"Feedback-Report"')],
    ['of report-type delivery-status', swapped('"feedback-report"', 'delivery-status')],
    ['of report-type arf', swapped('"feedback-report"', '"arf"')],
    ['in multipart/mixed', swapped('multipart/report', 'multipart/mixed')],
    ['in multipart/alternative', swapped('multipart/report', 'multipart/alternative')],
    ['in a Content-Type without a boundary', swapped('boundary="b0"; ', '')],
    ['without a Content-Type', swapped('Content-Type: multipart/report; boundary="b0"; report-type="feedback-report"\n', '')],
    ['with the fields in text/plain', swapped('message/feedback-report', 'text/plain')],
    ['with the fields in application/octet-stream', swapped('message/feedback-report', 'application/octet-stream; name="report.txt"')],
    ['with the fields as an attachment', swapped('message/feedback-report\n', 'message/feedback-report; name=fbl.txt\nContent-Disposition: attachment; filename=fbl.txt\n')],
    ['with the fields in quoted-printable', swapped('message/feedback-report\n\nFeedback-Type: abuse', 'message/feedback-report\nContent-Transfer-Encoding: quoted-printable\n\nFeedback=2DType: ab=\nuse')],
    ['with fields in lower case', swapped('Feedback-Type: abuse\nUser-Agent', 'feedback-type: Abuse\nuser-agent').replace('Original-Rcpt-To', 'original-rcpt-to')],
    ['with fields in capitals', swapped('Feedback-Type: abuse', 'FEEDBACK-TYPE: ABUSE')],
    ['with a space before the colon', swapped('Feedback-Type: abuse', 'Feedback-Type : abuse')],
    ['with no space after the colon', swapped('Feedback-Type: abuse', 'Feedback-Type:abuse')],
    ['with every field folded', swapped('Feedback-Type: abuse\nUser-Agent: Button/2.1', 'Feedback-Type:\n abuse\nUser-Agent:\n\tButton/2.1')],
    ['with an empty line before its fields', swapped('\nFeedback-Type', '\n\nFeedback-Type')],
    ['with empty lines between its fields', swapped('\nVersion: 1', '\n\nVersion: 1\n')],
    ['with a recipient of rfc822;', swapped('Rcpt-To: piet', 'Rcpt-To: rfc822;piet')],
    ['with a recipient of RFC822; and a space', swapped('Rcpt-To: piet', 'Rcpt-To: RFC822; piet')],
    ['with a recipient in brackets', swapped('Rcpt-To: piet@people.example', 'Rcpt-To: <piet@people.example>')],
    ['with a recipient of rfc822; in brackets', swapped('Rcpt-To: piet@people.example', 'Rcpt-To: rfc822; <piet@people.example>')],
    ['with a recipient that has a display name', swapped('Rcpt-To: piet@people.example', 'Rcpt-To: "Piet, de Jong" <piet@people.example>')],
    ['with the recipient twice', swapped('Original-Rcpt-To: piet', 'Original-Rcpt-To: <PIET@people.example>\nOriginal-Rcpt-To: piet').replace('PIET', 'piet')],
    ['with a name behind its address', swapped('198.51.100.9', '198.51.100.9 (mta9.shop.example)')],
    ['with a name behind its address, no brackets', swapped('198.51.100.9', '198.51.100.9 mta9.shop.example')],
    ['with its address in brackets', swapped('198.51.100.9', '[198.51.100.9]')],
    ['with its address before a port', swapped('198.51.100.9', '198.51.100.9:25')],
    ['with the original as text/rfc822', swapped('message/rfc822', 'text/rfc822')],
    ['with the original as text/rfc822-headers', swapped('message/rfc822', 'text/rfc822-headers')],
    ['with the original as message/rfc822-headers', swapped('message/rfc822', 'message/rfc822-headers')],
    ['with the original as Text/RFC822-Headers; charset', swapped('message/rfc822', 'Text/RFC822-Headers; charset=us-ascii')],
    ['with the original as text/plain', swapped('message/rfc822', 'text/plain')],
    ['with the original in base64', crlf(PLAIN).replace(/message\/rfc822\r\n\r\n([\s\S]*?)\r\n--b0--/, (_, original: string) =>
      `message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(original).toString('base64')}\r\n--b0--`)],
    ['with the original in quoted-printable', crlf(PLAIN).replace(/message\/rfc822\r\n\r\n([\s\S]*?)\r\n--b0--/, (_, original: string) =>
      `message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${original.replaceAll('=', '=3D').replace('Spring', 'Spr=\r\ning')}\r\n--b0--`)],
    ['whose parts stand one level deeper', crlf(PLAIN).replace('Content-Type: multipart/report', 'Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: multipart/report')
      + '--outer\r\nContent-Type: text/plain\r\n\r\n-- \r\nThe list\r\n--outer--\r\n'],
    ['that somebody forwarded as an attachment', `From: colleague@desk.example\r\nTo: abuse@desk.example\r\nSubject: FW: Abuse report\r\nContent-Type: multipart/mixed; boundary=f\r\n\r\n--f\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--f\r\nContent-Type: message/rfc822\r\n\r\n${crlf(PLAIN)}\r\n--f--\r\n`],
  ])('%s is read', (_, text) => expect(described(text)).toMatchObject(READ)); // prettier-ignore

  it.each([
    ['a wrong weekday', 'Fri, 3 Mar 2026 09:00:00 +0000', '2026-03-03T09:00:00Z'],
    ['no weekday', '3 Mar 2026 09:00 GMT', '2026-03-03T09:00:00Z'],
    ['an obsolete zone', 'Tue, 03 Mar 2026 01:00:00 PST', '2026-03-03T09:00:00Z'],
    ['another', 'Tue, 03 Mar 26 05:00:00 EDT', '2026-03-03T09:00:00Z'],
    ['a military zone', 'Tue, 03 Mar 2026 09:00:00 Z', '2026-03-03T09:00:00Z'],
    ['a zone and its name', 'Tue, 03 Mar 2026 10:00:00 +0100 (CET)', '2026-03-03T09:00:00Z'],
    ['asctime', 'Tue Mar  3 09:00:00 2026', '2026-03-03T09:00:00Z'],
    ['RFC 3339', '2026-03-03T10:00:00+01:00', '2026-03-03T09:00:00Z'],
    ['a single-digit hour', 'Tue, 03 Mar 2026 9:00:00 +0000', '2026-03-03T09:00:00Z'],
    ['UTC', 'Tue, 03 Mar 26 09:00:00 UTC', '2026-03-03T09:00:00Z'],
  ])('has an Arrival-Date with %s', (_, date, at) => {
    for (const name of ['Arrival-Date', 'Received-Date'])
      expect(described(PLAIN.replace('\nVersion: 1', `\nVersion: 1\n${name}: ${date}`))['arrivalDate']).toBe(
        at,
      );
  });

  it('has the null sender, which is no absent one', () => {
    const from = (value: string) =>
      described(PLAIN.replace('\nVersion: 1', `\nVersion: 1\nOriginal-Mail-From: ${value}`))[
        'originalMailFrom'
      ];
    expect(['<>', '< >', 'rfc822; <>', '<b@shop.example>', 'Shop <b@shop.example>'].map(from)).toEqual([
      '',
      '',
      '',
      'b@shop.example',
      'b@shop.example',
    ]);
  });

  it.each(['REDACTED', '[redacted]\n', 'The message was removed at the request of the user.', ''])(
    'has %j in place of the original: a complaint, of a message unknown',
    (note) => {
      for (const type of ['message/rfc822', 'text/plain', 'text/rfc822-headers']) {
        const text = crlf(PLAIN).replace(
          /Content-Type: message\/rfc822\r\n\r\n[\s\S]*?\r\n--b0--/,
          `Content-Type: ${type}\r\n\r\n${note}\r\n--b0--`,
        );
        expect(described(text)).toMatchObject({
          kind: 'complaint',
          complaints: 1,
          originalRcptTo: ['piet@people.example'],
          problems: ['the original message is not in it'],
        });
        expect(described(text)['originalMessageId']).toBeUndefined();
      }
    },
  );

  it('that lacks its fields altogether is still about the message it holds', () => {
    const text = crlf(PLAIN).replace(/Content-Type: message\/feedback-report[\s\S]*?--b0\r\n/, '');
    expect(described(text)).toMatchObject({
      kind: 'complaint',
      feedbackType: 'abuse',
      originalMessageId: 'm7@shop.example',
      complaints: 1,
      problems: ['no feedback report in it', 'no Feedback-Type: taken for abuse'],
    });
  });

  it('repeats a field that has one value: the first stands, recipients add up', () => {
    const text = PLAIN.replace(
      '\nVersion: 1',
      '\nVersion: 1\nVersion: 2\nFeedback-Type: fraud\nOriginal-Rcpt-To: <an@people.example>\nReported-Domain: shop.example\nReported-Domain: shop.test',
    );
    expect(described(text)).toMatchObject({
      version: '1',
      feedbackType: 'abuse',
      originalRcptTo: ['an@people.example', 'piet@people.example'],
      reportedDomain: ['shop.example', 'shop.test'],
      complaints: 2,
    });
  });

  it('counts recipients, never its Incidents', () =>
    expect(described(PLAIN.replace('\nVersion: 1', '\nVersion: 1\nIncidents: 900'))).toMatchObject({
      incidents: 900,
      complaints: 1,
    }));
});
