import { verifyAudit } from '@app/nest';
import { Face, fine, problem } from './face';
import { ThingsController } from './things.controller';

let face: Face;
beforeEach(async () => (face = await Face.open()));
afterEach(() => face.close());

describe('the audit of calls', () => {
  it('audits changes, reads of originals and refusals, and nothing else', async () => {
    await face.get('/v1/things', face.keys.viewer);
    await face.decide(fine);
    await face.get('/v1/things/T-1/original', face.keys.agent);
    await face.call('PUT', '/v1/things/forgotten', face.keys.agent);
    await face.get('/v1/things');
    await face.decide({ decision: 'approve', reason: 'too late' });
    const rows = face.audited();
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
    expect((await verifyAudit(face.auditDir)).problems).toEqual([]);
  });

  it('does nothing that cannot be audited: 503, and again once it can', async () => {
    await face.audit.close();
    expect(problem(await face.decide(fine))).toMatchObject({
      status: 503,
      type: 'urn:meldkamer:problem:unavailable',
    });
    expect(ThingsController.done).toEqual([]);
    expect((await face.get('/v1/things', face.keys.viewer)).statusCode).toBe(200);
  });
});
