import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshotsContract } from '@app/testing';
import { SqliteSnapshots } from './sqlite-snapshots';

snapshotsContract('SQLite', () => Promise.resolve(SqliteSnapshots.open(':memory:')));

it('keeps snapshots in a file of their own, which may be deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
  const path = join(folder, 'snapshots.db');
  const form = { name: 'case', version: 1 };
  const snapshot = { revision: 1, eventId: 'e', state: {}, commands: '' };
  const before = SqliteSnapshots.open(path);
  await before.save('case-1', form, snapshot);
  before.close();
  const again = SqliteSnapshots.open(path);
  expect(await again.load('case-1', form)).toEqual(snapshot);
  again.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const after = SqliteSnapshots.open(path);
  expect(await after.load('case-1', form)).toBeUndefined();
  after.close();
  rmSync(folder, { recursive: true });
});
