import { only, type Command } from '../command';
import { withBar } from '../progress-bar';
import { harmless, jsonLine } from '../table';

export const verify: Command = {
  usage: '[--json]',
  summary: 'read the whole log and the audit: schemas, revisions, gaps, hashes',
  help: 'Exit 1 when something is wrong, with its place.',
  options: { json: { type: 'boolean' } },
  async run(args, values, world) {
    only(args);
    const operations = await world.operations();
    const { events, auditRows, problems } = await withBar('verifying', world, (running) =>
      operations.verify({}, running),
    );
    if (values['json']) world.out(jsonLine({ events, auditRows, problems }));
    else {
      for (const problem of problems) world.out(`${harmless(problem)}\n`);
      world.out(
        `${events} events and ${auditRows} rows of the audit: ${
          problems.length === 0 ? 'all as they were written' : `${problems.length} problems`
        }\n`,
      );
    }
    return problems.length === 0 ? 0 : 1;
  },
};
