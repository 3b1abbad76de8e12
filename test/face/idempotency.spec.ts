import { Face, fine, problem } from './face';
import { ThingsController } from './things.controller';

let face: Face;
beforeEach(async () => (face = await Face.open()));
afterEach(() => face.close());

describe('a repeated call', () => {
  describe('Idempotency-Key', () => {
    const body = fine;
    const key = { 'idempotency-key': 'order-1' };

    it('gives the same answer to the same call, and does it once', async () => {
      const first = await face.decide(body, key);
      const again = await face.decide(body, key);
      expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
      expect(ThingsController.done).toEqual(['T-1 approve']);
      expect((await face.decide(body)).json<{ commandId: string }>().commandId).not.toBe(
        first.json<{ commandId: string }>().commandId,
      );
    });

    it('is 422 with another body or path, and another call with another key of ours', async () => {
      await face.decide(body, key);
      expect(problem(await face.decide({ ...body, reason: 'other' }, key)).status).toBe(422);
      expect(
        problem(await face.call('POST', '/v1/things/T-2/decisions', face.keys.agent, body, key)).status,
      ).toBe(422);
      expect((await face.decide({ ...body, reason: 'other' }, key, face.keys.admin)).statusCode).toBe(200);
    });

    it('waits for the first when both come at once', async () => {
      let finish = () => {};
      ThingsController.wait = new Promise((resolve) => (finish = resolve));
      const both = [face.decide(body, key), face.decide(body, key)];
      const other = face.decide({ ...body, reason: 'other' }, key);
      expect((await other).statusCode).toBe(422);
      finish();
      const [first, second] = await Promise.all(both);
      expect(second!.json()).toEqual(first!.json());
      expect(ThingsController.done).toHaveLength(1);
    });

    it('decides a refused call anew, and a failed one under the same command id', async () => {
      expect((await face.decide({ ...body, reason: 'too late' }, key)).statusCode).toBe(409);
      expect((await face.decide(body, key)).statusCode).toBe(200);
      const other = { 'idempotency-key': 'order-2' };
      expect((await face.decide({ ...body, reason: 'boom' }, other)).statusCode).toBe(500);
      expect((await face.decide(body, other)).statusCode).toBe(422);
    });

    it('does not keep an answer that is shown once', async () => {
      const ask = () => face.call('POST', '/v1/things/secrets', face.keys.agent, {}, key);
      expect((await ask()).json()).toEqual({ secret: 'hush' });
      expect(problem(await ask()).status).toBe(409);
      expect(ThingsController.done).toEqual(['secret']);
    });

    it('must be printable', async () =>
      expect(problem(await face.decide(body, { 'idempotency-key': 'with space' })).errors).toMatchObject([
        { path: 'Idempotency-Key' },
      ]));
  });
});
