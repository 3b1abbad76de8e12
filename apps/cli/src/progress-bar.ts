import { Presets, SingleBar } from 'cli-progress';
import type { Running } from '@app/nest';
import type { Surroundings } from './command';

/** Runs something long with a bar on a terminal, and with nothing elsewhere: logs are no place for bars. */
export const withBar = async <T>(
  what: string,
  world: Surroundings,
  act: (running: Running) => Promise<T>,
): Promise<T> => {
  if (!world.terminal) return act({ progress: () => {}, signal: world.signal });
  const bar = new SingleBar(
    {
      format: `${what} {bar} {value}/{total} · {speed}/s · {duration_formatted}`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const began = performance.now();
  const speed = (done: number) => Math.round((done * 1000) / Math.max(performance.now() - began, 1));
  bar.start(0, 0, { speed: 0 });
  try {
    return await act({
      signal: world.signal,
      progress: ({ done, total }) => {
        bar.setTotal(total ?? done);
        bar.update(done, { speed: speed(done) });
      },
    });
  } finally {
    bar.stop();
  }
};
