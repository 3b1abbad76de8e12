import { only, quietly, type Command } from '../command';
import { harmless, jsonLine, table } from '../table';

export const traceKeysCreate: Command = {
  usage: 'ID [--json]',
  summary: 'make a key by which a platform signs its own trace tokens; it is printed once',
  help: `  ID       1 to 16 letters and digits, and the key id in its tokens
  --json   {id, key}

The key is 32 octets in base64url. libs/tracing/TRACE-TOKEN.md says what to do with it.`,
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    const [id] = only(args, 'ID');
    const { createTraceKey } = await world.operations();
    const made = await createTraceKey({ id }, quietly(world));
    if (values['json']) world.out(jsonLine(made));
    else {
      world.out(`${made.key}\n`);
      world.err(`trace key ${made.id}: keep it, it is not shown again\n`);
    }
    return 0;
  },
};

export const traceKeysList: Command = {
  usage: '[--json]',
  summary: 'the keys by which trace tokens are good',
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    only(args);
    const { listTraceKeys } = await world.operations();
    const keys = await listTraceKeys({}, quietly(world));
    world.out(
      values['json']
        ? keys.map(jsonLine).join('')
        : table(
            ['ID', 'USE'],
            keys.map(({ id, signs }) => [id, signs ? 'the desk signs with it' : 'verifies']),
          ),
    );
    return 0;
  },
};

export const traceKeysRotate: Command = {
  usage: '',
  summary: 'have the desk sign its tokens with a new key; older ones stay good',
  async run(args, _values, world) {
    only(args);
    const { rotateTraceKeys } = await world.operations();
    const { id } = await rotateTraceKeys({}, quietly(world));
    world.err(`the desk signs with trace key ${id} from now on\n`);
    return 0;
  },
};

export const traceKeysRetire: Command = {
  usage: 'ID',
  summary: 'end a key for good: tokens signed with it prove nothing any more',
  async run(args, _values, world) {
    const [id] = only(args, 'ID');
    const { retireTraceKey } = await world.operations();
    await retireTraceKey({ id }, quietly(world));
    world.err(`trace key ${harmless(id)} is retired\n`);
    return 0;
  },
};
