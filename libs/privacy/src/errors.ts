/** The queue in front of a store is full: nothing was kept, the same call succeeds later. SMTP says 451, HTTP 503. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  constructor(store: string, waiting: number) {
    super(`${store}: ${waiting} writes are waiting for the disk; nothing was kept, try again in a moment`);
  }
}

/** No room on the disk (SQLITE_FULL): nothing was kept. SMTP says 452, HTTP 507. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
  constructor(store: string) {
    super(`${store}: the disk is full; nothing was kept. Free some space, then try again`);
  }
}

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

/** Whether the last writes are on disk is unknown: the process should end, and start again. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
  constructor(store: string, why: string) {
    super(`${store} can no longer be trusted: ${why}. End this process, check the disk, start again`);
  }
}
