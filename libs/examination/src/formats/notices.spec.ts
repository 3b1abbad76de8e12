import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const lines = (...text: string[]) => text.join('\r\n');
const mail = (headers: Record<string, string>, body = 'Hello.') => {
  const fields = Object.entries({ From: 'a@b.example', To: 'abuse@desk.example', ...headers });
  return [...fields.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
};

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
