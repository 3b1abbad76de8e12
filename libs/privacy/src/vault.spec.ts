import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Database from 'libsql';
import { Instant, unsealed, type Json } from '@app/kernel';
import { UnknownKey } from './errors';
import { everyRoleOf, type Opening } from './subject';
import { rows } from './tables';
import { SqliteVault, wasErased } from './vault';

const now = () => Instant('2026-03-01T10:00:00.000Z');
const reader = { by: 'key-1', why: 'a notice' };
const folder = () => mkdtempSync(join(tmpdir(), 'vault-'));
let dataDir: string;
let vault: SqliteVault;
let openings: Opening[];
const open = (dir = dataDir) =>
  new SqliteVault({ dataDir: dir, now, warn: () => undefined, onOpened: (o) => void openings.push(o) });
const reopen = async () => {
  await vault.close();
  vault = open();
};
beforeEach(() => {
  openings = [];
  dataDir = folder();
  vault = open();
});
afterEach(async () => {
  await vault.close();
  rmSync(dataDir, { recursive: true });
});
const jan = { kind: 'recipient', id: 'jan' } as const;
const sealedFor = async (keyId: string, value: unknown) =>
  (await vault.seal('e-1', { to: unsealed(keyId, value) })) as { to: Json };

describe('sealed fields', () => {
  it('open to what went in, wherever they stand in the event', async () => {
    const keyId = await vault.keyFor(jan);
    const place = fc.constantFrom('/a', '/deep/b/0', '/deep/b/1', '/odd~1na~0me');
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.uuid(), place, async (value, eventId, path) => {
        const field = () => unsealed(keyId, value);
        const data = { a: field(), plain: 1, deep: { b: [field(), field()] }, 'odd/na~me': field() };
        const stored = JSON.parse(JSON.stringify(await vault.seal(eventId, data))) as Json;
        expect(await vault.openEvent({ id: eventId, data: stored }, path, reader)).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('leave the rest of the event as it is', async () => {
    const data = { at: now(), none: null, list: [1, { x: 'y' }], gone: { erased: true } };
    expect(await vault.seal('e', data)).toBe(data);
    const keyId = await vault.keyFor(jan);
    expect(await vault.seal('e', { ...data, to: unsealed(keyId, 'x') })).toMatchObject(data);
  });

  it('refuse to open in another event or field, under another key, or with a bit changed', async () => {
    const keyId = await vault.keyFor(jan);
    const other = await vault.keyFor({ kind: 'recipient', id: 'piet' });
    const { to } = await sealedFor(keyId, 'jan@example.org');
    expect(await vault.open('e-1', '/to', to, reader)).toBe('jan@example.org');
    const flipped = (name: string) => {
      const bytes = Buffer.from(to[name] as string, 'base64');
      bytes[0]! ^= 1;
      return { ...to, [name]: bytes.toString('base64') };
    };
    const wrong: [string, string, Json][] = [
      ['e-2', '/to', to],
      ['e-1', '/from', to],
      ['e-1', '/to', { ...to, k: other }],
      ...['iv', 'ct', 'tag'].map((name): [string, string, Json] => ['e-1', '/to', flipped(name)]),
      ['e-1', '/to', { ...to, tag: (to['tag'] as string).slice(0, 8) }],
    ];
    for (const [eventId, path, envelope] of wrong)
      await expect(vault.open(eventId, path, envelope, reader)).rejects.toThrow(/does not open/);
    await expect(vault.openEvent({ id: 'e-1', data: { to } }, '/nobody', reader)).rejects.toThrow(
      /JSON pointer/,
    );
  });

  it('may not be copied from one event into another, where nobody could open them', async () => {
    const sealed = await sealedFor(await vault.keyFor(jan), 'x');
    await expect(vault.seal('e-2', { copied: [sealed] })).rejects.toThrow('/copied/0/to');
  });

  it('take JSON only', async () => {
    const keyId = await vault.keyFor(jan);
    await expect(vault.seal('e', { to: unsealed(keyId, undefined) })).rejects.toThrow(TypeError);
  });

  it('open only once the audit knows by whom and why', async () => {
    const { to } = await sealedFor(await vault.keyFor(jan), 'x');
    await vault.open('e-1', '/to', to, reader);
    expect(openings).toEqual([{ ...reader, keyId: to['k'], eventId: 'e-1', path: '/to', at: now() }]);
    const refusing = new SqliteVault({
      dataDir,
      now,
      warn: () => undefined,
      onOpened: () => Promise.reject(new Error('the audit is full')),
    });
    await expect(refusing.open('e-1', '/to', to, reader)).rejects.toThrow('the audit is full');
    await refusing.close();
  });
});

describe('keys', () => {
  it('are one for each subject, also for those who ask at once and after a restart', async () => {
    const [a, b] = await Promise.all([vault.keyFor(jan), vault.keyFor({ ...jan })]);
    expect(b).toBe(a);
    expect(await vault.keyFor({ kind: 'contact', id: 'jan' })).not.toBe(a);
    await reopen();
    expect(await vault.keyFor(jan)).toBe(a);
  });

  it('are durable before they are handed out', async () => {
    const ids = await Promise.all(
      Array.from({ length: 300 }, (_, i) => vault.keyFor({ kind: 'recipient', id: `r-${i}` })),
    );
    const other = open(); // another connection sees what is committed, and nothing else
    for (const [i, id] of ids.entries())
      expect(await other.keyFor({ kind: 'recipient', id: `r-${i}` })).toBe(id);
    await other.close();
  });

  it('tell a lost key from a destroyed one', async () => {
    const { to } = await sealedFor(await vault.keyFor(jan), 'x');
    await expect(vault.open('e-1', '/to', { ...to, k: 'zzz' }, reader)).rejects.toThrow(UnknownKey);
    await expect(vault.open('e-1', '/to', { ...to, k: '../..' }, reader)).rejects.toThrow(UnknownKey);
  });

  it('name nobody: neither address, subject nor key stands in the files', async () => {
    await vault.keyFor({ kind: 'complainant', id: 'jan@example.org' });
    await vault.fileUnder(await vault.keyFor(jan), { kind: 'recipient', id: 'piet@example.org' });
    await vault.close();
    for (const file of readdirSync(join(dataDir, 'keys')))
      expect(readFileSync(join(dataDir, 'keys', file), 'latin1')).not.toMatch(/example\.org/);
    vault = open();
  });
});

describe('erasure', () => {
  it('opens as erased from then on, after a restart too, and destroying again destroys nothing', async () => {
    const keyId = await vault.keyFor(jan);
    const { to } = await sealedFor(keyId, 'x');
    expect(await vault.destroy(jan)).toEqual([keyId]);
    expect(await vault.destroy(jan)).toEqual([]);
    for (const again of [() => Promise.resolve(), reopen]) {
      await again();
      expect(wasErased(await vault.open('e-1', '/to', to, reader))).toBe(true);
    }
    expect(await vault.open('e-1', '/to', { erased: true }, reader)).toEqual({ erased: true });
    expect(openings).toEqual([]);
  });

  it('takes along what was filed under the person, such as raw reports, in whichever role', async () => {
    const person = vault.identity.recipientKeyOf('jan@example.org');
    const [report, other, untouched] = await Promise.all(
      ['r-1', 'r-2', 'r-3'].map((id) => vault.keyFor({ kind: 'report', id })),
    );
    await vault.fileUnder(report!, { kind: 'complainant', id: person });
    await vault.fileUnder(other!, { kind: 'recipient', id: person });
    await vault.fileUnder(other!, { kind: 'recipient', id: person });
    await vault.fileUnder(untouched!, jan);
    const own = await vault.keyFor({ kind: 'contact', id: person });
    expect(new Set(await vault.destroy(...everyRoleOf(person)))).toEqual(new Set([report, other, own]));
    expect(await vault.keyFor({ kind: 'report', id: 'r-3' })).toBe(untouched);
  });

  it('gives whoever comes back later a new key', async () => {
    const before = await vault.keyFor(jan);
    await vault.destroy(jan);
    const after = await vault.keyFor(jan);
    expect(after).not.toBe(before);
    const { to } = await sealedFor(after, 'x');
    expect(await vault.open('e-1', '/to', to, reader)).toBe('x');
  });

  it('between a command and its event stores the field as erased', async () => {
    const keyId = await vault.keyFor(jan);
    await vault.destroy(jan);
    expect(await vault.seal('e', { to: unsealed(keyId, 'x') })).toEqual({ to: { erased: true } });
  });

  it('catches keys and filings that were still on their way to the disk', async () => {
    const report = await vault.keyFor({ kind: 'report', id: 'r' });
    const filed = vault.fileUnder(report, jan);
    const made = vault.keyFor(jan);
    const destroyed = await vault.destroy(jan);
    await filed;
    expect(new Set(destroyed)).toEqual(new Set([report, await made]));
  });

  it('leaves no copy of the wrapped key in the files', async () => {
    const keyId = await vault.keyFor(jan);
    const { to } = await sealedFor(keyId, 'x');
    const db = new Database(join(dataDir, 'keys', 'keys.db'));
    const [row] = rows<{ wrapped: ArrayBuffer }>(db, 'select wrapped from keys');
    db.close();
    const found = () =>
      readdirSync(join(dataDir, 'keys')).filter((file) =>
        readFileSync(join(dataDir, 'keys', file)).includes(Buffer.from(row!.wrapped)),
      );
    expect(found()).not.toEqual([]);
    await vault.destroy(jan);
    expect(found()).toEqual([]);
    expect(wasErased(await vault.open('e-1', '/to', to, reader))).toBe(true);
  });
});

describe('another master key', () => {
  it('is refused before anything is read or written under it', async () => {
    await vault.keyFor(jan);
    await vault.close();
    const master = join(dataDir, 'keys', 'master');
    const right = readFileSync(master);
    writeFileSync(master, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    expect(() => open()).toThrow(/another master key/);
    rmSync(master);
    expect(() => open()).toThrow(/absent/);
    writeFileSync(master, right, { mode: 0o600 });
    vault = open();
  });
});
