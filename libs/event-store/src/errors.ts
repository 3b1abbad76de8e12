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
