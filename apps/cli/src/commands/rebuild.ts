import type { Command } from '../command';
import { withBar } from '../progress-bar';
import { jsonLine } from '../table';

export const rebuild: Command = {
  usage: '[PROJECTION…] [--json]',
  summary: 'build read models anew beside the live ones, then swap; all of them when none is named',
  options: { json: { type: 'boolean' } },
  async run(projections, values, world) {
    const operations = await world.operations();
    const { projections: built, events } = await withBar('rebuilding', world, (running) =>
      operations.rebuild({ projections: [...projections] }, running),
    );
    world.out(
      values['json']
        ? jsonLine({ projections: built, events })
        : `${built.join(', ')}: rebuilt from ${events} events\n`,
    );
    return 0;
  },
};
