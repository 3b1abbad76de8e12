import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';

// Under Jest only the sources exist, and a worker has none of Jest's transforms: it compiles them as it loads them.
const FROM_SOURCES = `
  const { workerData } = require('node:worker_threads');
  const { readFileSync } = require('node:fs');
  const { transformSync } = require(workerData.swc);
  require('node:module')._extensions['.ts'] = (module, filename) =>
    module._compile(transformSync(readFileSync(filename, 'utf8'), {
      filename, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' },
    }).code, filename);
  const { entry, data } = workerData;
  require('node:worker_threads').workerData = data;
  require(entry);`;

/** Starts `name` of this folder in a thread; compiled when it is, from its source otherwise. */
export const startThread = (name: string, data: unknown, resourceLimits: ResourceLimits): Worker => {
  const compiled = join(__dirname, `${name}.js`);
  return existsSync(compiled)
    ? new Worker(compiled, { workerData: data, resourceLimits })
    : new Worker(FROM_SOURCES, {
        eval: true,
        workerData: { data, entry: join(__dirname, `${name}.ts`), swc: require.resolve('@swc/core') },
        resourceLimits,
      });
};
