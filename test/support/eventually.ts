import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY = 10; // ms
const WITHIN = 20_000; // ms; far above what anything here takes, so that a slow machine is no failure

/** Until it is so. Rejects when it never is; `what` says what was waited for. */
export const eventually = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > WITHIN) throw new Error(`never came true: ${what}`);
    await wait(LOOK_EVERY);
  }
};
