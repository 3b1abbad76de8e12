import { minutes } from '@app/kernel';
import { ADMIN, Face, fine, problem } from './face';

describe('rates', () => {
  let face: Face;
  const begin = async (key: string, address: string, more: Record<string, string> = {}) =>
    (face = await Face.open({ HTTP__RATES__KEY: key, HTTP__RATES__ADDRESS: address, ...more }));
  afterEach(() => face.close());

  it('are each key’s own: 429 with how long to wait, audited once', async () => {
    await begin('{ count: 1, per: 1m, burst: 2 }', '{ count: 1, per: 1m, burst: 2 }');
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await face.decide(fine)).statusCode);
    expect(statuses).toEqual([200, 200, 429, 429]);
    const refused = await face.decide(fine);
    expect(problem(refused).detail).toBe('too many calls with this key: wait 60 s');
    expect(refused.headers['retry-after']).toBe('60');
    expect((await face.get('/v1/things', face.keys.viewer)).statusCode).toBe(200);
    expect(face.audited().filter(({ status }) => status === 429)).toHaveLength(1);
    face.pass(minutes(1));
    expect((await face.decide(fine)).statusCode).toBe(200);
  });

  it('slow those who guess, and close the door on a key that people chose, but on no other', async () => {
    await begin('{ count: 60, per: 1m, burst: 60 }', '{ count: 1, per: 1m, burst: 3 }');
    for (let i = 0; i < 3; i++) expect((await face.get('/v1/things', `guess-${i}`)).statusCode).toBe(401);
    expect((await face.get('/v1/things', 'guess-3')).statusCode).toBe(429);
    expect((await face.get('/v1/things', ADMIN)).statusCode).toBe(429);
    expect((await face.get('/v1/things', face.keys.viewer)).statusCode).toBe(200);
    expect((await face.get('/health/ready')).statusCode).toBe(200);
    face.pass(minutes(1));
    expect((await face.get('/v1/things', ADMIN)).statusCode).toBe(200);
  });

  it('count refusals that come too fast to be rows of their own', async () => {
    await begin('{ count: 60, per: 1m, burst: 60 }', '{ count: 10000, per: 1s, burst: 10000 }');
    for (let i = 0; i < 260; i++) await face.get('/v1/things');
    expect(face.audited()).toHaveLength(200);
    face.pass(minutes(1));
    await face.get('/v1/things');
    expect(face.audited().at(-1)).toMatchObject({ outcome: 'refused', unrecorded: 60 });
  });

  it('see through the proxies that the settings trust, and through no other', async () => {
    const from = (address: string) =>
      face.app.inject({ method: 'GET', url: '/v1/things', headers: { 'x-forwarded-for': address } });
    await begin('{ count: 60, per: 1m, burst: 60 }', '{ count: 1, per: 1m, burst: 1 }');
    expect([(await from('192.0.2.1')).statusCode, (await from('198.51.100.1')).statusCode]).toEqual([
      401, 429,
    ]);
    await face.close();
    await begin('{ count: 60, per: 1m, burst: 60 }', '{ count: 1, per: 1m, burst: 1 }', {
      HTTP__TRUSTED_PROXIES: '127.0.0.0/8',
    });
    expect([(await from('192.0.2.1')).statusCode, (await from('198.51.100.1')).statusCode]).toEqual([
      401, 401,
    ]);
    expect((await from('192.0.2.77')).statusCode).toBe(429);
  });
});
