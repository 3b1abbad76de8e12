import type { Seeds } from '../seeds';
import { bodies } from './bodies';
import { bounces } from './bounces';
import { ExaminationTarget } from './examination';
import { files } from './files';
import { growth } from './growth';
import { mails } from './mails';
import { outlook } from './outlook';
import type { Target } from './target';
import { tokens } from './tokens';

export type { Target, Told } from './target';

/** Everything that reads bytes from outside, ready to be asked. */
export const openTargets = async (seeds: Seeds): Promise<readonly Target[]> => {
  const examination = new ExaminationTarget();
  await examination.prepare(seeds.mails.slice(0, 12)); // own fixtures stand first
  return [...mails, ...bodies, ...bounces, ...tokens, ...files, outlook, growth, examination];
};
