import { Health, Metrics } from '@app/nest';
import { Face } from './face';

let face: Face;
beforeEach(async () => (face = await Face.open()));
afterEach(() => face.close());

describe('what can be seen of a desk', () => {
  it('gives every call an id that the log and the answer share, or joins the caller’s', async () => {
    const response = await face.get('/v1/things/T-1', face.keys.viewer);
    const id = response.headers['x-request-id'] as string;
    expect(response.json()).toEqual({ id: 'T-1', correlationId: id });
    expect(JSON.parse(face.lines.at(-1)!)).toMatchObject({
      correlationId: id,
      route: '/v1/things/:id',
      status: 200,
    });
    const joined = await face.get('/v1/things/T-1', face.keys.viewer, {
      'x-correlation-id': 'theirs-1',
    });
    expect(joined.json()).toMatchObject({ correlationId: 'theirs-1' });
  });

  describe('health', () => {
    it('is ready when nothing is down, and degraded is ready', async () => {
      const health = face.app.get(Health);
      expect((await face.get('/health/live')).json()).toEqual({ status: 'ok' });
      expect((await face.get('/health/ready')).statusCode).toBe(200);
      health.add('views', () => ({ state: 'degraded', detail: '300 events behind' }));
      const degraded = await face.get('/health/ready', undefined, {
        authorization: 'Bearer wrong',
      });
      expect([degraded.statusCode, degraded.json()]).toEqual([
        200,
        { status: 'degraded', checks: { views: { state: 'degraded', detail: '300 events behind' } } },
      ]);
      health.add('store', () => Promise.reject(new Error('gone')));
      const down = await face.get('/health/ready');
      expect([down.statusCode, down.json<{ status: string }>().status]).toEqual([503, 'down']);
    });

    it('is not ready while draining, and still alive', async () => {
      face.app.get(Health).drain();
      expect((await face.get('/health/ready')).statusCode).toBe(503);
      expect((await face.get('/health/live')).statusCode).toBe(200);
    });
  });

  describe('metrics', () => {
    it('are for viewers, and for the machine itself when nobody passed the call on', async () => {
      expect((await face.get('/metrics')).statusCode).toBe(200);
      for (const header of ['forwarded', 'x-forwarded-for'])
        expect((await face.get('/metrics', undefined, { [header]: 'for=192.0.2.1' })).statusCode).toBe(401);
      const remote = await face.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.1' });
      expect(remote.statusCode).toBe(401);
      expect((await face.get('/metrics', face.keys.viewer)).statusCode).toBe(200);
      expect((await face.get('/metrics', face.keys.reporter)).statusCode).toBe(403);
      expect((await face.get('/metrics', 'wrong')).statusCode).toBe(401);
    });

    it('count calls by route and status, and ask the gauges', async () => {
      face.app.get(Metrics).gauge('outbox_pending', 'Commands not yet sent', () => 3);
      face.app
        .get(Metrics)
        .gauges('view_lag_events', 'Events behind', 'view', () => new Map([['cases', 12]]));
      face.app.get(Metrics).gauge('broken', 'Throws', () => Promise.reject(new Error('x')));
      await face.get('/v1/things/T-1', face.keys.viewer);
      const { body } = await face.get('/metrics');
      expect(body).toMatch(
        /meldkamer_http_request_seconds_count{method="GET",route="\/v1\/things\/:id",status="200"} 1/,
      );
      expect(body).toMatch(/^meldkamer_outbox_pending 3$/m);
      expect(body).toMatch(/^meldkamer_view_lag_events{view="cases"} 12$/m);
    });
  });
});
