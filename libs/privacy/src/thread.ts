import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Starts `<name>.js` of this folder in a thread. Tests run from the sources, which Node cannot read: there the one file
 *  is compiled on the way in, so it may import packages and Node's modules, but nothing of ours save types. */
export const startThread = (name: string, data: unknown): Worker => {
  const compiled = join(__dirname, `${name}.js`);
  if (existsSync(compiled)) return new Worker(compiled, { workerData: data });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a tool of development, absent from an installed desk
  const swc = require('@swc/core') as typeof import('@swc/core');
  const { code } = swc.transformFileSync(join(__dirname, `${name}.ts`), {
    module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  return new Worker(code, { eval: true, workerData: data });
};
