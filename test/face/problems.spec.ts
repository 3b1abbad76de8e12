import { z } from 'zod';
import { cursorFor, type ListOf } from '@app/nest';
import { Face, fine, problem } from './face';
import { ThingsController } from './things.controller';

let face: Face;
beforeEach(async () => (face = await Face.open()));
afterEach(() => face.close());

describe('errors and lists', () => {
  it('answers 404 for an unknown id and an unknown path', async () => {
    expect(problem(await face.get('/v1/things/T-9', face.keys.viewer)).detail).toBe(
      'there is no thing "T-9"',
    );
    expect(problem(await face.get('/v1/nothing?x=1', face.keys.viewer))).toMatchObject({
      status: 404,
      detail: 'there is nothing at GET /v1/nothing; /docs lists what there is',
      instance: '/v1/nothing',
    });
    expect((await face.get('/nothing')).statusCode).toBe(404);
    expect(problem(await face.get('/v1/things/%E0%A4%A', face.keys.viewer)).status).toBe(400);
  });

  it('answers 400 for JSON that is none, for a prototype, and for fields that are wrong, each with its path', async () => {
    const json = { 'content-type': 'application/json' };
    expect(problem(await face.decide('{"decision":', json)).status).toBe(400);
    expect(
      problem(await face.decide('{"__proto__":{"x":1},"decision":"approve","reason":"r"}', json)).status,
    ).toBe(400);
    expect(problem(await face.decide('', json)).status).toBe(400);
    expect(problem(await face.decide(undefined)).status).toBe(400);
    expect(problem(await face.decide({ decision: 'maybe', extra: 1 })).errors).toEqual([
      { path: 'decision', message: expect.stringContaining('approve') as string },
      { path: 'reason', message: expect.any(String) as string },
      { path: '', message: expect.stringContaining('extra') as string },
    ]);
    expect(problem(await face.get(`/v1/things/${'x'.repeat(200)}`, face.keys.viewer)).status).toBe(400);
    expect(problem(await face.get('/v1/things?limit=0', face.keys.viewer)).errors).toMatchObject([
      { path: 'limit' },
    ]);
    expect(problem(await face.decide('['.repeat(4000), json)).status).toBe(400);
    expect(ThingsController.done).toEqual([]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('answers 413 for a body that is too large and 415 for a media type nobody takes', async () => {
    expect(problem(await face.decide({ decision: 'approve', reason: 'x'.repeat(5000) }))).toMatchObject({
      status: 413,
      detail: 'at most 4096 bytes are taken here',
    });
    for (const type of ['text/plain', 'message/rfc822', 'multipart/form-data'])
      expect(problem(await face.decide('x', { 'content-type': type }))).toMatchObject({
        status: 415,
        detail: `${type} is not taken here; /docs says what is`,
      });
  });

  it('hands a report over as the bytes that came, whatever they are', async () => {
    const post = (payload: string | Buffer, type: string) =>
      face.call('POST', '/v1/things/bytes', face.keys.reporter, payload, { 'content-type': type });
    expect((await post(Buffer.from('Subject: \xff\r\n\r\n', 'latin1'), 'message/rfc822')).json()).toEqual({
      length: 14,
    });
    expect((await post('{"__proto__": 1, broken', 'application/json')).json()).toEqual({ length: 23 });
    expect((await post('a=b', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
    expect((await post('x'.repeat(5000), 'message/rfc822')).statusCode).toBe(413);
  });

  it('answers 412 when what was read has changed since, 400 for an If-Match that is no revision', async () => {
    const body = fine;
    expect(problem(await face.decide(body, { 'if-match': '"6"' }))).toMatchObject({
      status: 412,
      type: 'urn:meldkamer:problem:stale-revision',
      detail: 'it stands at revision 7, not at 6 as If-Match says: read it again, then decide again',
    });
    expect((await face.decide(body, { 'if-match': '"7"' })).statusCode).toBe(200);
    expect((await face.decide(body, { 'if-match': '*' })).statusCode).toBe(200);
    expect(problem(await face.decide(body, { 'if-match': '7' })).status).toBe(400);
  });

  it('answers what a decider refused with 409 and its word', async () =>
    expect(problem(await face.decide({ decision: 'approve', reason: 'too late' }))).toMatchObject({
      status: 409,
      detail: 'it is closed',
      code: 'already-closed',
    }));

  it('tells nobody what went wrong inside, and logs it without personal data', async () => {
    const response = await face.decide({ decision: 'approve', reason: 'boom' });
    expect(problem(response).status).toBe(500);
    expect(response.body).not.toMatch(/jansen|broke/);
    expect(face.lines.join('')).toMatch(/broke it/);
    expect(face.lines.join('')).not.toMatch(/jansen/);
  });

  it('pages lists with cursors that only fit the list they came from', async () => {
    const page = async (query: string) =>
      (await face.get(`/v1/things?${query}`, face.keys.viewer)).json<ListOf<number>>();
    const first = await page('limit=2');
    expect(first.items).toEqual([1, 2]);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(second.items).toEqual([3, 4]);
    expect(await page(`limit=2&cursor=${second.nextCursor}`)).toEqual({ items: [5], nextCursor: null });
    const foreign = cursorFor('others', z.strictObject({ n: z.int() })).encode({ n: 1 });
    for (const wrong of ['x', foreign, Buffer.from('["things",{"n":"1"}]').toString('base64url')])
      expect(problem(await face.get(`/v1/things?cursor=${wrong}`, face.keys.viewer)).errors).toMatchObject([
        { path: 'cursor' },
      ]);
  });

  it('says nothing about what it runs on, and how a browser must treat it', async () => {
    const { headers } = await face.get('/v1/things', face.keys.viewer);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('sends browsers to https only where it is reached by it', async () => {
    const headersAt = async (url: string) => {
      const other = await Face.open({ HTTP__PUBLIC_URL: url });
      const { headers } = await other.get('/docs');
      await other.close();
      return JSON.stringify(headers);
    };
    expect(await headersAt('http://127.0.0.1:3000')).not.toMatch(/upgrade-insecure|strict-transport/);
    expect(await headersAt('https://abuse.example')).toMatch(/upgrade-insecure.*strict-transport/);
  });
});
