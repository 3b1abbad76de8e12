import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hours, Instant, plus, StoreBusy, StoreFull, type ReportId } from '@app/kernel';
import { rawStoreContract, type OpenRawStore } from '@app/testing';
import { SqliteRawStore, type RawStoreOptions } from './raw-store';
import { SqliteVault } from './vault';

const now = () => Instant('2026-03-01T10:00:00.000Z');
const closing: (() => Promise<void>)[] = [];
const dirs: string[] = [];
const newDir = () => {
  const dir = mkdtempSync(join(tmpdir(), 'raw-'));
  dirs.push(dir);
  return dir;
};
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

const open = (dataDir: string, options: Partial<RawStoreOptions> = {}) => {
  const vault = new SqliteVault({ dataDir, now, warn: () => undefined });
  const store = new SqliteRawStore({ dataDir, keys: vault.keys, ...options });
  const close = async () => {
    await store.close();
    await vault.close();
  };
  closing.push(close);
  return { vault, store, close };
};

rawStoreContract('SQLite', () => Promise.resolve(opened(newDir())));
const opened = (dataDir: string): OpenRawStore => {
  const { vault, store, close } = open(dataDir);
  return {
    store,
    erase: (id) => vault.destroy({ kind: 'report', id }),
    reopen: async () => {
      await close();
      closing.length = 0;
      return opened(dataDir);
    },
  };
};

describe('the segments', () => {
  const id = (name: string) => name as ReportId;

  it('hold nothing that can be read without the keys', async () => {
    const dataDir = newDir();
    const { store, close } = open(dataDir);
    await store.put(id('r'), Buffer.from('From: jan@example.org'), now(), { rcptTo: ['abuse@example.net'] });
    await close();
    closing.length = 0;
    const files = readdirSync(join(dataDir, 'raw'));
    expect(files).toContain('2026-03-01.db');
    for (const file of files)
      expect(readFileSync(join(dataDir, 'raw', file), 'latin1')).not.toMatch(/example/);
  });

  it('refuse more than may wait, and keep what they took', async () => {
    const { store } = open(newDir(), { maxWaiting: 10 });
    const put = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => store.put(id(`r-${i}`), Buffer.from('x'), now())),
    );
    const refused = put.flatMap((p) => (p.status === 'rejected' ? [p.reason as Error] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map((error) => error.constructor))).toEqual(new Set([StoreBusy]));
    for (const [i, { status }] of put.entries())
      expect(await store.get('2026-03-01' as never, id(`r-${i}`))).toEqual(
        status === 'fulfilled' ? Buffer.from('x') : undefined,
      );
  });

  it('say that the disk is full, keep nothing of that report, and go on when there is room', async () => {
    const dataDir = newDir();
    const { store } = open(dataDir, { pragmas: 'pragma max_page_count = 40' });
    await store.put(id('fits'), Buffer.alloc(1_000), now());
    await expect(store.put(id('too-big'), Buffer.alloc(200_000), now())).rejects.toThrow(StoreFull);
    await store.put(id('fits-too'), Buffer.alloc(1_000), now());
    expect(await store.get('2026-03-01' as never, id('too-big'))).toBeUndefined();
    expect(await store.get('2026-03-01' as never, id('fits-too'))).toEqual(Buffer.alloc(1_000));
  });

  it('accept a report that was refused when it comes again', async () => {
    const dataDir = newDir();
    const full = open(dataDir, { pragmas: 'pragma max_page_count = 40' });
    await expect(full.store.put(id('r'), Buffer.alloc(200_000), now())).rejects.toThrow(StoreFull);
    await full.close();
    closing.length = 0;
    const { store } = open(dataDir);
    expect(await store.put(id('r'), Buffer.alloc(200_000), now())).toMatchObject({ fresh: true });
  });

  it('get over a crash that took the key of a blob: nobody was told of it, and it is new when it comes again', async () => {
    const dataDir = newDir();
    const [keys, before] = [join(dataDir, 'keys', 'keys.db'), join(dataDir, 'before')];
    const first = open(dataDir);
    await first.store.put(id('kept'), Buffer.from('k'), now());
    await first.close();
    copyFileSync(keys, before);
    const crashing = open(dataDir);
    const lost = await crashing.store.put(id('lost'), Buffer.from('l'), now());
    await crashing.close();
    closing.length = 0;
    for (const end of ['', '-wal', '-shm']) rmSync(`${keys}${end}`, { force: true });
    copyFileSync(before, keys);

    const { store } = open(dataDir);
    const orphans = [];
    for await (const { reportId } of store.orphans(plus(now(), hours(1)), () => Promise.resolve(new Set())))
      orphans.push(reportId);
    expect(orphans).toEqual(['kept']);
    const again = await store.put(id('lost'), Buffer.from('l'), now());
    expect(again).toEqual({ segment: lost.segment, keyId: again.keyId, fresh: true });
    expect(await store.get(again.segment, id('lost'))).toEqual(Buffer.from('l'));
  });
});
