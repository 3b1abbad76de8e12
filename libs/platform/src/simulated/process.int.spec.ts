import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instant, seconds } from '@app/kernel';
import { anOrder } from '../platform.contract';
import { simulatedPlatform } from './process';

const root = join(__dirname, '../../../..');
/** Under Jest only the sources exist, and another process has none of Jest's transforms: it compiles them as it loads them. */
const FROM_SOURCES = `
  const { readFileSync } = require('node:fs');
  const Module = require('node:module');
  const { transformSync } = require(${JSON.stringify(require.resolve('@swc/core'))});
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolve(request.replace(/^@app\\/([^/]+)$/, ${JSON.stringify(`${root}/libs/$1/src/index.ts`)}), ...rest);
  Module._extensions['.ts'] = (module, filename) =>
    module._compile(transformSync(readFileSync(filename, 'utf8'), {
      filename, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' },
    }).code, filename);
  require(${JSON.stringify(`${root}/apps/simulated-platform/src/main.ts`)});`;

describe('the simulated platform in a process of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-platform-'));
  const entry = join(folder, 'main.cjs');
  writeFileSync(entry, FROM_SOURCES);
  afterAll(() => rmSync(folder, { recursive: true }));
  const options = { entry, timeout: seconds(10), now: () => Instant('2026-03-02T09:00:00.000Z') };

  it('comes up, checks what it is sent by its own clock, and ends when it is closed', async () => {
    const platform = await simulatedPlatform({ ...options, seed: 1 });
    // Signed by a clock that stands still in March 2026, over there is the real one.
    expect(await platform.order(anOrder())).toEqual({
      state: 'failed',
      detail: 'the platform answered 401: {"detail":"the signature is stale"}',
      permanent: false,
    });
    expect(await (await fetch(platform.url)).json()).toEqual({ items: [] });
    await platform.close();
    await expect(fetch(platform.url)).rejects.toThrow();
  });

  it('says that it did not come up', () =>
    expect(simulatedPlatform({ ...options, seed: 1.5 })).rejects.toThrow(/ended \(1\) before it listened/));
});
