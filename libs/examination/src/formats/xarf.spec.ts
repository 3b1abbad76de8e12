import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const lines = (...text: string[]) => text.join('\r\n');
const mail = (headers: Record<string, string>, body = 'Hello.') => {
  const fields = Object.entries({ From: 'a@b.example', To: 'abuse@desk.example', ...headers });
  return [...fields.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
};

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

  describe('with evidence', () => {
    const evidence = (...sizes: number[]) =>
      JSON.stringify({
        xarf_version: '4.0.0',
        category: 'messaging',
        type: 'spam',
        evidence: sizes.map((size) => ({
          content_type: 'message/rfc822',
          // Decoded it is `size` bytes of which the first are a message only in the last item.
          payload: Buffer.from(size === 0 ? 'From: a@b.example\r\n\r\n' : 'x'.repeat(size)).toString(
            'base64',
          ),
        })),
      });
    const MB = 1024 * 1024;

    it('of more than 5 MB leaves it encoded, and says so', () => {
      const decoded = jest.spyOn(Buffer, 'from');
      const text = evidence(5.2 * MB, 0);
      decoded.mockClear();
      const { original, problems } = parsed(text);
      const calls = decoded.mock.calls as unknown as readonly (readonly [string, string])[];
      const largest = Math.max(...calls.map(([what, how]) => (how === 'base64' ? what.length : 0)));
      decoded.mockRestore();
      expect(largest).toBeLessThan(100);
      expect(original).toBeDefined(); // the next one is looked at
      expect(problems).toContain('evidence too large to look at');
    });

    it('of more than 15 MB in all leaves encoded what is above that', () => {
      const { original, problems } = parsed(evidence(4.9 * MB, 4.9 * MB, 4.9 * MB, 0.4 * MB, 0));
      expect(original).toBeDefined();
      expect(problems).toContain('evidence too large to look at');
    });
  });
});
