import { OperationRefused } from '@app/nest';
import { only, quietly, type Command } from '../command';
import { harmless, jsonLine } from '../table';

/** One event in two lines: when and what, and why. */
const timelineOf = (of: 'account' | 'case'): Command => ({
  usage: 'ID [--json]',
  summary: `everything that happened to ${of === 'account' ? 'an account' : 'a case'}, with causes, newest last`,
  help: '  --json   one JSON object a line',
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    const [id] = only(args, 'ID');
    const { timeline } = await world.operations();
    const entries = await timeline({ of, id }, quietly(world));
    if (entries.length === 0) throw new OperationRefused(`nothing is known of ${of} ${harmless(id)}`);
    for (const entry of entries) {
      const { at, stream, revision, event, data, because } = entry;
      world.out(
        values['json']
          ? jsonLine(entry)
          : `${at}  ${event}  ${harmless(JSON.stringify(data))}\n${' '.repeat(at.length)}    ${harmless(stream)} ${revision}, because ${harmless(because)}\n`,
      );
    }
    return 0;
  },
});

export const timelineAccount = timelineOf('account');
export const timelineCase = timelineOf('case');
