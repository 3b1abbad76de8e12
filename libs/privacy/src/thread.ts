import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Starts `<name>.js` of this folder in a thread. Tests run from the sources, which Node cannot read: there the one file
 *  is compiled on the way in, so it may import packages and Node's modules, but nothing of ours save types. */
export const startThread = (name: string, data: unknown): Worker => {
  const compiled = join(__dirname, `${name}.js`);
  if (existsSync(compiled)) return new Worker(compiled, { workerData: data });
  const source = join(__dirname, `${name}.ts`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a tool of development, absent from an installed desk
  const swc = require('@swc/core') as typeof import('@swc/core');
  const { code } = swc.transformFileSync(source, {
    module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  // Packages are looked for from the file, not from wherever the process was started.
  const required = `require('node:module').createRequire(${JSON.stringify(source)})`;
  return new Worker(`((require, exports) => {${code}\n})(${required}, {})`, { eval: true, workerData: data });
};
