import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { canonicalJson, parsePolicy, PolicyError, type AdoptedPolicy } from '@app/enforcement';
import { WrongUsage } from '../command';

/** Throws WrongUsage with everything that is wrong in it. */
export const readPolicy = (file: string, workingDir: string): AdoptedPolicy => {
  const path = resolve(workingDir, file);
  try {
    const content = parse(readFileSync(path, 'utf8')) as unknown;
    const version = createHash('sha256').update(canonicalJson(content)).digest('hex');
    return { ...parsePolicy(content), version };
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new WrongUsage(`--policy ${path}${error instanceof PolicyError ? ' is no policy:\n' : ': '}${why}`);
  }
};
