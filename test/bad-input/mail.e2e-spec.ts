import { TestDesk } from '../support/test-desk';
import { MORNING } from '../support/scene';
import { SmtpClient, stuffed, type SmtpReply } from '../support/smtp-client';

const SIZE = 12 * 1024 ** 2;
const FROM = 'jan@people.example';
const TO = 'abuse@desk.example';

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open({
    start: MORNING,
    settings: { SMTP__SIZE: String(SIZE), SMTP__RECIPIENTS: '100', LIMITS__FREE_DISK: '1MiB' },
  });
});
afterAll(() => desk.close());

let client: SmtpClient;
beforeEach(async () => {
  client = await SmtpClient.open(desk.smtpPort);
});
afterEach(() => client.close());

/** As `/v1/reports/:id` tells of it once it is worked through. */
interface Report {
  readonly id: string;
  readonly state: string;
  readonly kind: string;
  readonly disposition: string;
  readonly problems: readonly string[];
  readonly complaints: readonly unknown[];
}

/** Taken, examined, and kept byte for byte. */
const kept = async (raw: string): Promise<Report> => {
  const answer = await client.send(FROM, TO, raw);
  expect(answer).toMatchObject({ code: 250 });
  const [id] = /[^ ]+$/.exec(answer.text)!;
  await desk.settled();
  const original = await fetch(`${desk.url}/v1/reports/${id}/original`, { headers: desk.asAdmin });
  expect(Buffer.from(await original.arrayBuffer()).equals(Buffer.from(raw, 'latin1'))).toBe(true);
  const report = await desk.get<Report>(`/v1/reports/${id}`);
  expect(report.state).toBe('examined');
  return report;
};

const mail = (headers: string, body: string): string =>
  `From: ${FROM}\r\nTo: ${TO}\r\nSubject: spam\r\nDate: Tue, 3 Mar 2026 08:00:00 +0000\r\n${headers}\r\n${body}\r\n`;

/** The reply to the last of them. */
const commands = async (...lines: string[]): Promise<SmtpReply> => {
  let reply: SmtpReply = { code: 0, text: '' };
  for (const line of lines) reply = await client.say(`${line}\r\n`);
  return reply;
};

describe('over-long lines', () => {
  it('of a command: an address of 600 characters is refused for good, and the conversation goes on', async () => {
    expect(await commands(`MAIL FROM:<${'a'.repeat(600)}@people.example>`)).toMatchObject({
      code: 501,
      text: expect.stringContaining('address syntax') as string,
    });
    expect(await commands(`MAIL FROM:<${FROM}>`, `RCPT TO:<${'a'.repeat(600)}@desk.example>`)).toMatchObject({
      code: 501,
      text: expect.stringContaining('address syntax') as string,
    });
    expect(await commands('RSET')).toMatchObject({ code: 250 });
  });

  it('of a command: 20,000 characters are told so, and the connection ends', async () => {
    expect(await commands(`MAIL FROM:<${'a'.repeat(20_000)}@people.example>`)).toEqual({
      code: 421,
      text: 'Error: Command line too long',
    });
    await expect(commands('NOOP')).rejects.toThrow('closed');
  });

  it('of a header field: 1 MB is kept whole, and read as far as it matters', async () => {
    const { problems } = await kept(mail(`X-Long: ${'x'.repeat(1_000_000)}\r\n`, 'I never asked for this.'));
    expect(problems).toContainEqual(expect.stringMatching(/header field longer than \d+ characters was cut/));
  });

  it('of a body: 10 MB in one line is kept whole', async () => {
    await kept(mail('', 'x'.repeat(10_000_000)));
  });
});

it('10,001 recipients: the first hundred are taken, the rest are told to come in another message', async () => {
  await commands(`MAIL FROM:<${FROM}>`);
  const replies = Array.from({ length: 10_001 }, (_, i) => client.say(`RCPT TO:<r${i}@desk.example>\r\n`));
  const codes = (await Promise.all(replies)).map(({ code }) => code);
  expect(codes.slice(0, 100).every((code) => code === 250)).toBe(true);
  expect(codes.slice(100).every((code) => code === 452)).toBe(true);
  expect((await replies[100]!).text).toMatch(/too many recipients/);
  expect(await commands('DATA')).toMatchObject({ code: 354 });
  expect(await client.say(stuffed(mail('', 'I never asked for this.')))).toMatchObject({ code: 250 });
});

describe('50 MB', () => {
  it('said beforehand is refused before it is sent', async () =>
    expect(await commands(`MAIL FROM:<${FROM}> SIZE=${50 * 1024 ** 2}`)).toMatchObject({
      code: 552,
      text: expect.stringContaining(String(SIZE)) as string,
    }));

  it('not said beforehand is refused at its end, and the conversation goes on', async () => {
    const tooMuch = mail('', `${'x'.repeat(998)}\r\n`.repeat(20_000));
    expect(await client.send(FROM, TO, tooMuch)).toMatchObject({
      code: 552,
      text: `message exceeds the limit of ${SIZE} bytes`,
    });
    await kept(mail('', 'and this is smaller'));
  });

  it('to the last byte, from somebody who reads no reply before its end, is told so', async () => {
    const answer = client.send(FROM, TO, mail('', `${'x'.repeat(998)}\r\n`.repeat(50_000)));
    expect(await answer).toMatchObject({ code: expect.any(Number) as number });
    expect([552, 421]).toContain((await answer).code);
    expect((await answer).text).toContain(String(SIZE));
  });
});

describe('broken MIME', () => {
  const multipart = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n';
  const part = 'Content-Type: text/plain\r\n\r\nI never asked for this.\r\n';
  const nested = (depth: number): string =>
    Array.from(
      { length: depth },
      (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`,
    ).join('');
  it.each([
    ['has no closing boundary', mail(multipart, `--b\r\n${part}`), 'no closing boundary'],
    ['has no boundary at all', mail(multipart, part), 'the boundary of a multipart does not occur'],
    [
      'names no boundary',
      mail('Content-Type: multipart/mixed\r\n', `--b\r\n${part}--b--`),
      'a multipart without a boundary parameter',
    ],
    ['is cut off in its base64', mail('Content-Transfer-Encoding: base64\r\n', 'SSBuZXZlciBhc2tl=Z!'), null],
    [
      'names a charset and an encoding that are none',
      mail('Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: rot13\r\n', 'x'),
      null,
    ],
    [
      'nests a thousand deep',
      mail(`MIME-Version: 1.0\r\n${nested(1_000).trimStart()}`, part),
      'parts nested more than 8 deep: the inner ones were left out',
    ],
    ['has headers only', 'Subject: spam\r\n', null],
    ['has nothing', '\r\n', 'it has no header fields'],
  ])('that %s is kept, and is for a person, with what is wrong', async (_, raw, problem) => {
    const { disposition, problems } = await kept(raw);
    expect(disposition).toBe('person');
    expect(problems).toEqual(problem === null ? [] : expect.arrayContaining([problem]));
  });

  it('that says it holds a report, and holds none, is counted as one that names nobody', async () => {
    const type = 'Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n';
    const { problems, complaints } = await kept(
      mail(type, '--b\r\nContent-Type: message/feedback-report\r\n\r\n\0\x01: :\r\n--b--'),
    );
    expect(problems).toContain('no feedback report in it');
    expect(complaints).toMatchObject([{ state: 'untraced', may: [] }]);
  });
});

it('invalid UTF-8 in header fields, in the body and in addresses: kept as it came', async () => {
  const bad = '\xff\xfe\xc3\x28';
  await kept(mail(`X-Bad: ${bad}\r\nContent-Type: text/plain; charset=utf-8\r\n`, `spam ${bad}`));
  await kept(`From: ${bad}@people.example\r\nSubject: =?utf-8?B?//7DKA==?=\r\n\r\n${bad}\r\n`);
  const reply = await commands(`MAIL FROM:<${bad}@people.example>`);
  expect([250, 501, 553]).toContain(reply.code);
});

it('__proto__ as a header field, as a field of a report, as an address: plain data', async () => {
  const arf = [
    '--b',
    'Content-Type: text/plain',
    '',
    'This is a report.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'Version: 1',
    'User-Agent: test/1',
    '__proto__: polluted',
    'constructor: polluted',
    'prototype: polluted',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    '__proto__: polluted',
    'From: news@shop.example',
    'Message-ID: <__proto__@shop.example>',
    '--b--',
  ].join('\r\n');
  const report = await kept(
    mail(
      '__proto__: polluted\r\nconstructor: polluted\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n',
      arf,
    ),
  );
  expect(report.kind).toBe('complaint');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
  expect(
    await client.send('__proto__@people.example', 'constructor@desk.example', mail('', 'x')),
  ).toMatchObject({ code: 250 });
});
