import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreFailed } from '@app/kernel';
import { GroupWriter, type Job } from './group-writer';
import { openDatabase } from './open-database';
import { rows } from './tables';

const dir = mkdtempSync(join(tmpdir(), 'writer-'));
const file = join(dir, 'a.db');
const db = openDatabase(file, ['create table t(n integer primary key, x text) strict']);
const insert = (n: number, into = file): Job => ({
  file: into,
  statements: [
    { text: 'insert into t values (?1, ?2) on conflict do nothing', params: [BigInt(n), `x${n}`] },
    { text: 'update t set x = ?2 where n = ?1', params: [BigInt(n), 'y'] },
  ],
});
const written = () => rows<{ n: number }>(db, 'select n from t order by n').map(({ n }) => n);
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

it('answers each in its own words, once it can be read', async () => {
  const writer = new GroupWriter({ name: 'test' });
  const jobs = [1, 2, 1].map((n) =>
    writer.write(insert(n)).then((changes) => ({ changes, seen: written() })),
  );
  expect(await Promise.all(jobs)).toEqual([
    { changes: [1, 1], seen: [1, 2] },
    { changes: [1, 1], seen: [1, 2] },
    { changes: [0, 1], seen: [1, 2] },
  ]);
  await writer.close();
  await expect(writer.write(insert(3))).rejects.toThrow('test is closed');
});

it('writes what it accepted before it closes', async () => {
  const writer = new GroupWriter({ name: 'test' });
  const jobs = Promise.all(Array.from({ length: 500 }, (_, i) => writer.write(insert(100 + i))));
  await writer.close();
  await jobs;
  expect(written().filter((n) => n >= 100)).toHaveLength(500);
});

it('says once that it can no longer be trusted, and takes nothing any more', async () => {
  const fatal: Error[] = [];
  const writer = new GroupWriter({ name: 'test', onFatal: (error) => fatal.push(error) });
  const jobs = [insert(1_000), insert(1_001, join(dir, 'absent', 'b.db')), insert(1_002)];
  const settled = await Promise.allSettled(jobs.map((job) => writer.write(job)));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(writer.write(insert(1_003))).rejects.toThrow(StoreFailed);
  expect(fatal).toEqual([expect.any(StoreFailed)]);
  await writer.close();
});
