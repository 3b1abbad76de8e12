import { existsSync } from 'node:fs';
import { Worker, type WorkerOptions } from 'node:worker_threads';

// Under Jest only the sources exist, and a thread has none of Jest's transforms: it compiles them as it loads them. Packages
// are looked for from the file that wants them, and the compiler is named by its path: a thread made of text would look from
// wherever the process was started.
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

/** Starts the file in a thread: `path` without its extension, compiled when it is, from its source otherwise. It may import
 *  packages, Node's modules and files of its own lib, but nothing of another lib save types. */
export const startThread = (
  path: string,
  data: unknown,
  options: Pick<WorkerOptions, 'resourceLimits' | 'stdout'> = {},
): Worker =>
  existsSync(`${path}.js`)
    ? new Worker(`${path}.js`, { ...options, workerData: data })
    : new Worker(FROM_SOURCES, {
        ...options,
        eval: true,
        workerData: { data, entry: `${path}.ts`, swc: require.resolve('@swc/core') },
      });
