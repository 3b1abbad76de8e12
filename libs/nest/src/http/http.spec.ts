import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Put, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { accountId, type AccountId, Instant, type Instant as Time, minutes, plus } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { loadSettings, type Settings } from '@app/settings';
import { AuditedRead, KeyStore, Roles, type Caller, type Role } from '../access';
import { AuditLog, verifyAudit } from '../audit';
import { FaceModule } from '../face.module';
import { createLogger, currentCorrelation, Health, Metrics } from '../observability';
import { TakesBytes } from './body-parsers';
import { assertFresh, By, CommandMeta, IfRevision } from './call';
import { createAdapter, prepareHttpApp } from './create-http-app';
import { cursorFor, listOf, pageLimit, pageOf, type ListOf } from './cursor';
import { notFound, revisionOf } from './problem';

const deciding = z
  .strictObject({ decision: z.enum(['approve', 'refuse']), reason: z.string().min(1) })
  .meta({ id: 'Deciding' });
const decided = z
  .object({ revision: z.int(), by: z.string(), commandId: z.string() })
  .meta({ id: 'Decided' });
const places = cursorFor('things', z.strictObject({ n: z.int() }));
const thingsQuery = z.strictObject({ cursor: z.string().optional(), limit: pageLimit });

/** What a domain controller looks like, with nothing behind it. */
@ApiTags('things')
@Controller('v1/things')
class ThingsController {
  static done: string[] = [];
  static wait: Promise<void> = Promise.resolve();

  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(z.int()).meta({ id: 'Things' }) })
  list(@Query({ schema: thingsQuery }) { cursor, limit }: z.output<typeof thingsQuery>): ListOf<number> {
    const after = places.decode(cursor)?.n ?? 0;
    const rows = [1, 2, 3, 4, 5].filter((n) => n > after).slice(0, limit + 1);
    return pageOf(
      rows,
      limit,
      (n) => n,
      (n) => places.encode({ n }),
    );
  }

  @Roles('viewer')
  @Get(':id')
  one(@Param('id', { schema: accountId }) id: AccountId): unknown {
    if (id !== 'T-1') throw notFound('thing', id);
    return { id, ...currentCorrelation() };
  }

  @Roles('agent')
  @AuditedRead()
  @Get(':id/original')
  original(@Param('id') id: string): string {
    return id;
  }

  @Roles('agent')
  @Post(':id/decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: decided })
  async decide(
    @Param('id') id: string,
    @Body({ schema: deciding }) { decision, reason }: z.output<typeof deciding>,
    @IfRevision() expected: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof decided>> {
    assertFresh(expected, 7);
    await ThingsController.wait;
    ThingsController.done.push(`${id} ${decision}`);
    if (reason === 'boom') throw new Error('jansen@example.nl broke it');
    const refusal = {
      ok: false,
      rejection: { rejected: 'already-closed', because: 'it is closed' },
    } as const;
    return {
      revision: revisionOf(reason === 'too late' ? refusal : { ok: true, revision: 8 }),
      by: caller.keyId,
      commandId: meta.commandId,
    };
  }

  @Roles('reporter', 'agent')
  @Post('bytes')
  @HttpCode(202)
  @TakesBytes('message/rfc822', 'application/json')
  @ApiAcceptedResponse({ standardSchema: z.object({ length: z.int() }) })
  bytes(@Body() bytes: Buffer): { length: number } {
    return { length: bytes.length };
  }

  @Put('forgotten')
  forgotten(): string {
    return 'only admins';
  }
}

const start = Instant('2026-03-01T10:00:00.000Z');
const ADMIN = 'chosen-by-people';
let clock: Time;
let dir: string;
let app: NestFastifyApplication;
let audit: AuditLog;
const lines: string[] = [];
const keys = {} as Record<Role, string>;

const settingsFor = (change: Record<string, string> = {}): Settings =>
  loadSettings({
    environment: { MELDKAMER_ADMIN_KEY: ADMIN, MELDKAMER_HTTP__BODY_LIMIT: '4096', ...change },
    workingDir: '/',
  });

const begin = async (settings = settingsFor()) => {
  clock = start;
  lines.length = 0;
  ThingsController.done = [];
  ThingsController.wait = Promise.resolve();
  dir = mkdtempSync(join(tmpdir(), 'face-'));
  audit = await AuditLog.open(dir);
  const now = () => clock;
  const logger = createLogger({ level: 'info', now, write: (line) => lines.push(line) });
  const tables = SqliteReadStore.inMemory();
  @Module({
    imports: [FaceModule.forRoot({ settings, now, tables, audit, logger })],
    controllers: [ThingsController],
  })
  class TestDesk {}
  const module = await Test.createTestingModule({ imports: [TestDesk] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(createAdapter(settings), {
    bodyParser: false,
    logger: false,
  });
  prepareHttpApp(app, settings, logger);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  for (const role of ['viewer', 'agent', 'supervisor', 'admin', 'platform', 'reporter'] as const)
    keys[role] = (await app.get(KeyStore).create(role, role)).key;
};
const end = async () => {
  await app.close();
  await audit.close();
  rmSync(dir, { recursive: true, force: true });
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
// Awaited, because an injection begins only when somebody waits for it.
const call = async (
  method: Method,
  url: string,
  key: string | undefined,
  payload?: unknown,
  headers: Record<string, string> = {},
) =>
  await app.inject({
    method,
    url,
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
    ...(payload === undefined ? {} : { payload: payload as object }),
  });
const problem = (response: Awaited<ReturnType<typeof call>>) => {
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = response.json<{ type: string; status: number; detail: string; errors?: unknown }>();
  expect(body.status).toBe(response.statusCode);
  return body;
};
const fine = { decision: 'approve', reason: 'fine' };
const decide = (payload: unknown, headers = {}, key = keys.agent) =>
  call('POST', '/v1/things/T-1/decisions', key, payload, headers);
const audited = () =>
  readFileSync(join(dir, 'audit-2026-03.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the face of the desk', () => {
  beforeEach(() => begin());
  afterEach(end);

  it('wants a key: none, a malformed one, a wrong one, a revoked one are 401', async () => {
    const { id, key } = await app.get(KeyStore).create('viewer', 'v');
    expect((await call('GET', '/v1/things', key)).statusCode).toBe(200);
    await app.get(KeyStore).revoke(id);
    for (const wrong of [undefined, 'x', `${key.slice(0, -1)}0`, key, 'mk_000000000000_' + '0'.repeat(64)]) {
      const response = await call('GET', '/v1/things', wrong);
      expect(problem(response)).toMatchObject({ status: 401, type: 'urn:meldkamer:problem:unauthenticated' });
      expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
    }
    expect((await call('GET', '/v1/nothing', undefined)).statusCode).toBe(401);
    expect((await call('GET', '/v1/things', ADMIN)).statusCode).toBe(200);
  });

  it('lets each role do its own: 403 for the rest', async () => {
    const outcome = async (url: string, method: Method = 'GET') =>
      Promise.all(
        Object.entries(keys).map(
          async ([role, key]) => [role, (await call(method, url, key)).statusCode] as const,
        ),
      ).then((all) => all.filter(([, status]) => status !== 403).map(([role]) => role));
    expect(await outcome('/v1/things')).toEqual(['viewer', 'agent', 'supervisor', 'admin']);
    expect(await outcome('/v1/things/T-1/original')).toEqual(['agent', 'supervisor', 'admin']);
    expect(await outcome('/v1/things/bytes', 'POST')).toEqual(['agent', 'supervisor', 'admin', 'reporter']);
    expect(await outcome('/v1/things/forgotten', 'PUT')).toEqual(['admin']);
    expect(problem(await call('GET', '/v1/things', keys.reporter)).detail).toBe(
      'this needs a key of role viewer, and yours is reporter',
    );
  });

  it('answers 404 for an unknown id and an unknown path', async () => {
    expect(problem(await call('GET', '/v1/things/T-9', keys.viewer)).detail).toBe('there is no thing "T-9"');
    expect(problem(await call('GET', '/v1/nothing?x=1', keys.viewer))).toMatchObject({
      status: 404,
      detail: 'there is nothing at GET /v1/nothing; /docs lists what there is',
      instance: '/v1/nothing',
    });
    expect((await call('GET', '/nothing', undefined)).statusCode).toBe(404);
    expect(problem(await call('GET', '/v1/things/%E0%A4%A', keys.viewer)).status).toBe(400);
  });

  it('answers 400 for JSON that is none, for a prototype, and for fields that are wrong, each with its path', async () => {
    const json = { 'content-type': 'application/json' };
    expect(problem(await decide('{"decision":', json)).status).toBe(400);
    expect(
      problem(await decide('{"__proto__":{"x":1},"decision":"approve","reason":"r"}', json)).status,
    ).toBe(400);
    expect(problem(await decide('', json)).status).toBe(400);
    expect(problem(await decide(undefined)).status).toBe(400);
    expect(problem(await decide({ decision: 'maybe', extra: 1 })).errors).toEqual([
      { path: 'decision', message: expect.stringContaining('approve') as string },
      { path: 'reason', message: expect.any(String) as string },
      { path: '', message: expect.stringContaining('extra') as string },
    ]);
    expect(problem(await call('GET', `/v1/things/${'x'.repeat(200)}`, keys.viewer)).status).toBe(400);
    expect(problem(await call('GET', '/v1/things?limit=0', keys.viewer)).errors).toMatchObject([
      { path: 'limit' },
    ]);
    expect(problem(await decide('['.repeat(4000), json)).status).toBe(400);
    expect(ThingsController.done).toEqual([]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('answers 413 for a body that is too large and 415 for a media type nobody takes', async () => {
    expect(problem(await decide({ decision: 'approve', reason: 'x'.repeat(5000) }))).toMatchObject({
      status: 413,
      detail: 'at most 4096 bytes are taken here',
    });
    for (const type of ['text/plain', 'message/rfc822', 'multipart/form-data'])
      expect(problem(await decide('x', { 'content-type': type }))).toMatchObject({
        status: 415,
        detail: `${type} is not taken here; /docs says what is`,
      });
  });

  it('hands a report over as the bytes that came, whatever they are', async () => {
    const post = (payload: string | Buffer, type: string) =>
      call('POST', '/v1/things/bytes', keys.reporter, payload, { 'content-type': type });
    expect((await post(Buffer.from('Subject: \xff\r\n\r\n', 'latin1'), 'message/rfc822')).json()).toEqual({
      length: 14,
    });
    expect((await post('{"__proto__": 1, broken', 'application/json')).json()).toEqual({ length: 23 });
    expect((await post('a=b', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
    expect((await post('x'.repeat(5000), 'message/rfc822')).statusCode).toBe(413);
  });

  it('answers 412 when what was read has changed since, 400 for an If-Match that is no revision', async () => {
    const body = fine;
    expect(problem(await decide(body, { 'if-match': '"6"' }))).toMatchObject({
      status: 412,
      type: 'urn:meldkamer:problem:stale-revision',
      detail: 'it stands at revision 7, not at 6 as If-Match says: read it again, then decide again',
    });
    expect((await decide(body, { 'if-match': '"7"' })).statusCode).toBe(200);
    expect((await decide(body, { 'if-match': '*' })).statusCode).toBe(200);
    expect(problem(await decide(body, { 'if-match': '7' })).status).toBe(400);
  });

  it('answers what a decider refused with 409 and its word', async () =>
    expect(problem(await decide({ decision: 'approve', reason: 'too late' }))).toMatchObject({
      status: 409,
      detail: 'it is closed',
      code: 'already-closed',
    }));

  it('tells nobody what went wrong inside, and logs it without personal data', async () => {
    const response = await decide({ decision: 'approve', reason: 'boom' });
    expect(problem(response).status).toBe(500);
    expect(response.body).not.toMatch(/jansen|broke/);
    expect(lines.join('')).toMatch(/broke it/);
    expect(lines.join('')).not.toMatch(/jansen/);
  });

  describe('Idempotency-Key', () => {
    const body = fine;
    const key = { 'idempotency-key': 'order-1' };

    it('gives the same answer to the same call, and does it once', async () => {
      const first = await decide(body, key);
      const again = await decide(body, key);
      expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
      expect(ThingsController.done).toEqual(['T-1 approve']);
      expect((await decide(body)).json<{ commandId: string }>().commandId).not.toBe(
        first.json<{ commandId: string }>().commandId,
      );
    });

    it('is 422 with another body or path, and another call with another key of ours', async () => {
      await decide(body, key);
      expect(problem(await decide({ ...body, reason: 'other' }, key)).status).toBe(422);
      expect(problem(await call('POST', '/v1/things/T-2/decisions', keys.agent, body, key)).status).toBe(422);
      expect((await decide({ ...body, reason: 'other' }, key, keys.admin)).statusCode).toBe(200);
    });

    it('waits for the first when both come at once', async () => {
      let finish = () => {};
      ThingsController.wait = new Promise((resolve) => (finish = resolve));
      const both = [decide(body, key), decide(body, key)];
      const other = decide({ ...body, reason: 'other' }, key);
      expect((await other).statusCode).toBe(422);
      finish();
      const [first, second] = await Promise.all(both);
      expect(second!.json()).toEqual(first!.json());
      expect(ThingsController.done).toHaveLength(1);
    });

    it('decides a refused call anew, and a failed one under the same command id', async () => {
      expect((await decide({ ...body, reason: 'too late' }, key)).statusCode).toBe(409);
      expect((await decide(body, key)).statusCode).toBe(200);
      const other = { 'idempotency-key': 'order-2' };
      expect((await decide({ ...body, reason: 'boom' }, other)).statusCode).toBe(500);
      expect((await decide(body, other)).statusCode).toBe(422);
    });

    it('must be printable', async () =>
      expect(problem(await decide(body, { 'idempotency-key': 'with space' })).errors).toMatchObject([
        { path: 'Idempotency-Key' },
      ]));
  });

  it('pages lists with cursors that only fit the list they came from', async () => {
    const page = async (query: string) =>
      (await call('GET', `/v1/things?${query}`, keys.viewer)).json<ListOf<number>>();
    const first = await page('limit=2');
    expect(first.items).toEqual([1, 2]);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(second.items).toEqual([3, 4]);
    expect(await page(`limit=2&cursor=${second.nextCursor}`)).toEqual({ items: [5], nextCursor: null });
    const foreign = cursorFor('others', z.strictObject({ n: z.int() })).encode({ n: 1 });
    for (const wrong of ['x', foreign, Buffer.from('["things",{"n":"1"}]').toString('base64url')])
      expect(problem(await call('GET', `/v1/things?cursor=${wrong}`, keys.viewer)).errors).toMatchObject([
        { path: 'cursor' },
      ]);
  });

  it('audits changes, reads of originals and refusals, and nothing else', async () => {
    await call('GET', '/v1/things', keys.viewer);
    await decide(fine);
    await call('GET', '/v1/things/T-1/original', keys.agent);
    await call('PUT', '/v1/things/forgotten', keys.agent);
    await call('GET', '/v1/things', undefined);
    await decide({ decision: 'approve', reason: 'too late' });
    const rows = audited();
    expect(
      rows.map(({ method, route, role, outcome, status }) => [method, route, role, outcome, status]),
    ).toEqual([
      ['POST', '/v1/things/:id/decisions', 'agent', 'attempted', undefined],
      ['GET', '/v1/things/:id/original', 'agent', 'attempted', undefined],
      ['PUT', '/v1/things/forgotten', 'agent', 'refused', 403],
      ['GET', '/v1/things', null, 'refused', 401],
      ['POST', '/v1/things/:id/decisions', 'agent', 'attempted', undefined],
      ['POST', '/v1/things/:id/decisions', 'agent', 'failed', 409],
    ]);
    expect(rows[0]).toMatchObject({ ids: { id: 'T-1' }, from: '127.0.0.0/24' });
    expect((await verifyAudit(dir)).problems).toEqual([]);
  });

  it('does nothing that cannot be audited: 503, and again once it can', async () => {
    await audit.close();
    expect(problem(await decide(fine))).toMatchObject({
      status: 503,
      type: 'urn:meldkamer:problem:unavailable',
    });
    expect(ThingsController.done).toEqual([]);
    expect((await call('GET', '/v1/things', keys.viewer)).statusCode).toBe(200);
  });

  it('gives every call an id that the log and the answer share, or joins the caller’s', async () => {
    const response = await call('GET', '/v1/things/T-1', keys.viewer);
    const id = response.headers['x-request-id'] as string;
    expect(response.json()).toEqual({ id: 'T-1', correlationId: id });
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      correlationId: id,
      route: '/v1/things/:id',
      status: 200,
    });
    const joined = await call('GET', '/v1/things/T-1', keys.viewer, undefined, {
      'x-correlation-id': 'theirs-1',
    });
    expect(joined.json()).toMatchObject({ correlationId: 'theirs-1' });
  });

  it('says nothing about what it runs on, and how a browser must treat it', async () => {
    const { headers } = await call('GET', '/v1/things', keys.viewer);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  describe('health', () => {
    it('is ready when nothing is down, and degraded is ready', async () => {
      const health = app.get(Health);
      expect((await call('GET', '/health/live', undefined)).json()).toEqual({ status: 'ok' });
      expect((await call('GET', '/health/ready', undefined)).statusCode).toBe(200);
      health.add('views', () => ({ state: 'degraded', detail: '300 events behind' }));
      const degraded = await call('GET', '/health/ready', undefined, undefined, {
        authorization: 'Bearer wrong',
      });
      expect([degraded.statusCode, degraded.json()]).toEqual([
        200,
        { status: 'degraded', checks: { views: { state: 'degraded', detail: '300 events behind' } } },
      ]);
      health.add('store', () => Promise.reject(new Error('gone')));
      const down = await call('GET', '/health/ready', undefined);
      expect([down.statusCode, down.json<{ status: string }>().status]).toEqual([503, 'down']);
    });

    it('is not ready while draining, and still alive', async () => {
      app.get(Health).drain();
      expect((await call('GET', '/health/ready', undefined)).statusCode).toBe(503);
      expect((await call('GET', '/health/live', undefined)).statusCode).toBe(200);
    });
  });

  describe('metrics', () => {
    it('are for viewers, and for the machine itself when nobody passed the call on', async () => {
      expect((await call('GET', '/metrics', undefined)).statusCode).toBe(200);
      for (const header of ['forwarded', 'x-forwarded-for'])
        expect(
          (await call('GET', '/metrics', undefined, undefined, { [header]: 'for=192.0.2.1' })).statusCode,
        ).toBe(401);
      const remote = await app.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.1' });
      expect(remote.statusCode).toBe(401);
      expect((await call('GET', '/metrics', keys.viewer)).statusCode).toBe(200);
      expect((await call('GET', '/metrics', keys.reporter)).statusCode).toBe(403);
      expect((await call('GET', '/metrics', 'wrong')).statusCode).toBe(401);
    });

    it('count calls by route and status, and ask the gauges', async () => {
      app.get(Metrics).gauge('outbox_pending', 'Commands not yet sent', () => 3);
      app.get(Metrics).gauges('view_lag_events', 'Events behind', 'view', () => new Map([['cases', 12]]));
      app.get(Metrics).gauge('broken', 'Throws', () => Promise.reject(new Error('x')));
      await call('GET', '/v1/things/T-1', keys.viewer);
      const { body } = await call('GET', '/metrics', undefined);
      expect(body).toMatch(
        /meldkamer_http_request_seconds_count{method="GET",route="\/v1\/things\/:id",status="200"} 1/,
      );
      expect(body).toMatch(/^meldkamer_outbox_pending 3$/m);
      expect(body).toMatch(/^meldkamer_view_lag_events{view="cases"} 12$/m);
    });
  });

  it('documents itself from the schemas that check', async () => {
    const document = (await call('GET', '/openapi.json', undefined)).json<{
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, unknown> };
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.schemas).toMatchObject({
      Deciding: { type: 'object' },
      Decided: {},
      Problem: {},
    });
    const post = document.paths['/v1/things/{id}/decisions']!['post']!;
    expect(JSON.stringify(post.requestBody)).toContain('#/components/schemas/Deciding');
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '401', '403']));
    const page = await call('GET', '/docs', undefined);
    expect(page.headers['content-type']).toMatch(/text\/html/);
  });
});

describe('rates', () => {
  afterEach(end);
  const rates = (key: string, address: string) =>
    settingsFor({ MELDKAMER_HTTP__RATES__KEY: key, MELDKAMER_HTTP__RATES__ADDRESS: address });

  it('are each key’s own: 429 with how long to wait, audited once', async () => {
    await begin(rates('{ count: 1, per: 1m, burst: 2 }', '{ count: 1, per: 1m, burst: 2 }'));
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await decide(fine)).statusCode);
    expect(statuses).toEqual([200, 200, 429, 429]);
    const refused = await decide(fine);
    expect(problem(refused).detail).toBe('too many calls with this key: wait 60 s');
    expect(refused.headers['retry-after']).toBe('60');
    expect((await call('GET', '/v1/things', keys.viewer)).statusCode).toBe(200);
    expect(audited().filter(({ status }) => status === 429)).toHaveLength(1);
    clock = plus(clock, minutes(1));
    expect((await decide(fine)).statusCode).toBe(200);
  });

  it('slow those who guess, and close the door on a key that people chose, but on no other', async () => {
    await begin(rates('{ count: 60, per: 1m, burst: 60 }', '{ count: 1, per: 1m, burst: 3 }'));
    for (let i = 0; i < 3; i++) expect((await call('GET', '/v1/things', `guess-${i}`)).statusCode).toBe(401);
    expect((await call('GET', '/v1/things', 'guess-3')).statusCode).toBe(429);
    expect((await call('GET', '/v1/things', ADMIN)).statusCode).toBe(429);
    expect((await call('GET', '/v1/things', keys.viewer)).statusCode).toBe(200);
    expect((await call('GET', '/health/ready', undefined)).statusCode).toBe(200);
    clock = plus(clock, minutes(1));
    expect((await call('GET', '/v1/things', ADMIN)).statusCode).toBe(200);
  });

  it('count refusals that come too fast to be rows of their own', async () => {
    await begin(rates('{ count: 60, per: 1m, burst: 60 }', '{ count: 10000, per: 1s, burst: 10000 }'));
    for (let i = 0; i < 260; i++) await call('GET', '/v1/things', undefined);
    expect(audited()).toHaveLength(200);
    clock = plus(clock, minutes(1));
    await call('GET', '/v1/things', undefined);
    expect(audited().at(-1)).toMatchObject({ outcome: 'refused', unrecorded: 60 });
  });

  it('see through the proxies that the settings trust, and through no other', async () => {
    const from = (address: string) =>
      app.inject({ method: 'GET', url: '/v1/things', headers: { 'x-forwarded-for': address } });
    await begin(rates('{ count: 60, per: 1m, burst: 60 }', '{ count: 1, per: 1m, burst: 1 }'));
    expect([(await from('192.0.2.1')).statusCode, (await from('198.51.100.1')).statusCode]).toEqual([
      401, 429,
    ]);
    await end();
    await begin(
      settingsFor({
        MELDKAMER_HTTP__RATES__ADDRESS: '{ count: 1, per: 1m, burst: 1 }',
        MELDKAMER_HTTP__TRUSTED_PROXIES: '127.0.0.0/8',
      }),
    );
    expect([(await from('192.0.2.1')).statusCode, (await from('198.51.100.1')).statusCode]).toEqual([
      401, 401,
    ]);
    expect((await from('192.0.2.77')).statusCode).toBe(429);
  });
});
