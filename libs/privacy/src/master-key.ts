import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the operator should know, with fields for the log. */
export type Warn = (message: string, fields?: Record<string, unknown>) => void;

/** The key that wraps every other one: 32 bytes, base64 on one line, in a file that only its owner may read.
 *  Made with a warning when `mayMake` and the file is absent; refused when others may read it. */
export const masterKey = (path: string, mayMake: boolean, warn: Warn): Buffer => {
  if (mayMake && make(path))
    warn(
      `made a new master key in ${path}: keep a copy apart from the data's backup. Without it no personal data can be read`,
      { path },
    );
  const mode = modeOf(path);
  if (mode & 0o077)
    throw new Error(
      `${path} may be read or changed by others than its owner (mode ${mode.toString(8)}): run chmod 600 ${path}, and consider who may have read it`,
    );
  const text = readFileSync(path, 'latin1').trim();
  const key = Buffer.from(text, 'base64');
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text) || key.length !== 32)
    throw new Error(
      `${path} is no master key: 32 bytes in base64 on one line are wanted (openssl rand -base64 32)`,
    );
  return key;
};

const modeOf = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat)
    throw new Error(
      `the master key ${path} is absent, but there is data under it: put the copy you kept back. A new one could not read it`,
    );
  return stat.mode & 0o777;
};

/** False when it was there already. On disk before anything is encrypted under it. */
const make = (path: string): boolean => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(file, `${randomBytes(32).toString('base64')}\n`);
  fsyncSync(file);
  closeSync(file);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return true;
};
