// What any store of ours may say. They cross layers by name: SMTP and HTTP choose their answer by it.

/** Too many writes wait for the disk: nothing was kept, the same call succeeds later. SMTP says 451, HTTP 503. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  constructor(store: string, waiting: number) {
    super(`${store}: ${waiting} writes wait for the disk; nothing was stored, try again in a moment`);
  }
}

/** No room: nothing was kept, what is there stays readable, and the same call succeeds once there is room. SMTP says 452,
 *  HTTP 507. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
  constructor(store: string) {
    super(`${store}: the disk is full; nothing was stored. Free some space, then try again`);
  }
}

/** Whether the last writes are on disk is unknown, so nothing may be decided in this process any more. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
  constructor(store: string, why: string) {
    super(`${store} can no longer be trusted: ${why}. End this process, check the disk, start again`);
  }
}

export class StoreClosed extends Error {
  override readonly name = 'StoreClosed';
  constructor(store: string) {
    super(`${store} is closed: the desk is shutting down, nothing was stored`);
  }
}
