import { OperationRefused, DataDirInUse } from '@app/nest';
import { SourcesError } from '@app/examination';
import { SettingsError } from '@app/settings';
import { readArguments, WrongUsage, type Command, type ExitCode, type Surroundings } from './command';
import { importCommand } from './commands/import';
import { keysCreate, keysList, keysRevoke } from './commands/keys';
import { parkedList, parkedRetry, parkedShow, parkedSkip } from './commands/parked';
import { parse } from './commands/parse';
import { rebuild } from './commands/rebuild';
import { reload } from './commands/reload';
import { simulate } from './commands/simulate';
import { timelineAccount, timelineCase } from './commands/timeline';
import { traceKeysCreate, traceKeysList, traceKeysRetire, traceKeysRotate } from './commands/trace-keys';
import { verify } from './commands/verify';
import { harmlessLines } from './table';

/** In the order of the help. A name of two words is a command of a group. */
const COMMANDS: Readonly<Record<string, Command>> = {
  parse,
  import: importCommand,
  'keys create': keysCreate,
  'keys list': keysList,
  'keys revoke': keysRevoke,
  'trace-keys create': traceKeysCreate,
  'trace-keys list': traceKeysList,
  'trace-keys rotate': traceKeysRotate,
  'trace-keys retire': traceKeysRetire,
  'timeline account': timelineAccount,
  'timeline case': timelineCase,
  reload,
  rebuild,
  'parked list': parkedList,
  'parked show': parkedShow,
  'parked retry': parkedRetry,
  'parked skip': parkedSkip,
  verify,
  simulate,
};

const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
const HELP = `Usage: npm run -s cli -- COMMAND …

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  .join('\n')}

COMMAND --help says more about one. All but parse work on the data directory (MELDKAMER_DATA_DIR): through the desk that runs
there, or by themselves when none does. Exit codes: 0 done, 1 could not be done or found something wrong, 2 wrong usage.
`;

const helpFor = (name: string, { usage, summary, help }: Command): string =>
  `Usage: npm run -s cli -- ${name} ${usage}\n\n${summary[0]!.toUpperCase()}${summary.slice(1)}.\n${help ? `\n${help}\n` : ''}`;

/** Longest first: `keys create` before `keys`. */
const find = (argv: readonly string[]): { name: string; rest: readonly string[] } | undefined => {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    if (argv.length >= words && Object.hasOwn(COMMANDS, name)) return { name, rest: argv.slice(words) };
  }
  return undefined;
};

const unknown = (argv: readonly string[]): WrongUsage => {
  const group = Object.keys(COMMANDS).filter((name) => name.startsWith(`${argv[0]} `));
  return new WrongUsage(
    group.length > 0
      ? `which one: ${group.join(', ')}?`
      : `there is no command ${JSON.stringify(argv[0])}; --help lists them`,
  );
};

/** Carries out one command line. Never throws: what went wrong is said in `err`, and in the exit code. */
export const run = async (argv: readonly string[], world: Surroundings): Promise<ExitCode> => {
  const wantsHelp = argv.includes('--help') || argv.includes('-h');
  const found = find(argv);
  try {
    if (argv.length === 0) {
      world.err(HELP);
      return 2;
    }
    if (!found) {
      if (!wantsHelp) throw unknown(argv);
      world.out(HELP);
      return 0;
    }
    const command = COMMANDS[found.name]!;
    if (wantsHelp) {
      world.out(helpFor(found.name, command));
      return 0;
    }
    const { positionals, values } = readArguments(command, found.rest);
    return await command.run(positionals, values, world);
  } catch (error) {
    if (error instanceof WrongUsage || error instanceof SettingsError || error instanceof SourcesError) {
      world.err(`${harmlessLines(error.message)}\n`);
      if (found && error instanceof WrongUsage)
        world.err(`Usage: ${found.name} ${COMMANDS[found.name]!.usage}\n`);
      return 2;
    }
    const said = error instanceof OperationRefused || error instanceof DataDirInUse;
    world.err(`${said ? '' : 'it failed: '}${harmlessLines((error as Error).message)}\n`);
    return 1;
  }
};
