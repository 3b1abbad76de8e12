import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'node:http';
import { covers, role, type Role } from '@app/nest';
import { MORNING } from '../support/scene';
import { TestDesk } from '../support/test-desk';

interface Operation {
  readonly 'x-roles'?: readonly Role[];
  readonly requestBody?: unknown;
}
interface Route {
  readonly method: string;
  readonly path: string; // /v1/cases/{id}
  readonly roles: readonly Role[];
}

let desk: TestDesk;
let routes: Route[];
const keys = new Map<Role, { id: string; key: string }>();
beforeAll(async () => {
  desk = await TestDesk.open({ start: MORNING, settings: { LIMITS__FREE_DISK: '1MiB' } });
  const { paths } = await desk.get<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json');
  routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { 'x-roles': roles = ['admin'] as const }]) => ({
        method: method.toUpperCase(),
        path,
        roles,
      })),
    );
  await desk.did('PUT', '/v1/accounts/shop-1', {
    brand: 'spotler',
    name: 'The Shop',
    contacts: [{ email: 'owner@shop-1.example', locale: 'nl' }],
  });
  for (const one of role.options)
    keys.set(one, await desk.did('POST', '/v1/keys', { role: one, name: `the ${one}` }));
});
afterAll(() => desk.close());

const audit = (): { route: string; method: string; role: string; outcome: string; status?: number }[] => {
  const folder = join(desk.dataDir, 'data', 'audit');
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line) as never);
};

/** Bodies that are fine, so that what is unknown is all that is wrong. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /v1/accounts/{id}/trace-token': {},
  'POST /v1/blocklistings/{id}/end': { reason: 'as agreed' },
  'POST /v1/cases/{id}/appeals': { text: 'We asked them.' },
  'POST /v1/cases/{id}/notes': { text: 'They telephoned.' },
  'POST /v1/cases/{id}/decisions': { decision: 'close', reason: 'as agreed' },
  'POST /v1/cases/{id}/evidence': {
    questionnaire: { collected: 'existing-customer', relation: 'Bought a bicycle.' },
  },
  'POST /v1/complaints/{id}/attribution': { accountId: 'shop-1', reason: 'as agreed' },
  'POST /v1/complaints/{id}/qualification': { verdict: 'qualified', reason: 'as agreed' },
  'POST /v1/reports/{id}/handled': { reason: 'as agreed' },
  'POST /v1/incidents/{id}/costs': { kind: 'delisting', cents: 100, note: 'as agreed' },
  'POST /v1/incidents/{id}/costs/{costId}/reversal': { reason: 'as agreed' },
  'POST /v1/incidents/{id}/decisions': { decision: 'submit-costs', reason: 'as agreed' },
  'POST /v1/invoices/{id}/issued': { number: '2026-1', issuedAt: '2026-03-03T08:00:00Z' },
  'POST /v1/accounts/{id}/fines': { regulator: 'ACM', imposedOn: '2026-03-02', note: 'as agreed' },
  'POST /v1/accounts/{id}/fines/{fineId}/strike': { reason: 'as agreed' },
  'POST /v1/accounts/{id}/resemblances/{closed}/handled': { reason: 'as agreed' },
  'POST /v1/lists/{id}/decisions': { decision: 'approve-list', reason: 'as agreed' },
  'POST /v1/platform-orders/{id}': { state: 'confirmed' },
  'POST /v1/platform-orders/{id}/leak-handled': { reason: 'as agreed' },
  'POST /v1/automation/{scope}': { automatic: false, reason: 'as agreed' },
};
const SECOND = '0b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
/** Of a path with two ids, the second is well formed. */
const withId = (path: string, id: string): string => path.replace(/\{\w+\}/, id).replace(/\{\w+\}/, SECOND);
/** A list that nobody told of is not sendable, and the guard says so: whoever asks before each send gets one form of answer. */
const GUARD = '/v1/lists/{id}/sendable';
const named = () =>
  routes.filter(({ path, method }) => path.includes('{') && method !== 'PUT' && path !== GUARD);

it('wrong roles: every route turns away every role it is not for, says whom it is for, and the audit has it', async () => {
  expect(routes.length).toBeGreaterThan(20);
  for (const { method, path, roles } of routes)
    for (const [held, { key }] of keys) {
      if (roles.some((asked) => covers(held, asked))) continue;
      const before = audit().length;
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await desk.call(method, withId(path, 'x'), body, { key });
      expect({ method, path, held, status: answer.status, ...answer.body }).toMatchObject({
        status: 403,
        type: 'urn:meldkamer:problem:forbidden',
        detail: `this needs a key of role ${roles.join(' or ')}, and yours is ${held}`,
      });
      const rows = audit().slice(before);
      expect(rows).toMatchObject([{ method, role: held, outcome: 'refused', status: 403 }]);
    }
});

it('no key: every route says that one is needed', async () => {
  for (const { method, path } of routes)
    expect(await desk.call(method, withId(path, 'x'), undefined, { key: null })).toMatchObject({
      status: 401,
      body: { type: 'urn:meldkamer:problem:unauthenticated' },
    });
});

it('expired keys: one that was revoked opens nothing from then on', async () => {
  const { id, key } = await desk.did<{ id: string; key: string }>('POST', '/v1/keys', {
    role: 'viewer',
    name: 'gone',
  });
  expect((await desk.call('GET', '/v1/cases', undefined, { key })).status).toBe(200);
  await desk.did('DELETE', `/v1/keys/${id}`, undefined);
  expect(await desk.call('GET', '/v1/cases', undefined, { key })).toMatchObject({
    status: 401,
    body: { detail: 'this key is not one of ours, or was revoked' },
  });
});

it('unknown ids: every route that takes one answers 404, and names what is not there', async () => {
  for (const { method, path } of named()) {
    const id = path.includes('{scope}') ? 'brand:nobody' : 'nobody-1';
    const answer = await desk.call(method, withId(path, id), BODIES[`${method} ${path}`]);
    expect({ asked: `${method} ${path}`, status: answer.status, ...answer.body }).toMatchObject({
      asked: `${method} ${path}`,
      status: 404,
      detail: expect.stringMatching(/nobody/) as string,
    });
  }
});

it('malformed ids: 400 or 404, never more', async () => {
  const ids = ['%00', '%0d%0aX-Evil:1', '..%2f..%2fetc%2fpasswd', '%2e%2e%2f', 'x'.repeat(300), 'x'.repeat(5_000), '%F0%9F%92%A9', '%', '%C0%AE', "'%20or%201=1--", '%3Cscript%3E', '-1', '*']; // prettier-ignore
  for (const { method, path } of named())
    for (const id of ids) {
      const status = await rawStatus(method, withId(path, id), BODIES[`${method} ${path}`]);
      expect({
        method,
        path,
        id: id.slice(0, 20),
        ok: [400, 404, 414].includes(status),
        status,
      }).toMatchObject({
        ok: true,
      });
    }
});

/** Not by fetch, which would tidy the path up. */
const rawStatus = (method: string, path: string, body: unknown): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request(
      desk.url,
      { method, path, headers: { ...desk.asAdmin, 'content-type': 'application/json' } },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode!));
      },
    );
    call.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
