import { only, quietly, required, type Command } from '../command';
import { harmless, jsonBlock, jsonLine, table } from '../table';

const since = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

export const parkedList: Command = {
  usage: '[--json]',
  summary: 'processes and commands that gave up and wait for a person',
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    only(args);
    const operations = await world.operations();
    const items = await operations.parkedList({}, quietly(world));
    world.out(
      values['json']
        ? items.map((item) => jsonLine({ ...item, since: since(item.since) || null })).join('')
        : table(
            ['ID', 'SINCE', 'WAITING', 'WHY'],
            items.map((item) => [
              harmless(item.id),
              since(item.since),
              String(item.waiting),
              harmless(item.error.split('\n')[0]!.slice(0, 100)),
            ]),
          ),
    );
    return 0;
  },
};

export const parkedShow: Command = {
  usage: 'ID',
  summary: 'all that is known of one of them, as JSON',
  async run(args, _values, world) {
    const [id] = only(args, 'ID');
    const operations = await world.operations();
    const item = await operations.parkedShow({ id }, quietly(world));
    world.out(jsonBlock({ ...item, since: since(item.since) || null }));
    return 0;
  },
};

export const parkedRetry: Command = {
  usage: 'ID',
  summary: 'try again, once what was wrong has been mended',
  async run(args, _values, world) {
    const [id] = only(args, 'ID');
    const operations = await world.operations();
    await operations.parkedRetry({ id }, quietly(world));
    world.err(`${harmless(id)} is tried again; "parked list" shows it when it fails again\n`);
    return 0;
  },
};

export const parkedSkip: Command = {
  usage: 'ID --reason TEXT',
  summary: 'go on without what it stumbled over; the log keeps who and why',
  options: { reason: { type: 'string' } },
  async run(args, values, world) {
    const [id] = only(args, 'ID');
    const operations = await world.operations();
    await operations.parkedSkip({ id, reason: required(values, 'reason') }, quietly(world));
    world.err(`${harmless(id)} goes on without it\n`);
    return 0;
  },
};
