import { randomBytes } from 'node:crypto';
import type { Vault } from '@app/privacy';
import type { Operations } from '../cli-socket';
import { refusing } from './refusing';

const PURPOSE = 'trace';

/** The keys of trace tokens: the desk's own, and those of platforms that mint theirs. */
export const traceKeyOperations = (
  vault: Pick<Vault, 'keyring' | 'admit' | 'retire' | 'rotate'>,
): Pick<Operations, 'createTraceKey' | 'listTraceKeys' | 'retireTraceKey' | 'rotateTraceKeys'> => ({
  async createTraceKey({ id }) {
    const key = randomBytes(32);
    await refusing(() => vault.admit(PURPOSE, id, key));
    return { id, key: key.toString('base64url') };
  },
  async listTraceKeys() {
    const { ids, currentId } = await vault.keyring(PURPOSE);
    return ids.map((id) => ({ id, signs: id === currentId }));
  },
  async retireTraceKey({ id }) {
    await refusing(() => vault.retire(PURPOSE, id));
    return {};
  },
  async rotateTraceKeys() {
    return { id: (await vault.rotate(PURPOSE)).currentId };
  },
});
