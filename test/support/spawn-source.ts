import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

// Jest compiles only what runs inside of it: a process of its own compiles the sources as it loads them.
const FROM_SOURCES = `
  const Module = require('node:module');
  const { readFileSync } = require('node:fs');
  const { transformSync } = require('@swc/core');
  Module._extensions['.ts'] = (module, filename) =>
    module._compile(transformSync(readFileSync(filename, 'utf8'), {
      filename, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' },
    }).code, filename);
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolve(request.replace(/^@app\\/([^/]+)$/, process.cwd() + '/libs/$1/src/index.ts'), ...rest);
  const [entry, ...args] = process.argv.slice(1);
  process.argv = [process.argv[0], entry, ...args];
  require(entry);`;

/** Runs a program of this repository, given by its path from the root, in a process of its own. Its errors are ours. */
export const spawnSource = (file: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, ['-e', FROM_SOURCES, join(root, file), ...args], {
    cwd: root,
    env: process.env, // said aloud: a test's changes are in Jest's copy, and the default is the original
    stdio: ['ignore', 'pipe', 'inherit'],
  });
