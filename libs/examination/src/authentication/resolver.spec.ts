import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caching, codeOf, isAbsent, zoneFileResolver, zoneResolver, type Resolver } from './resolver';

const failure = (answer: Promise<unknown>) => answer.then(() => 'answered', codeOf);

describe('a zone', () => {
  const resolve = zoneResolver(() => ({
    'a.example': { TXT: ['v=spf1 -all'], MX: ['20 mx.a.example', 'mx2.a.example'] },
    'down.example': { TXT: 'SERVFAIL' },
  }));

  it('answers as a resolver does', async () => {
    expect(await resolve('A.example.', 'TXT')).toEqual([['v=spf1 -all']]);
    expect(await resolve('a.example', 'MX')).toEqual([
      { priority: 20, exchange: 'mx.a.example' },
      { priority: 10, exchange: 'mx2.a.example' },
    ]);
  });

  it('tells what is not there from what nobody knows', async () => {
    expect(await failure(resolve('b.example', 'TXT'))).toBe('ENOTFOUND');
    expect(await failure(resolve('a.example', 'AAAA'))).toBe('ENODATA');
    expect(await failure(resolve('down.example', 'TXT'))).toBe('ESERVFAIL');
    expect(await failure(resolve('__proto__', 'TXT'))).toBe('ENOTFOUND');
    expect(
      ['ENOTFOUND', 'ENODATA', 'EBADNAME', 'ESERVFAIL', 'ETIMEOUT', 'EREFUSED'].map((code) =>
        isAbsent({ code }),
      ),
    ).toEqual([true, true, true, false, false, false]);
  });

  it('may lie in a file that changes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zone-'));
    const file = join(folder, 'zone.json');
    const read = zoneFileResolver(file);
    writeFileSync(file, '{}');
    expect(await failure(read('a.example', 'TXT'))).toBe('ENOTFOUND');
    writeFileSync(file, '{"a.example":{"TXT":["x"]}}');
    expect(await read('a.example', 'TXT')).toEqual([['x']]);
    writeFileSync(file, '{');
    await expect(read('a.example', 'TXT')).rejects.toThrow('a zone file looks like');
    rmSync(folder, { recursive: true });
  });
});

describe('a resolver that remembers', () => {
  const counted = (code?: string) => {
    const asked: string[] = [];
    const resolver: Resolver = (name) => {
      asked.push(name);
      return code === undefined
        ? Promise.resolve([name])
        : Promise.reject(Object.assign(new Error(code), { code }));
    };
    return { asked, resolver };
  };

  it('asks once, also for what is asked twice at a time, until the answer is old', async () => {
    const { asked, resolver } = counted();
    let now = 0;
    const resolve = caching(resolver, 1_000, () => now);
    await Promise.all([resolve('a', 'TXT'), resolve('A', 'TXT'), resolve('a', 'MX')]);
    expect(asked.length).toBe(2);
    now = 1_001;
    await resolve('a', 'TXT');
    expect(asked.length).toBe(3);
  });

  it('remembers that there is nothing, and forgets trouble', async () => {
    for (const [code, times] of [
      ['ENOTFOUND', 1],
      ['ESERVFAIL', 2],
    ] as const) {
      const { asked, resolver } = counted(code);
      const resolve = caching(resolver, 1_000, () => 0);
      expect([await failure(resolve('a', 'TXT')), await failure(resolve('a', 'TXT'))]).toEqual([code, code]);
      expect(asked.length).toBe(times);
    }
  });

  it('keeps only so much', async () => {
    const { asked, resolver } = counted();
    const resolve = caching(resolver, 1_000, () => 0, 2);
    for (const name of ['a', 'b', 'c', 'a']) await resolve(name, 'TXT');
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
