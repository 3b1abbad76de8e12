import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmac, randomBytes } from 'node:crypto';
import { Instant } from '@app/kernel';
import { SqliteVault } from './vault';

const dataDir = mkdtempSync(join(tmpdir(), 'rings-'));
const open = () =>
  new SqliteVault({ dataDir, now: () => Instant('2026-03-01T10:00:00.000Z'), warn: () => undefined });
let vault = open();
afterAll(async () => {
  await vault.close();
  rmSync(dataDir, { recursive: true });
});

it('signs with the current key, and verifies with that one only', async () => {
  const [answer, verp] = [await vault.keyring('answer'), await vault.keyring('verp')];
  const tag = answer.sign('token');
  expect(answer.verify(answer.currentId, 'token', tag)).toBe(true);
  expect(answer.verify(answer.currentId, 'token', tag.subarray(0, 10))).toBe(true);
  expect(answer.verify(answer.currentId, 'other', tag)).toBe(false);
  expect(answer.verify('none', 'token', tag)).toBe(false);
  expect(verp.verify(verp.currentId, 'token', tag)).toBe(false);
  for (const length of [0, 9])
    expect(answer.verify(answer.currentId, 'token', tag.subarray(0, length))).toBe(false);
  expect(answer.verify(answer.currentId, 'token', Buffer.alloc(33))).toBe(false);
});

it('goes on verifying what was signed before a rotation, until that key is retired', async () => {
  const ring = await vault.keyring('rotating');
  const first = ring.currentId;
  const tag = ring.sign('token');
  await Promise.all([vault.rotate('rotating'), vault.rotate('rotating')]);
  expect(ring.ids).toHaveLength(3);
  expect(ring.currentId).not.toBe(first);
  expect(ring.verify(first, 'token', tag)).toBe(true);
  await expect(vault.retire('rotating', ring.currentId)).rejects.toThrow(/current/);
  await vault.retire('rotating', first);
  expect(ring.verify(first, 'token', tag)).toBe(false);
  expect(ring.key(first)).toBeUndefined();
  await expect(vault.retire('rotating', first)).rejects.toThrow(/holds no key/);
});

it('admits a key made elsewhere, which verifies and never signs', async () => {
  const key = randomBytes(32);
  const ring = await vault.admit('trace', 'PLATFORM1', key);
  const tag = createHmac('sha256', key).update('token').digest();
  expect(ring.verify('PLATFORM1', 'token', tag)).toBe(true);
  expect(ring.currentId).not.toBe('PLATFORM1');
  expect(() => ring.sign('token', 'PLATFORM1')).toThrow(/made elsewhere/);
  await expect(vault.admit('trace', 'PLATFORM1', randomBytes(32))).rejects.toThrow(/already/);
  await expect(vault.admit('trace', 'short', randomBytes(16))).rejects.toThrow(/at least 32/);
  await expect(vault.admit('trace', 'not/an/id', key)).rejects.toThrow(/no key id/);
});

it('keeps its keys over a restart, the retired ones and their ids too', async () => {
  await vault.keyring('kept');
  const before = await vault.rotate('kept');
  const [first, second] = before.ids as [string, string];
  await vault.retire('kept', first);
  const tag = before.sign('token');
  await vault.close();
  vault = open();
  const ring = await vault.keyring('kept');
  expect(ring.verify(second, 'token', tag)).toBe(true);
  expect(ring.ids).toEqual([second]);
  expect((await vault.rotate('kept')).ids).not.toContain(first);
});
