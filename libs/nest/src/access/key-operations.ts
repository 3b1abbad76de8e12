import { OperationRefused, type Operations } from '../cli-socket/operations';
import type { KeyStore } from './key-store';

/** The operator's commands about keys. In a running desk they are given its own store, which its gate asks too. */
export const keyOperations = (keys: KeyStore): Pick<Operations, 'createKey' | 'listKeys' | 'revokeKey'> => ({
  createKey: ({ role, name }) => keys.create(role, name),
  listKeys: () => keys.list(),
  async revokeKey({ id }) {
    if (!(await keys.revoke(id)))
      throw new OperationRefused(`there is no key ${id}; "keys list" shows those there are`);
    return {};
  },
});
