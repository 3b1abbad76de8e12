import type { Strategy } from './strategy';

/** A return path that the platform made for one recipient. Signed ones may say 0.98, others 0.9: the reader says. */
export const byVerp: Strategy = {
  name: 'verp',
  async find({ returnPath }, { verp }) {
    if (returnPath === undefined || verp === undefined) return null;
    return (await verp(returnPath)) ?? { none: 'not a return path of ours' };
  },
};
