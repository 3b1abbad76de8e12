import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const mail = (headers: Record<string, string>, body = 'Hello.') => {
  const fields = Object.entries({ From: 'a@b.example', To: 'abuse@desk.example', ...headers });
  return [...fields.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
};

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
    [
      'mailed, every line broken where it happened to be full',
      mail({}, one.replace(/(.{61})/g, '$1\r\n').replace(/(.{130}\r\n.{50})/g, '$1\r\n ')),
    ],
    [
      'mailed by SNS as JSON, its long line broken',
      mail({}, JSON.stringify({ Type: 'Notification', Message: one }).replace(/(.{98})/g, '$1!\r\n ')),
    ],
    [
      'mailed with soft line breaks',
      mail(
        { 'Content-Transfer-Encoding': 'quoted-printable' },
        one.replaceAll('=', '=3D').replace(/(.{70})/g, '$1=\r\n'),
      ),
    ],
    ['an event instead of a notification', one.replace('notificationType', 'eventType')],
    [
      'attached',
      mail(
        { 'Content-Type': 'multipart/mixed; boundary=x' },
        `--x\r\n\r\nSee attachment.\r\n--x\r\nContent-Type: application/json\r\n\r\n${one}\r\n--x--`,
      ),
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
    [
      'asking whether to send',
      JSON.stringify({
        Type: 'SubscriptionConfirmation',
        SubscribeURL: 'https://x',
        Message: 'Do you want to',
      }),
    ],
    ['about a delivery', JSON.stringify({ eventType: 'Delivery', delivery: {}, mail: {} })],
    ['about a bounce', JSON.stringify({ notificationType: 'Bounce', bounce: {}, mail: {} })],
  ])('%s is no complaint', (_, text) =>
    expect(parsed(text)).toMatchObject({ kind: 'not-a-complaint', complaints: 0 }),
  );
});
