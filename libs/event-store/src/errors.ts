import type { Expected } from './port';

export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: number,
  ) {
    super(`${stream} stands at revision ${actual}, not at ${expected}: read it again and decide again`);
  }
}

/** The events of one append are more than any log here takes, so that a log can move from one to the other. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(stream: string, what: string, allowed: string) {
    super(
      `${stream}: ${what} in one append, and ${allowed} are allowed. Split it, or keep large content outside events`,
    );
  }
}

/** Too many appends wait for the disk: nothing was stored, the same append succeeds later. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  constructor(store: string, waiting: number) {
    super(`${store}: ${waiting} appends wait for the disk; nothing was stored, try again in a moment`);
  }
}

/** No room: nothing was stored, what is there stays readable, and the same append succeeds once there is room. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
  constructor(store: string) {
    super(`${store}: the disk is full; nothing was stored. Free some space, then try again`);
  }
}

/** Whether the last appends are stored is unknown, so nothing may be decided in this process any more. */
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
