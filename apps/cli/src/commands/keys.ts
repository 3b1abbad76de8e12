import { role } from '@app/nest';
import { only, quietly, required, WrongUsage, type Command } from '../command';
import { harmless, jsonLine, table } from '../table';

export const keysCreate: Command = {
  usage: '--role ROLE --name NAME [--source ID] [--json]',
  summary: 'make an API key; it is printed once and stored nowhere',
  help: `  --role   ${role.options.join(' | ')}
  --name   whose it is or what for, for the list
  --source the feedback source that will report with it, and vouches for what is posted
  --json   {id, role, name, key}`,
  options: {
    role: { type: 'string' },
    name: { type: 'string' },
    source: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(args, values, world) {
    only(args);
    const name = required(values, 'name');
    const given = role.safeParse(required(values, 'role'));
    if (!given.success) throw new WrongUsage(`--role is one of ${role.options.join(', ')}`);
    const { createKey } = await world.operations();
    const { id, key } = await createKey(
      { role: given.data, name, ...(typeof values['source'] === 'string' && { source: values['source'] }) },
      quietly(world),
    );
    if (values['json']) world.out(jsonLine({ id, role: given.data, name, key }));
    else {
      world.out(`${key}\n`);
      world.err(`key ${id} of role ${given.data}: keep it, it is not shown again\n`);
    }
    return 0;
  },
};

export const keysList: Command = {
  usage: '[--json]',
  summary: 'all keys that ever were, without their secrets',
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    only(args);
    const { listKeys } = await world.operations();
    const keys = (await listKeys({}, quietly(world))).map(({ createdAt, revokedAt, ...key }) => ({
      ...key,
      createdAt: new Date(createdAt).toISOString(),
      revokedAt: revokedAt === null ? null : new Date(revokedAt).toISOString(),
    }));
    world.out(
      values['json']
        ? keys.map(jsonLine).join('')
        : table(
            ['ID', 'ROLE', 'NAME', 'CREATED', 'REVOKED'],
            keys.map(({ id, role, name, createdAt, revokedAt }) => [
              id,
              role,
              harmless(name),
              createdAt,
              revokedAt ?? '',
            ]),
          ),
    );
    return 0;
  },
};

export const keysRevoke: Command = {
  usage: 'ID',
  summary: 'end a key at once, for good',
  async run(args, _values, world) {
    const [id] = only(args, 'ID');
    const { revokeKey } = await world.operations();
    await revokeKey({ id }, quietly(world));
    world.err(`key ${harmless(id)} is revoked\n`);
    return 0;
  },
};
