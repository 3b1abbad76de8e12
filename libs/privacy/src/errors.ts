/** Names a key that the key store does not know. That is no erasure (an erased key is remembered as such): the key store
 *  is older than the log it belongs to, or belongs to another desk. */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
  constructor(keyId: string) {
    super(
      `key ${keyId} is not in the key store: it is older than the event log, or another desk's. Restore the keys.db of the same backup`,
    );
  }
}
