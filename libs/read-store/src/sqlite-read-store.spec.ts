import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { sql, StoreFull } from '@app/kernel';
import { readStoreContract } from '@app/testing';
import { migrate } from './migrations';
import { LostRace } from './port';
import { SqliteReadStore } from './sqlite-read-store';
import { Writer } from './writer';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'read-store-'))));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const file = () => join(folder, `${++files}.db`);

readStoreContract('SQLite in memory', () => Promise.resolve(SqliteReadStore.inMemory()));
readStoreContract('SQLite with its writer in a thread', () => SqliteReadStore.open(file()));

describe('the file of a read store', () => {
  it('keeps what was answered', async () => {
    const path = file();
    const first = await SqliteReadStore.open(path);
    await first.commit([sql('create table t(k text)'), sql("insert into t values ('a')")]);
    await first.close();
    const second = await SqliteReadStore.open(path);
    expect(await second.all('select k from t')).toEqual([{ k: 'a' }]);
    await second.close();
  });

  it('is refused when its tables are newer than this code, and says what to do', async () => {
    const path = file();
    const db = new Database(path);
    db.exec('pragma user_version = 99');
    db.close();
    await expect(SqliteReadStore.open(path)).rejects.toThrow(/version 99.*start the newer release/);
  });

  it('is refused when it is no database', async () => expect(SqliteReadStore.open(folder)).rejects.toThrow());

  it('says when the disk is full, and goes on when there is room again', () => {
    const writer = new Writer(file());
    writer.db.exec('create table t(k text); pragma max_page_count = 60');
    const big = sql('insert into t values ($1)', 'x'.repeat(200_000));
    const small = sql('insert into t values ($1)', 'y');
    expect(writer.write([[small], [big]])).toEqual([{ full: true }, { full: true }]);
    expect(writer.write([[small]])).toEqual(['done']);
    writer.db.exec('pragma max_page_count = 1000000');
    expect(writer.write([[big], [small]])).toEqual(['done', 'done']);
    writer.close();
  });

  it('is refused with a name for it', async () => {
    const store = SqliteReadStore.inMemory();
    await store.commit([sql('create table t(k text)'), sql('pragma max_page_count = 60')]);
    await expect(store.commit([sql('insert into t values ($1)', 'x'.repeat(300_000))])).rejects.toThrow(
      StoreFull,
    );
    await store.close();
  });

  it('names its refusals as every store does, so that SMTP and HTTP know what to answer', async () => {
    const store = SqliteReadStore.inMemory();
    await store.close();
    await expect(store.commit([sql('create table t(k text)')])).rejects.toMatchObject({
      name: 'StoreClosed',
    });
    expect(new LostRace(sql('update t set k = 1'))).toMatchObject({ name: 'LostRace' });
  });

  it('tells callers to come back when too many wait', async () => {
    const store = SqliteReadStore.inMemory();
    await store.commit([sql('create table t(k text)')]);
    const got = await Promise.allSettled(
      Array.from({ length: 10_002 }, () => store.commit([sql("insert into t values ('a')")])),
    );
    expect(got.filter((g) => g.status === 'rejected').map((g) => (g.reason as Error).name)).toEqual([
      'StoreBusy',
      'StoreBusy',
    ]);
    await store.close();
  });
});

describe('migrations', () => {
  it('run once each, in order, and those after a crash only from where it was', () => {
    const db = new Database(':memory:');
    const steps = ['create table a(x)', 'create table b(x)'];
    migrate(db, 'a.db', steps.slice(0, 1));
    migrate(db, 'a.db', steps);
    migrate(db, 'a.db', steps);
    expect(() => migrate(db, 'a.db', [...steps, 'create table c(x); create table a(x)'])).toThrow(
      'a already exists',
    );
    migrate(db, 'a.db', [...steps, 'create table c(x)']); // nothing of the failed one was left
    expect(db.prepare('pragma user_version').all()).toEqual([{ user_version: 3 }]);
  });
});
