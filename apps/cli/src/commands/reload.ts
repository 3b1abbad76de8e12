import { only, quietly, type Command } from '../command';
import { jsonLine } from '../table';

export const reload: Command = {
  usage: '[--json]',
  summary: 'have the running desk read its policies, feedback sources and blocklists again',
  help:
    'All files are taken, or none: one that is wrong is named, and everything stays as it was. Cases that are open go on\n' +
    'under the version they began with.',
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    only(args);
    const operations = await world.operations();
    const { policies, sources, blocklists } = await operations.reload({}, quietly(world));
    world.out(
      values['json']
        ? jsonLine({ policies, sources, blocklists })
        : `${policies.map(({ id, version }) => `policy ${id}, version ${version.slice(0, 12)}`).join('\n')}\n` +
            `${sources} feedback sources\n${blocklists} blocklists that are asked\n`,
    );
    return 0;
  },
};
