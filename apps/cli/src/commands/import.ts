import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { WrongUsage, type Command } from '../command';
import { withBar } from '../progress-bar';
import { harmless, jsonLine } from '../table';

export const importCommand: Command = {
  usage: 'PATH… [--archive [--suppress]] [--json]',
  summary: 'hand .eml files, mbox files, Maildirs or folders of them to the store',
  help: `May be repeated without effect: the same report twice is one.
  --archive    start no measure, clock or order, as for reports about mail older than 72 h
  --suppress   even so, let them take their recipients off lists
  --json       the summary as JSON: {read, accepted, duplicates, failed}`,
  options: { archive: { type: 'boolean' }, suppress: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(args, values, world) {
    if (args.length === 0) throw new WrongUsage('PATH is missing');
    // The desk runs elsewhere: it is told whole paths.
    const paths = args.map((path) => resolve(world.workingDir, path));
    const absent = paths.filter((path) => !existsSync(path));
    if (absent.length > 0) throw new WrongUsage(`there is no ${absent.join(', no ')}`);
    const request = { paths, archive: values['archive'] === true, suppress: values['suppress'] === true };
    const { importPaths } = await world.operations();
    const { failures, ...summary } = await withBar('importing', world, (running) =>
      importPaths(request, running),
    );
    for (const failure of failures) world.err(`${harmless(failure)}\n`);
    const { read, accepted, duplicates, failed } = summary;
    world.out(
      values['json']
        ? jsonLine({ read, accepted, duplicates, failed })
        : `${read} read: ${accepted} accepted, ${duplicates} were there already, ${failed} failed\n`,
    );
    return failed === 0 ? 0 : 1;
  },
};
