import { checkReport } from './targets/report';

/** What the fuzzer found, as small as it could be made, against everything that it asks. */
const FOUND: readonly [string, string][] = [
  ['XARF whose version is a book', JSON.stringify({ Version: `3${'='.repeat(9_000)}` })],
  [
    'XARF whose subject and message id are books',
    JSON.stringify({ xarf_version: '4.2.0', category: 'messaging', type: 'spam', subject: 'a'.repeat(9_000), message_id: 'b'.repeat(9_000) }),
  ],
  [
    'SES whose program, type and message id are books',
    `From: no-reply@sns.amazonaws.com\r\n\r\n${JSON.stringify({
      notificationType: 'Complaint',
      complaint: { userAgent: 'a'.repeat(9_000), complaintFeedbackType: 'b'.repeat(9_000) },
      mail: { messageId: 'c'.repeat(9_000), headers: [{ name: 'd'.repeat(9_000), value: 'e' }] },
    })}`,
  ],
  ['twenty thousand addressees', `${`To: ${'a@b.example, '.repeat(100)}\r\n`.repeat(200)}\r\nx`],
]; // prettier-ignore

describe('what the fuzzer found once', () => {
  it.each(FOUND)('%s: is read within its bounds', (_, text) => {
    expect(() => checkReport(Buffer.from(text))).not.toThrow();
  });
});
