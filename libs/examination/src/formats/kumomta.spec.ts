import { parseReport } from '../parse-report';
import { recordsIn } from './kumomta';

const original = [
  'Return-Path: <b-1@shop.example>',
  'From: Shop <news@shop.example>',
  'To: jan@people.example',
  'Subject: =?utf-8?q?Pr=C3=A9?= spring',
  'Date: Tue, 03 Mar 2026 09:00:00 +0000',
  'Message-ID: <m1@shop.example>',
  'Feedback-ID: c:a:t:s',
  '',
  'Buy ✓.',
].join('\n');
const report = {
  feedback_type: 'abuse',
  user_agent: 'Yahoo!-Mail-Feedback/2.0',
  version: '0.1',
  arrival_date: '2026-03-03T09:00:01Z',
  incidents: null,
  original_envelope_id: null,
  original_mail_from: 'b-1@shop.example',
  reporting_mta: { mta_type: 'dns', name: 'mx.people.example' },
  source_ip: '192.0.2.5',
  authentication_results: ['mx.people.example; spf=pass'],
  original_rcpto_to: ['jan@people.example'],
  reported_domain: ['shop.example'],
  reported_uri: [],
  extensions: { 'x-odd': ['kept'], __proto__: ['harmless'] },
  original_message: original,
  supplemental_trace: { recipient: 'other@people.example', tenant: 't-1' },
};
const record = (feedback_report: unknown, more: object = {}) => ({
  type: 'Feedback',
  id: '1d98076abbbc11ed940250ebf67f93bd',
  sender: 'feedback@arf.people.example',
  recipient: 'fbl@desk.example',
  queue: 'desk.example',
  site: '',
  size: 1047,
  response: { code: 250, enhanced_code: null, content: '', command: null },
  peer_address: { name: 'mx.people.example', addr: '198.51.100.4' },
  timestamp: 1_772_528_402,
  created: 1_772_528_401,
  num_attempts: 0,
  bounce_classification: 'Uncategorized',
  feedback_report,
  meta: {},
  headers: {},
  ...more,
});
const parsed = (value: unknown) => parseReport(Buffer.from(JSON.stringify(value)));

describe('a log record of KumoMTA', () => {
  it('of the type Feedback is read like the report it was made of', () => {
    const read = parsed(record(report));
    expect(read).toMatchObject({
      kind: 'complaint',
      format: 'kumomta',
      channel: 'feedback-loop',
      fields: {
        feedbackType: 'abuse',
        userAgent: 'Yahoo!-Mail-Feedback/2.0',
        version: '0.1',
        arrivalDate: '2026-03-03T09:00:01Z',
        originalMailFrom: 'b-1@shop.example',
        originalRcptTo: ['jan@people.example'],
        reportingMta: 'mx.people.example',
        sourceIp: '192.0.2.5',
        reportedDomain: ['shop.example'],
        incidents: 1,
        originalMessageId: 'm1@shop.example',
        originalSubject: 'Pré spring',
      },
      recipients: [{ address: 'jan@people.example', placeholder: false }],
      complaints: 1,
      problems: [],
    });
    expect(read.otherFields.get('x-odd')).toEqual(['kept']);
    expect(read.original?.feedbackIds).toEqual(['c:a:t:s']);
  });

  it.each([
    ['as one text', { ...report, original_rcpto_to: undefined, original_rcpt_to: '<jan@people.example>' }],
    ['by the message alone', { ...report, original_rcpto_to: [] }],
  ])('names its recipient %s', (_, given) =>
    expect(parsed(record(given)).recipients).toEqual([{ address: 'jan@people.example', placeholder: false }]),
  );

  it('names whom the server noted in the message, when nothing else does', () => {
    const read = parsed(record({ ...report, original_rcpto_to: [], original_message: null }));
    expect(read.recipients).toEqual([{ address: 'other@people.example', placeholder: false }]);
    expect(read.fields.derivedFrom).toEqual({ originalRcptTo: 'supplemental_trace' });
    expect(read.problems).toEqual(['the original message is not in it']);
  });

  it('of Microsoft has the rest recovered from the headers, as in a mail', () =>
    expect(
      parsed(record({ feedback_type: 'abuse', user_agent: 'JMRP/1.0', version: '1', original_message: original })).fields,
    ).toMatchObject({ originalMailFrom: 'b-1@shop.example', derivedFrom: { originalMailFrom: 'return-path' } })); // prettier-ignore

  it.each([
    ['not-spam', 'not-spam'],
    ['opt-out', 'opt-out'],
    ['auth-failure', 'auth-failure'],
  ])('of %s is of kind %s', (feedback_type, kind) =>
    expect(parsed(record({ ...report, feedback_type })).kind).toBe(kind),
  );

  it.each([
    ['a delivery', record(null, { type: 'Delivery' })],
    ['a bounce', record(undefined, { type: 'OOB' })],
    ['a Feedback without its report', record(null)],
  ])('of %s is no complaint', (_, value) =>
    expect(parsed(value)).toMatchObject({ kind: 'not-a-complaint', format: 'kumomta', complaints: 0 }),
  );

  it('whose fields are of the wrong types is read as far as they go', () =>
    expect(
      parsed(record({ feedback_type: ['abuse'], user_agent: 7, original_rcpto_to: { a: 1 }, original_message: [1] })),
    ).toMatchObject({ kind: 'complaint', fields: { feedbackType: 'abuse', userAgent: '7' }, recipients: [] })); // prettier-ignore
});

describe('what KumoMTA posts', () => {
  const one = JSON.stringify(record(report));
  it.each([
    ['one record', one, 1],
    ['one record, indented', JSON.stringify(record(report), null, 2), 1],
    ['a batch as an array', `[${one},${one}]`, 2],
    ['a batch line by line', `${one}\n${one}\n\n${one}\n`, 3],
  ])('%s', (_, body, count) => {
    const records = recordsIn(body)!;
    expect(records).toHaveLength(count);
    for (const text of records)
      expect(parseReport(Buffer.from(text))).toMatchObject({ format: 'kumomta', complaints: 1 });
  });

  it.each(['', '[]', '[1]', 'no JSON', `[${one}`, '{"a":1}\n2'])('%j is none of it', (body) =>
    expect(recordsIn(body)).toBeUndefined(),
  );

  it('is taken up to a number of records', () =>
    expect([recordsIn(`[${one},${one}]`, 1), recordsIn(`${one}\n${one}`, 1)]).toEqual([
      undefined,
      undefined,
    ]));
});
