import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { against, DURABLE, inFolder, type Bench, type Result } from './harness';
import { RoadDesk } from './road-desk';
import { send } from './road-load';

const TURNS = 5;
const REPORTS = 10_000;

/** How long a process takes that only starts and ends, in ms: no desk starts faster. */
const emptyProcess = async (): Promise<number> => {
  const start = performance.now();
  await once(spawn(process.execPath, ['-e', '']), 'exit');
  return Math.round(performance.now() - start);
};

const measured = async (name: string, folder: () => string, what: string): Promise<Result> => {
  const { runs, ...times } = await against(emptyProcess, () => RoadDesk.timeToReady(folder()), TURNS);
  const note = `spawn of the desk until /health/ready answers 200, ${what}; the limit is a Node process that does nothing; ${runs}`;
  return { name, ...times, unit: 'ms', goal: null, durability: DURABLE, note };
};

/** Twice: on a data directory that is not there yet, and on one that has a history. */
const ready: Bench = {
  name: 'start',
  run: () =>
    inFolder(async (folder) => {
      let fresh = 0;
      const first = await measured(
        'start',
        () => join(folder, `fresh-${++fresh}`),
        'without a data directory',
      );
      const old = join(folder, 'old');
      const desk = await RoadDesk.open(old);
      await send(desk.smtpPort, await desk.reports(REPORTS));
      await desk.complained(REPORTS);
      await desk.process.stop();
      const second = await measured('start-10k', () => old, `with ${REPORTS} reports and their complaints`);
      return [first, second];
    }),
};

export const start: readonly Bench[] = [ready];
