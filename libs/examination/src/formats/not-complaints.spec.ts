import { bounce } from '@app/testing';
import { describeReport } from '../describe';
import { dispositionOf } from '../disposition';
import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const mail = (headers: Record<string, string>, body = 'Hello.') => {
  const fields = Object.entries({ From: 'a@b.example', To: 'abuse@desk.example', ...headers });
  return [...fields.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
};

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
