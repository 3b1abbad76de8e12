import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

// Under Jest only the sources exist, and a worker has none of Jest's transforms: it compiles them as it loads them.
const FROM_SOURCES = `
  const threads = require('node:worker_threads');
  const { readFileSync } = require('node:fs');
  const { entry, data, swc } = threads.workerData;
  const { transformSync } = require(swc);
  require('node:module')._extensions['.ts'] = (module, filename) =>
    module._compile(transformSync(readFileSync(filename, 'utf8'), {
      filename, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' },
    }).code, filename);
  threads.workerData = data;
  require(entry);`;

/** Starts `name` of this folder in a thread; compiled when it is, from its source otherwise. */
export const startThread = (name: string, data: unknown): Worker => {
  const compiled = join(__dirname, `${name}.js`);
  if (existsSync(compiled)) return new Worker(compiled, { workerData: data });
  return new Worker(FROM_SOURCES, {
    eval: true,
    workerData: { data, entry: join(__dirname, `${name}.ts`), swc: require.resolve('@swc/core') },
  });
};
