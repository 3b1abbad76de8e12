import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { masterKey } from './master-key';

const dir = mkdtempSync(join(tmpdir(), 'master-'));
const file = join(dir, 'keys', 'master');
const warnings: string[] = [];
const warn = (message: string) => void warnings.push(message);
afterAll(() => rmSync(dir, { recursive: true }));

it('is made once, for its owner alone, with a warning', () => {
  const key = masterKey(file, true, warn);
  expect(key).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(masterKey(file, true, warn)).toEqual(key);
  expect(warnings).toEqual([expect.stringContaining(file)]);
});

it('is refused when others may read it, with what to do', () => {
  chmodSync(file, 0o640);
  expect(() => masterKey(file, false, warn)).toThrow(`chmod 600 ${file}`);
  chmodSync(file, 0o600);
});

it('is never made where there is data under another one', () => {
  expect(() => masterKey(join(dir, 'elsewhere'), false, warn)).toThrow(/absent/);
});

it('has to be 32 bytes in base64', () => {
  const right = readFileSync(file, 'latin1');
  for (const wrong of ['', 'short', Buffer.alloc(31).toString('base64'), `${right}x`, 'é'.repeat(43) + '=']) {
    writeFileSync(file, wrong);
    expect(() => masterKey(file, false, warn)).toThrow(/no master key/);
  }
});
