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

/** Starts `name` of this folder in a thread; compiled when it is, from its source otherwise. What it prints is dropped:
 *  mailauth prints some figures when a signature covers a part of the body, and our output is for the operator's tools. */
export const startThread = (name: string, data: unknown, resourceLimits: ResourceLimits): Worker => {
  const compiled = join(__dirname, `${name}.js`);
  const options = { resourceLimits, stdout: true };
  const worker = existsSync(compiled)
    ? new Worker(compiled, { ...options, workerData: data })
    : new Worker(FROM_SOURCES, {
        ...options,
        eval: true,
        workerData: { data, entry: join(__dirname, `${name}.ts`), swc: require.resolve('@swc/core') },
      });
  worker.stdout.resume();
  return worker;
};
