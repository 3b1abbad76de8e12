import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DataDirInUse,
  DataDirLock,
  OperationRefused,
  OperationsServer,
  requests,
  createLogger,
  type Operations,
} from '@app/nest';
import { Instant } from '@app/kernel';
import { loadSettings } from '@app/settings';
import { openOwnDesk } from './own-desk';
import { reachDesk } from './reach-desk';

const at = Instant('2026-03-01T10:00:00.000Z');
const logger = createLogger({ level: 'silent', now: () => at });
const running = { progress: () => {}, signal: new AbortController().signal };
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'reach-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const own = () => openOwnDesk(loadSettings({ environment: { MELDKAMER_DATA_DIR: dir }, workingDir: '/' }));
const theirs = {
  ...(Object.fromEntries(
    Object.keys(requests).map((name) => [name, () => Promise.reject(new Error(name))]),
  ) as unknown as Operations),
  listKeys: () => Promise.resolve([]),
};

describe('the CLI reaches', () => {
  it('the desk that runs, and leaves its lock alone', async () => {
    const lock = DataDirLock.acquire(dir, 'desk', at);
    const server = await OperationsServer.listen(dir, theirs, logger);
    const { operations } = await reachDesk(dir, own);
    await expect(operations.verify({}, running)).rejects.toThrow('verify');
    await server.close();
    lock.release();
  });

  it('the data directory itself when no desk runs, as its owner', async () => {
    const desk = await reachDesk(dir, own);
    const { operations } = desk;
    expect(() => DataDirLock.acquire(dir, 'desk', at)).toThrow(DataDirInUse);
    const { id, key } = await operations.createKey({ role: 'agent', name: 'n' }, running);
    expect(key).toMatch(/^mk_[0-9a-f]{12}_[0-9a-f]{64}$/);
    await operations.revokeKey({ id }, running);
    await expect(operations.revokeKey({ id: 'x' }, running)).rejects.toThrow(OperationRefused);
    expect(await operations.listKeys({}, running)).toMatchObject([
      { id, role: 'agent', revokedAt: expect.any(Number) as number },
    ]);
    expect(await operations.verify({}, running)).toEqual({ events: 0, auditRows: 3, problems: [] });
    await desk.close();
    DataDirLock.acquire(dir, 'desk', at).release();
  });

  it('a desk that is just starting, once it answers, and gives up on one that never does', async () => {
    const lock = DataDirLock.acquire(dir, 'desk', at);
    let server: OperationsServer | undefined;
    const starts = async () => (server ??= await OperationsServer.listen(dir, theirs, logger));
    expect(await (await reachDesk(dir, own, starts)).operations.listKeys({}, running)).toEqual([]);
    await server!.close();
    await expect(reachDesk(dir, own, () => Promise.resolve())).rejects.toThrow(DataDirInUse);
    lock.release();
  });
});
