import { KeyStore } from '@app/nest';
import { Face, ADMIN, problem, type Method } from './face';

let face: Face;
beforeEach(async () => (face = await Face.open()));
afterEach(() => face.close());

describe('access', () => {
  it('wants a key: none, a malformed one, a wrong one, a revoked one are 401', async () => {
    const { id, key } = await face.app.get(KeyStore).create('viewer', 'v');
    expect((await face.get('/v1/things', key)).statusCode).toBe(200);
    await face.app.get(KeyStore).revoke(id);
    for (const wrong of [undefined, 'x', `${key.slice(0, -1)}0`, key, 'mk_000000000000_' + '0'.repeat(64)]) {
      const response = await face.get('/v1/things', wrong);
      expect(problem(response)).toMatchObject({ status: 401, type: 'urn:meldkamer:problem:unauthenticated' });
      expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
    }
    expect((await face.get('/v1/nothing')).statusCode).toBe(401);
    expect((await face.get('/v1/things', ADMIN)).statusCode).toBe(200);
  });

  it('lets each role do its own: 403 for the rest', async () => {
    const outcome = async (url: string, method: Method = 'GET') =>
      Promise.all(
        Object.entries(face.keys).map(
          async ([role, key]) => [role, (await face.call(method, url, key)).statusCode] as const,
        ),
      ).then((all) => all.filter(([, status]) => status !== 403).map(([role]) => role));
    expect(await outcome('/v1/things')).toEqual(['viewer', 'agent', 'supervisor', 'admin']);
    expect(await outcome('/v1/things/T-1/original')).toEqual(['agent', 'supervisor', 'admin']);
    expect(await outcome('/v1/things/bytes', 'POST')).toEqual(['agent', 'supervisor', 'admin', 'reporter']);
    expect(await outcome('/v1/things/forgotten', 'PUT')).toEqual(['admin']);
    expect(problem(await face.get('/v1/things', face.keys.reporter)).detail).toBe(
      'this needs a key of role viewer, and yours is reporter',
    );
  });
});
