import { OperationRefused, type Operations } from '../cli-socket/operations';
import type { KeyStore } from './key-store';

/** The operator's commands about keys. In a running desk they are given its own store, which its gate asks too. */
export const keyOperations = (
  keys: KeyStore,
  /** Why no key can be made for a source; undefined when one can. */
  faultOf: (source: string) => string | undefined,
): Pick<Operations, 'createKey' | 'listKeys' | 'revokeKey'> => ({
  async createKey({ role, name, source }) {
    const fault = source === undefined ? undefined : faultOf(source);
    if (fault !== undefined) throw new OperationRefused(fault);
    return keys.create(role, name, source);
  },
  listKeys: () => keys.list(),
  async revokeKey({ id }) {
    if (!(await keys.revoke(id)))
      throw new OperationRefused(`there is no key ${id}; "keys list" shows those there are`);
    return {};
  },
});
