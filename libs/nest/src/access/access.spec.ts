import { minutes, sql, type Instant } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { CallRate } from './call-rate';
import { bringFaceTablesUp } from './face-tables';
import { KeyStore } from './key-store';
import { covers, role } from './roles';

describe('roles', () =>
  it('stand on a ladder, beside which platform and reporter are; an admin may all', () => {
    const held = (asked: (typeof role.options)[number]) => role.options.filter((one) => covers(one, asked));
    expect(held('viewer')).toEqual(['viewer', 'agent', 'supervisor', 'admin']);
    expect(held('supervisor')).toEqual(['supervisor', 'admin']);
    expect(held('platform')).toEqual(['admin', 'platform']);
    expect(held('reporter')).toEqual(['admin', 'reporter']);
  }));

describe('the rate of calls', () => {
  it('is each caller’s own, and says which refusal is the first', () => {
    let now = 0 as Instant;
    const rate = new CallRate('r', { count: 2, per: minutes(1), burst: 2 }, () => now);
    const taken = (name: string) => rate.take(name).ok;
    expect([taken('a'), taken('a'), rate.isOpen('a'), rate.isOpen('b')]).toEqual([true, true, false, true]);
    expect([rate.take('a'), rate.take('a')]).toMatchObject([{ first: true }, { first: false }]);
    now = 30_000 as Instant;
    expect([rate.isOpen('a'), taken('a')]).toEqual([true, true]);
    expect(rate.take('a')).toEqual({ ok: false, retryAfter: 30_000, first: true });
  });
});

describe('keys', () => {
  const now = () => 1_000 as Instant;

  it('are stored as hashes: no secret is in the tables', async () => {
    const tables = SqliteReadStore.inMemory();
    await bringFaceTablesUp(tables);
    const { key } = await new KeyStore(tables, now).create('agent', 'n');
    expect(JSON.stringify(await tables.all('select * from api_keys'))).not.toContain(key.split('_')[2]);
    await tables.close();
  });

  it('include an admin’s on the first start, once, unless the settings name one', async () => {
    const tables = SqliteReadStore.inMemory();
    await bringFaceTablesUp(tables);
    expect(await new KeyStore(tables, now, 'given').firstAdminKey()).toBeUndefined();
    const keys = new KeyStore(tables, now);
    const key = await keys.firstAdminKey();
    expect(await keys.callerOf(key!)).toMatchObject({ role: 'admin' });
    expect(await keys.firstAdminKey()).toBeUndefined();
    expect(await new KeyStore(tables, now).firstAdminKey()).toBeUndefined();
    await tables.close();
  });

  it('that another process revokes end here within seconds', async () => {
    const tables = SqliteReadStore.inMemory();
    await bringFaceTablesUp(tables);
    let at = 0 as Instant;
    const here = new KeyStore(tables, () => at);
    const there = new KeyStore(tables, () => at);
    const { id, key } = await there.create('viewer', 'v');
    expect(await here.callerOf(key)).toEqual({ keyId: id, role: 'viewer' });
    await there.revoke(id);
    at = 5_000 as Instant;
    expect(await here.callerOf(key)).toBeUndefined();
    await tables.close();
  });
});

describe('the face’s tables', () => {
  it('are made once, and refused when newer than this code', async () => {
    const tables = SqliteReadStore.inMemory();
    await bringFaceTablesUp(tables);
    await bringFaceTablesUp(tables);
    await tables.commit([sql('insert into face_tables(version) values (99)')]);
    await expect(bringFaceTablesUp(tables)).rejects.toThrow(/version 99, this code knows 6/);
    await tables.close();
  });
});
