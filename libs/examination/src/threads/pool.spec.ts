import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { feedbackReport } from '@app/testing';
import type { Resolver } from '../authentication/resolver';
import { DEFAULT_BUDGET } from '../mime/budget';
import { ExaminationFailed, Pool, startExaminer } from './pool';

const report = (name: string) =>
  Buffer.from(
    `DKIM-Signature: v=1; a=rsa-sha256; d=${name}; s=s; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=eA==\r\n` +
      feedbackReport(
        {
          messageId: 'm@shop.example',
          date: 'Tue, 3 Mar 2026 09:00:00 +0000',
          from: 'a@shop.example',
          to: 'b@mail.test',
        },
        { from: `fbl@${name}`, userAgent: 'Local/1.0' },
        'r1',
      ),
  );
const job = (name: string) => ({
  do: 'examine' as const,
  bytes: report(name),
  travelled: { mailFrom: '' },
  receivedAt: 0,
  registered: [],
});
const settings = { threads: 1, keepDns: 0, dnsBudget: 60_000, budget: DEFAULT_BUDGET };
const absent = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));

jest.setTimeout(120_000); // threads are started, on machines that may be busy

/** Ends when the test says so. */
class DyingWorker extends EventEmitter {
  constructor(private readonly reason: string) {
    super();
  }
  die() {
    this.emit('error', new Error(this.reason));
  }
  postMessage() {}
  ref() {}
  unref() {}
  terminate = () => Promise.resolve(1);
}

describe('the pool', () => {
  let pool: Pool;
  afterEach(() => pool.close());
  const open = (resolver: Resolver, more: Partial<ConstructorParameters<typeof Pool>[0]> = {}) =>
    (pool = new Pool({ ...settings, timeout: 20_000, ...more }, resolver));

  it('gives up the one message that hangs, and none of those that shared its thread', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    const timeout = 20_000;
    let hanging = 0;
    // DNS that never answers stands for whatever keeps a thread from answering. The clock moves only once it is asked.
    open(
      (name) => {
        if (!name.includes('hangs')) return absent();
        if (++hanging <= 2) setImmediate(() => jest.advanceTimersByTime(timeout));
        return new Promise(() => undefined);
      },
      { timeout, together: 3 },
    );
    const names = ['a.example', 'hangs.example', 'b.example', 'c.example', 'd.example'];
    const outcomes = await Promise.allSettled(names.map((name) => pool.run(job(name))));
    jest.useRealTimers();
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    const failed = outcomes[1] as { reason?: unknown };
    expect(failed.reason).toBeInstanceOf(ExaminationFailed);
    expect((failed.reason as Error).message).toBe('it took longer than 20 s');
    expect(hanging).toBe(2); // with the others, and once more alone
  });

  it('blames a message for the death of the thread that had it alone, and gives the next to another', async () => {
    const dying = new DyingWorker('Worker terminated due to reaching memory limit');
    const workers: Worker[] = [dying as unknown as Worker];
    pool = new Pool(
      { ...settings, timeout: 20_000 },
      absent,
      (...how) => workers.shift() ?? startExaminer(...how),
    );
    const lost = expect(pool.run(job('a.example'))).rejects.toThrow(ExaminationFailed);
    dying.emit('message', { ready: true });
    dying.die();
    await lost;
    await expect(pool.run(job('a.example'))).resolves.toMatchObject({ report: { kind: 'complaint' } });
  });

  it('blames no message for a thread that cannot start', async () => {
    const dying = new DyingWorker('Cannot find module');
    pool = new Pool({ ...settings, timeout: 20_000 }, absent, () => dying as unknown as Worker);
    const lost = pool.run(job('a.example'));
    dying.die();
    const error: unknown = await lost.catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(ExaminationFailed);
    expect((error as Error).message).toBe('examination cannot start: its thread died: Cannot find module');
  });

  it('refuses work once it is closed, and lets nobody wait for what it had', async () => {
    open(() => new Promise(() => undefined));
    const waiting = pool.run(job('a.example'));
    const refused = expect(waiting).rejects.toThrow('closed');
    await pool.close();
    await refused;
    await expect(pool.run(job('a.example'))).rejects.toThrow('closed');
  });
});
