import { original } from '@app/testing';
import { dispositionOf } from './disposition';
import { manualEntry, manualReport } from './manual-entry';

const source = original({
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@people.example',
  headers: { 'X-Trace': 'token' },
});
const entered = (message: object, more: object = {}) =>
  manualReport(
    manualEntry.parse({
      from: 'recipient',
      channel: 'email',
      capacity: 'private',
      advertised: 'garden chairs',
      actionAsked: 'to click',
      reasons: ['never asked', 'no unsubscribe link'],
      message,
      complainant: { address: 'jan@people.example', name: 'Jan' },
      ...more,
    }),
  );

describe('a complaint written down by the desk', () => {
  it.each([
    ['the source', { source }],
    ['the source, after empty lines', { source: `\n\n${source}` }],
    ['the headers and the text apart', { headers: source.split('\r\n\r\n')[0], body: 'Buy.' }],
  ])('is a report like one that was mailed, by %s', (_, message) => {
    const report = entered(message);
    expect(report).toMatchObject({
      kind: 'complaint',
      format: 'manual',
      channel: 'direct',
      fields: { feedbackType: 'abuse', originalMessageId: 'm1@shop.example', originalRcptTo: ['jan@people.example'] },
      recipients: [{ address: 'jan@people.example', placeholder: false }],
      complaints: 1,
      problems: [],
    });
    expect(report.original?.headers.get('x-trace')).toEqual(['token']);
    expect(Object.fromEntries(report.otherFields)).toEqual({
      'form-channel': ['email'],
      'form-capacity': ['private'],
      'form-advertised': ['garden chairs'],
      'form-action-asked': ['to click'],
      'form-reasons': ['never asked; no unsubscribe link'],
    });
    expect(dispositionOf(report)).toBe('complaints');
  }); // prettier-ignore

  it('is about what was told, when there is no more', () =>
    expect(
      entered({ sender: 'Shop <news@shop.example>', subject: 'Spring', receivedAt: '2026-03-03T10:00:00+01:00' }),
    ).toMatchObject({
      fields: { originalFrom: 'Shop <news@shop.example>', originalSubject: 'Spring', originalDate: '2026-03-03T09:00:00Z', reportedDomain: ['shop.example'] },
      recipients: [{ address: 'jan@people.example' }],
      complaints: 1,
    })); // prettier-ignore

  it('of the regulator never names who complained there', () => {
    const report = entered({ sender: 'news@shop.example' }, { from: 'regulator' });
    expect(report).toMatchObject({ channel: 'regulator', recipients: [], complaints: 1 });
  });

  it('whose message says nothing is for a person', () => {
    const report = entered({ source: 'I threw it away.' });
    expect(report).toMatchObject({ complaints: 0, problems: [expect.stringContaining('whose it is')] });
    expect(dispositionOf(report)).toBe('person');
  });

  it.each<[string, object, string]>([
    ['without any message', { message: {} }, 'message'],
    ['by an unknown way', { channel: 'pigeon' }, 'channel'],
    ['of a complainant with no address', { complainant: { address: 'a\nBcc: b@c.example' } }, 'complainant.address'],
    ['with a field of its own', { priority: 1 }, ''],
  ])('is refused %s, and the field is named', (_, more, where) => {
    const { error } = manualEntry.safeParse({ from: 'recipient', channel: 'email', message: { source }, ...more });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([where]);
  }); // prettier-ignore
});
