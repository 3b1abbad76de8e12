import { request } from 'node:http';
import { Readable } from 'node:stream';
import { MORNING } from '../support/scene';
import { TestDesk } from '../support/test-desk';

const LIMIT = 16 * 1024 ** 2;
let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open({
    start: MORNING,
    settings: { HTTP__BODY_LIMIT: String(LIMIT), LIMITS__FREE_DISK: '1MiB' },
  });
  await desk.did('PUT', '/v1/accounts/shop-1', {
    brand: 'spotler',
    name: 'The Shop',
    contacts: [{ email: 'owner@shop-1.example', locale: 'nl' }],
  });
});
afterAll(() => desk.close());
afterEach(async () => {
  expect((await desk.call('GET', '/health/ready', undefined, { key: null })).status).toBe(200);
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
});

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { path: string; message: string }[];
}
const JSON_TYPE = { 'content-type': 'application/json' };
const ACCOUNT = '/v1/accounts/shop-2';
const messages = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    messageId: `m${i}@sender.example`,
    accountId: 'shop-1',
    recipient: `r${i}@people.example`,
    sentAt: '2026-03-03T08:00:00.000Z',
  }));

/** The problem it is answered with. */
const refused = async (
  method: string,
  path: string,
  body: string | Uint8Array | undefined,
  headers: Record<string, string> = JSON_TYPE,
): Promise<Problem> => {
  const response = await fetch(`${desk.url}${path}`, {
    method,
    headers: { ...desk.asAdmin, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
};
const text = (value: string) => expect.stringContaining(value) as string;

describe('10,001 recipients', () => {
  it('in one batch are refused with the limit, and ten thousand are taken', async () => {
    expect(await refused('POST', '/v1/messages', JSON.stringify(messages(10_001)))).toMatchObject({
      status: 400,
      errors: [{ path: '', message: text('10000') }],
    });
    expect((await desk.call('POST', '/v1/messages', messages(10_000))).body).toMatchObject({
      accepted: 10_000,
    });
  });

  it('all of them wrong: the first fifty are named', async () => {
    const wrong = messages(10_000).map((one) => ({ ...one, recipient: 1 }));
    const { errors, detail } = await refused('POST', '/v1/messages', JSON.stringify(wrong));
    expect(errors).toHaveLength(50);
    expect(errors![0]).toMatchObject({ path: '[0].recipient' });
    expect(detail).toContain('10000 fields');
  });
});

describe('50 MB', () => {
  const size = 50 * 1024 ** 2;
  const tooLarge = { status: 413, detail: `at most ${LIMIT} bytes are taken here` };
  const mail = { 'content-type': 'message/rfc822' };

  it('with its length', async () =>
    expect(await refused('POST', '/v1/reports', Buffer.alloc(size, 'x'), mail)).toMatchObject(tooLarge));

  /** As it goes from a client that says no length, and reads when it has sent all. */
  const chunked = (agent: boolean) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const out = request(
        `${desk.url}/v1/reports`,
        {
          method: 'POST',
          headers: { ...desk.asAdmin, ...mail, connection: agent ? 'keep-alive' : 'close' },
        },
        (answer) => {
          let body = '';
          answer.setEncoding('utf8').on('data', (piece: string) => (body += piece));
          answer.on('end', () => resolve({ status: answer.statusCode, body })).on('error', reject);
        },
      );
      out.on('error', reject);
      const pieces = Array.from({ length: size / 65_536 }, () => Buffer.alloc(65_536, 'x'));
      Readable.from(pieces).pipe(out);
    });
  it.each([true, false])('in pieces, without its length (connection kept: %s)', async (keepAlive) => {
    const { status, body } = await chunked(keepAlive);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject(tooLarge);
  });

  it('in pieces, from fetch', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < size; i += 65_536) controller.enqueue(new Uint8Array(65_536));
        controller.close();
      },
    });
    const response = await fetch(`${desk.url}/v1/reports`, {
      method: 'POST',
      headers: { ...desk.asAdmin, ...mail },
      body: stream,
      duplex: 'half',
    });
    expect(await response.json()).toMatchObject(tooLarge);
  });

  it('without a key: 401, and nothing of it is read for anything', async () => {
    const response = await fetch(`${desk.url}/v1/reports`, {
      method: 'POST',
      headers: mail,
      body: Buffer.alloc(size, 'x'),
    });
    expect(response.status).toBe(401);
  });
});

describe('wrong JSON', () => {
  const decisions = '/v1/cases/01890000-0000-7000-8000-000000000000/decisions';
  it.each([
    ['cut off', '{"brand":', 'JSON'],
    ['not JSON at all', 'hello', 'JSON'],
    ['NaN', '{"brand":NaN}', 'JSON'],
    ['a trailing comma', '{"brand":"spotler",}', 'JSON'],
    ['a byte order mark and nothing', '\ufeff', 'JSON'],
    ['empty', '', 'field'],
    ['null', 'null', 'field'],
    ['a list', '[]', 'field'],
    ['a string', '"spotler"', 'field'],
    ['a number too large', '1e400', 'field'],
  ])('%s: 400 that says so', async (_, body, said) =>
    expect(await refused('PUT', ACCOUNT, body)).toMatchObject({ status: 400, detail: text(said) }),
  );

  it('fields of the wrong type, fields that are missing and fields nobody knows are each named', async () => {
    const body = JSON.stringify({
      brand: 'spotler',
      name: 7,
      contacts: [{ email: 'no', locale: 'fr' }],
      more: 1,
    });
    const { errors } = await refused('PUT', ACCOUNT, body);
    expect(errors!.map(({ path }) => path)).toEqual(['name', 'contacts[0].email', 'contacts[0].locale', '']);
    expect(errors!.at(-1)!.message).toContain('more');
  });

  it('a field twice: the last one counts, as everywhere', async () => {
    const body =
      '{"brand":"none","brand":"spotler","name":"N","contacts":[{"email":"a@b.example","locale":"nl"}]}';
    const response = await desk.call('PUT', '/v1/accounts/twice', body, { headers: JSON_TYPE });
    expect(response.status).toBe(200);
  });

  it.each([
    ['brackets', '['.repeat(15 * 1024 ** 2)],
    ['brackets that close', '['.repeat(7 * 1024 ** 2) + ']'.repeat(7 * 1024 ** 2)],
    ['objects', '{"a":'.repeat(3 * 1024 ** 2)],
  ])('15 MB of nested %s: 400, and the desk goes on', async (_, body) => {
    expect((await refused('PUT', ACCOUNT, body)).status).toBe(400);
    expect((await refused('POST', decisions, body)).status).toBeLessThan(500);
  });

  it.each(['brackets', 'objects'])(
    '15 MB of nested %s as a report: taken, and for a person',
    async (what) => {
      const body = (what === 'brackets' ? '[' : '{"a":').repeat(3 * 1024 ** 2);
      const { status, body: answer } = await desk.call<{ reportId: string }>('POST', '/v1/reports', body, {
        headers: JSON_TYPE,
      });
      expect(status).toBe(202);
      await desk.settled();
      expect(await desk.get(`/v1/reports/${answer.reportId}`)).toMatchObject({
        kind: 'unreadable',
        disposition: 'person',
      });
    },
  );

  it('another media type, or none: 415 that names it', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])
      expect(await refused('PUT', ACCOUNT, '{}', { 'content-type': type })).toMatchObject({
        status: 415,
        detail: text(type.split(';')[0]!),
      });
    expect(await refused('PUT', ACCOUNT, new Uint8Array([0x7b, 0x7d]), {})).toMatchObject({ status: 415 });
    expect(await refused('PUT', ACCOUNT, '{}', { 'content-type': 'nonsense' })).toMatchObject({
      status: 415,
    });
  });
});

describe('invalid UTF-8', () => {
  const bad = Buffer.from([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  it('in JSON: 400 that says so', async () =>
    expect(await refused('PUT', ACCOUNT, bad)).toMatchObject({ status: 400, detail: text('UTF-8') }));

  it('in a path and in a query: 400', async () => {
    for (const path of [
      '/v1/accounts/%ff%fe',
      '/v1/accounts/%E0%A4%A',
      '/answer/%ff',
      '/v1/cases?account=%ff',
    ])
      expect((await refused('GET', path, undefined, {})).status).toBe(400);
  });

  it('in a report: taken as it is', async () => {
    const { status } = await desk.call('POST', '/v1/reports', 'From: \ufffd\r\n\r\nx', {
      headers: { 'content-type': 'message/rfc822' },
    });
    expect(status).toBe(202);
  });
});

describe('__proto__ and constructor', () => {
  it.each([
    ['__proto__', '{"__proto__":{"polluted":1},"brand":"spotler"}'],
    ['__proto__ spelt otherwise', '{"\\u005f_proto__":{"polluted":1},"brand":"spotler"}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"polluted":1}},"brand":"spotler"}'],
    ['__proto__ further in', '{"brand":"spotler","contacts":[{"__proto__":{"polluted":1}}]}'],
  ])('in JSON: %s is refused by name', async (_, body) =>
    expect(await refused('PUT', ACCOUNT, body)).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/__proto__|constructor|prototype/) as string,
    }),
  );

  it('in a query: a field nobody knows', async () => {
    for (const query of ['__proto__=polluted', '__proto__[polluted]=1', 'constructor.prototype.polluted=1'])
      expect((await refused('GET', `/v1/cases?${query}`, undefined, {})).status).toBe(400);
  });

  it.each(['__proto__', 'constructor', 'toString'])('as an id: %s is nobody', async (id) => {
    expect([400, 404]).toContain((await refused('GET', `/v1/accounts/${id}`, undefined, {})).status);
    expect([400, 404]).toContain((await refused('GET', `/v1/automation/${id}`, undefined, {})).status);
    const body = JSON.stringify({ brand: id, name: 'N', contacts: [{ email: 'a@b.example', locale: 'nl' }] });
    expect(await refused('PUT', ACCOUNT, body)).toMatchObject({ status: 400, errors: [{ path: 'brand' }] });
  });

  it('in the fields of a XARF report: plain data', async () => {
    const body =
      '{"Version":"1","ReporterInfo":{"__proto__":{"polluted":1}},"constructor":{"prototype":{"polluted":1}},"Report":{"__proto__":1}}';
    const answer = await desk.call<{ reportId: string }>('POST', '/v1/reports', body, { headers: JSON_TYPE });
    expect(answer.status).toBe(202);
    await desk.settled();
    expect(await desk.get(`/v1/reports/${answer.body.reportId}`)).toMatchObject({ state: 'examined' });
  });
});
