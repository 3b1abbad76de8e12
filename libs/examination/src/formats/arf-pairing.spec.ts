import { original } from '@app/testing';
import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

const sent = { messageId: 'm1@shop.example', date: 'Tue, 3 Mar 2026 09:00:00 +0000', from: 'news@shop.example', to: 'jan@people.example' }; // prettier-ignore
const source = original(sent).replaceAll('\r\n', '\n');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const parts = (...all: readonly string[]) => `${all.map((part) => `--k\n${part}`).join('\n')}\n--k--\n`;
const mail = (type: string, body: string) =>
  `From: fbl@provider.example\nTo: fbl@desk.example\nSubject: Spring\nContent-Type: ${type}; boundary=k\n\n${body}`;
const REPORT = 'multipart/report; report-type=feedback-report';
const feedback = (type = 'abuse', more = '') =>
  `Content-Type: message/feedback-report\n\nFeedback-Type: ${type}\nUser-Agent: x/1\nVersion: 1\n${more}`;
const attached = (text: string) => `Content-Type: message/rfc822\n\n${text}`;
const saved = (text: string, type: string) =>
  `Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${base64(text)}`;
const read = (text: string) => describeReport(parseReport(Buffer.from(text)));

describe('a Feedback-Type', () => {
  it.each([
    ['abuse (the recipient says so)', 'abuse', 'complaint', undefined],
    ['Abuse;', 'abuse', 'complaint', undefined],
    ['phishing', 'phishing', 'incident', 1],
    ['malware', 'malware', 'incident', 1],
    ['not_spam', 'not_spam', 'not-spam', undefined],
    ['notspam', 'notspam', 'not-spam', undefined],
    ['unsubscribe', 'unsubscribe', 'opt-out', undefined],
    ['dkim', 'dkim', 'auth-failure', undefined],
    ['of-the-future', 'of-the-future', 'complaint', undefined],
  ])('%s is read as %s, of kind %s', (written, feedbackType, kind, priority) =>
    expect(read(mail(REPORT, parts('\nx', feedback(written), attached(source))))).toMatchObject({
      feedbackType,
      kind,
      ...(priority === undefined ? {} : { priority }),
    }),
  );
});

describe('a feedback report', () => {
  it('announced in capitals is announced', () =>
    expect(read(mail('Multipart/Report; Report-Type="Feedback-Report"', parts(feedback(), attached(source))))['problems']).toEqual([])); // prettier-ignore

  it('may name several recipients in one field', () =>
    expect(read(mail(REPORT, parts(feedback('abuse', 'Original-Rcpt-To: <jan@people.example>, "P, P" <piet@people.example>\n'), attached(source))))).toMatchObject({ originalRcptTo: ['jan@people.example', 'piet@people.example'], complaints: 2 })); // prettier-ignore

  it('names nobody by an address that says it is redacted', () =>
    expect(parseReport(Buffer.from(mail(REPORT, parts(feedback('abuse', 'Original-Rcpt-To: redacted-address@people.example\n'), attached(source))))).recipients).toEqual([{ address: 'redacted-address@people.example', placeholder: true }])); // prettier-ignore

  it.each([
    ['as a file of no type', saved(source, 'application/octet-stream; name="original.eml"')],
    ['as application/eml', saved(source, 'application/eml')],
    ['as a file whose name is encoded', saved(source, `application/octet-stream; name="=?utf-8?B?${base64('Frühling.eml')}?="`)],
  ])('may hold the original %s', (_, part) =>
    expect(read(mail(REPORT, parts('\nx', feedback(), part)))).toMatchObject({ originalMessageId: 'm1@shop.example', problems: [] }),
  ); // prettier-ignore

  it('is about the message before it, when none is behind', () =>
    expect(read(mail(REPORT, parts('\nx', attached(source), feedback()))).originalMessageId).toBe('m1@shop.example')); // prettier-ignore
});

describe('a feedback report that somebody passes on', () => {
  const report = mail(REPORT, parts('\nx', feedback(), attached(source)).replaceAll('--k', '--in')).replace('boundary=k', 'boundary=in'); // prettier-ignore
  it.each([
    ['attached', mail('multipart/mixed', parts('\nFor you', attached(report)))],
    ['attached as a file', mail('multipart/mixed', parts('\nFor you', saved(report, 'application/octet-stream; name="fbl.eml"')))],
    ['in a digest, whose parts are messages unless they say otherwise', mail('multipart/digest', parts(`\n${report}`))],
  ])('%s is its own, and comes of whoever passes it on', (_, text) => {
    expect(parseReport(Buffer.from(text))).toMatchObject({ format: 'arf', channel: 'direct', fields: { originalMessageId: 'm1@shop.example' } }); // prettier-ignore
    expect(read(text)['problems']).toEqual(['somebody passed the feedback report on']);
  }); // prettier-ignore
});
