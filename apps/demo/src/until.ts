import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY = 150; // ms

/** Resolves with what `look` finds once it finds it; rejects after `seconds`, naming what was waited for. */
export const until = async <T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  seconds = 60,
): Promise<T> => {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() >= end) throw new Error(`It did not happen within ${seconds} s: ${what}.`);
    await wait(LOOK_EVERY);
  }
};
