import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirInUse, NoDesk, operationsOf, type Operations } from '@app/nest';

/** A desk opened in this process, which holds the lock until it is closed. */
export interface OpenedOperations {
  readonly operations: Operations;
  close(): Promise<void>;
}

const PATIENCE = 10_000; // ms: a desk that starts or stops holds the lock and does not answer yet, or no longer
const STEP = 200;

/** The operations of the desk that runs on `dataDir`; else of this process, which becomes the owner for as long. `open` takes
 *  the lock, and throws DataDirInUse when somebody has it. */
export const reachDesk = async (
  dataDir: string,
  open: () => Promise<OpenedOperations>,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<OpenedOperations> => {
  for (let waited = 0; ; waited += STEP) {
    const operations = operationsOf(dataDir);
    if (await answers(operations)) return { operations, close: () => Promise.resolve() };
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof DataDirInUse) || waited >= PATIENCE) throw error;
    }
    await wait(STEP);
  }
};

const answers = async (operations: Operations): Promise<boolean> => {
  try {
    await operations.listKeys({}, { progress: () => {}, signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch (error) {
    if (error instanceof NoDesk) return false;
    throw error;
  }
};
