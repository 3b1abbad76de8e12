import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instant } from '@app/kernel';
import { createLogger } from '../observability';
import { DataDirInUse, DataDirLock } from './data-dir-lock';
import {
  audited,
  OperationRefused,
  requests,
  type Operations,
  type Progress,
  type Running,
} from './operations';
import { NoDesk, operationsOf } from './operations-client';
import { OperationsServer } from './operations-server';

const at = Instant('2026-03-01T10:00:00.000Z');
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'socket-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const unheeded: Running = { progress: () => {}, signal: new AbortController().signal };
const lines: string[] = [];
const logger = createLogger({ level: 'info', now: () => at, write: (line) => lines.push(line) });

/** A desk that can do what is given, and fails at everything else. */
const desk = (known: Partial<Operations> = {}): Operations => ({
  ...(Object.fromEntries(
    Object.keys(requests).map((name) => [name, () => Promise.reject(new Error('not in this test'))]),
  ) as unknown as Operations),
  ...known,
});
const listening = (known: Partial<Operations>, dataDir = dir) =>
  OperationsServer.listen(dataDir, desk(known), logger);

describe('the operator’s socket', () => {
  it('carries a request there, and progress and the answer back', async () => {
    const asked: unknown[] = [];
    const server = await listening({
      importPaths: (request, { progress }) => {
        asked.push(request);
        progress({ done: 1, total: 3 });
        return Promise.resolve({ read: 3, accepted: 2, duplicates: 1, failed: 0, failures: [] });
      },
    });
    const seen: Progress[] = [];
    const request = { paths: ['/tmp/a b.mbox'], archive: true, suppress: false };
    expect(
      await operationsOf(dir).importPaths(request, {
        ...unheeded,
        progress: (progress) => seen.push(progress),
      }),
    ).toEqual({ read: 3, accepted: 2, duplicates: 1, failed: 0, failures: [] });
    expect([asked, seen]).toEqual([[request], [{ done: 1, total: 3 }]]);
    await server.close();
  });

  it('is for the desk’s own user alone', async () => {
    const server = await listening({});
    expect(statSync(join(dir, 'desk.sock')).mode & 0o777).toBe(0o600);
    await server.close();
  });

  it('brings refusals and failures back in words, and logs only failures', async () => {
    lines.length = 0;
    const server = await listening({
      revokeKey: () => Promise.reject(new OperationRefused('there is no key x')),
      verify: () => Promise.reject(new Error('the disk is gone')),
    });
    const operations = operationsOf(dir);
    await expect(operations.revokeKey({ id: 'x' }, unheeded)).rejects.toThrow(
      new OperationRefused('there is no key x'),
    );
    await expect(operations.verify({}, unheeded)).rejects.toThrow('the disk is gone');
    await expect(operations.timeline({ of: 'desk' as 'case', id: '1' }, unheeded)).rejects.toThrow(
      OperationRefused,
    );
    expect(lines).toHaveLength(1);
    await server.close();
  });

  it('takes the longest id a case has', () => {
    const of = (length: number) =>
      requests.timeline.safeParse({ of: 'case', id: 'a'.repeat(length) }).success;
    expect([of(160), of(161)]).toEqual([true, false]);
  });

  it('says that nobody is there: no socket, one that a crash left, no folder', async () => {
    await expect(operationsOf(dir).listKeys({}, unheeded)).rejects.toThrow(NoDesk);
    writeFileSync(join(dir, 'desk.sock'), '');
    await expect(operationsOf(dir).listKeys({}, unheeded)).rejects.toThrow(NoDesk);
    await expect(operationsOf(join(dir, 'nowhere')).listKeys({}, unheeded)).rejects.toThrow(NoDesk);
    const server = await listening({ listKeys: () => Promise.resolve([]) });
    expect(await operationsOf(dir).listKeys({}, unheeded)).toEqual([]);
    await server.close();
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('works in a folder whose name is too long for a socket', async () => {
    const deep = join(dir, 'x'.repeat(120));
    mkdirSync(deep);
    await expect(operationsOf(deep).listKeys({}, unheeded)).rejects.toThrow(NoDesk);
    const server = await listening({ listKeys: () => Promise.resolve([]) }, deep);
    expect(await operationsOf(deep).listKeys({}, unheeded)).toEqual([]);
    await server.close();
    await expect(operationsOf(deep).listKeys({}, unheeded)).rejects.toThrow(NoDesk);
  });

  it('tells what runs when the asker goes away, and ends when the desk closes', async () => {
    let told: () => void;
    const aborted = new Promise<void>((resolve) => (told = resolve));
    let begun: () => void;
    const started = new Promise<void>((resolve) => (begun = resolve));
    const server = await listening({
      verify: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          begun();
          signal.addEventListener('abort', () => {
            told();
            reject(new Error('stopped'));
          });
        }),
    });
    const asker = new AbortController();
    const asking = operationsOf(dir).verify({}, { ...unheeded, signal: asker.signal });
    await started;
    asker.abort();
    await expect(asking).rejects.toThrow();
    await aborted;
    await server.close();
  });

  it('has a line in the audit before what changes something, and only that', async () => {
    const order: unknown[] = [];
    const operations = audited(
      desk({
        createKey: ({ name }) => (order.push(`made ${name}`), Promise.resolve({ id: 'k', key: 'mk' })),
        listKeys: () => Promise.resolve([]),
      }),
      (operation, ids) => (order.push([operation, ids]), Promise.resolve()),
    );
    await operations.listKeys({}, unheeded);
    await operations.createKey({ role: 'agent', name: 'Jan' }, unheeded);
    expect(order).toEqual([['createKey', { role: 'agent' }], 'made Jan']);
    const shut = audited(desk(), () => Promise.reject(new Error('disk full')));
    await expect(shut.revokeKey({ id: 'k' }, unheeded)).rejects.toThrow('disk full');
  });
});

describe('the data directory', () => {
  it('has one owner, who is named to the second', () => {
    const lock = DataDirLock.acquire(join(dir, 'data'), 'desk', at);
    expect(statSync(join(dir, 'data')).mode & 0o777).toBe(0o700);
    expect(() => DataDirLock.acquire(join(dir, 'data'), 'cli', at)).toThrow(
      new DataDirInUse(join(dir, 'data'), {
        pid: process.pid,
        what: 'desk',
        since: '2026-03-01T10:00:00.000Z',
      }),
    );
    lock.release();
    lock.release();
    DataDirLock.acquire(join(dir, 'data'), 'cli', at).release();
  });

  it('is free again when its owner was killed, and not before', async () => {
    const child = spawn(process.execPath, [
      '-e',
      `const Database = require(${JSON.stringify(require.resolve('libsql'))});
       const db = new Database(process.argv[1]); db.exec('begin exclusive'); console.log('held'); setInterval(() => {}, 1000);`,
      join(dir, 'desk.lock'),
    ]);
    await once(child.stdout, 'data');
    expect(() => DataDirLock.acquire(dir, 'desk', at)).toThrow(DataDirInUse);
    child.kill('SIGKILL');
    await once(child, 'exit');
    DataDirLock.acquire(dir, 'desk', at).release();
  });
});
