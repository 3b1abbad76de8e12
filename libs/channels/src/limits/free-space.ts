import { statfs } from 'node:fs/promises';
import { minutes, type Instant } from '@app/kernel';
import type { Log } from '../log';

/** Bytes that are free for us on the disk of a folder. */
export const freeBytesOf = (folder: string) => async (): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

export interface FreeSpaceOptions {
  readonly freeBytes: () => Promise<number>;
  /** Bytes that have to stay free: what the desk needs to work off what it took, and to tell of it. */
  readonly minFree: number;
  readonly now: () => Instant;
  readonly log: Log;
}

const FRESH = 1_000; // ms
const SAY_AGAIN = minutes(1);

/** Whether there is room for more. Every channel asks before it takes anything in, so that the stores never see the end
 *  of the disk. */
export class FreeSpace {
  private known: { readonly bytes: number; readonly at: Instant } | undefined;
  private said = -Infinity;

  constructor(private readonly options: FreeSpaceOptions) {}

  /** `bytes` is what is about to come, 0 when nobody said. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    return (await this.free()) - bytes >= this.options.minFree;
  }

  /** Bytes, not older than a second; Infinity when the disk does not say. */
  async free(): Promise<number> {
    const { freeBytes, minFree, now, log } = this.options;
    const at = now();
    if (this.known && Math.abs(at - this.known.at) < FRESH) return this.known.bytes;
    const bytes = await freeBytes().catch((err: unknown) => {
      log('error', 'cannot tell what is free on the disk; reports are taken as if there were room', { err });
      return Infinity;
    });
    this.known = { bytes, at };
    if (bytes < minFree && at - this.said >= SAY_AGAIN) {
      this.said = at; // a flood must not become one of log lines
      log('warn', 'the disk is nearly full: nothing is taken in for now', { free: bytes, minFree });
    }
    return bytes;
  }

  get minFree(): number {
    return this.options.minFree;
  }
}
