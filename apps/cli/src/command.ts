import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Operations, Running } from '@app/nest';
import type { History } from './history';

/** 0: done. 1: it could not be done, or `verify` found something. 2: asked in a way that nobody understands. */
export type ExitCode = 0 | 1 | 2;

/** The world as a command sees it; tests give another. */
export interface Surroundings {
  readonly out: (text: string) => void; // results
  readonly err: (text: string) => void; // what is said about them
  /** Whether somebody watches `err`. */
  readonly terminal: boolean;
  /** The folder that relative paths on the command line are taken from. */
  readonly workingDir: string;
  readonly signal: AbortSignal;
  /** The running desk's, or this process's own under the lock. Opened when first asked for. */
  readonly operations: () => Promise<Operations>;
  /** What the log of the data directory holds, to be closed by who asked for it. Takes no lock. */
  readonly history: () => Promise<History>;
  /** Examines one raw message; see `parse`. */
  readonly describe: (raw: Buffer) => Readonly<Record<string, unknown>>;
}

export interface Command {
  /** What follows the name: `FILE…`. */
  readonly usage: string;
  readonly summary: string;
  /** Options with their explanations, printed as they stand. */
  readonly help?: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  run(args: readonly string[], values: Values, world: Surroundings): Promise<ExitCode>;
}
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** Asked in a way that nobody understands. */
export class WrongUsage extends Error {}

export const readArguments = (
  command: Command,
  argv: readonly string[],
): { positionals: string[]; values: Values } => {
  try {
    return parseArgs({
      args: [...argv],
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
};

/** The value of an option that must be there. */
export const required = (values: Values, name: string): string => {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new WrongUsage(`--${name} is missing`);
  return value;
};
/** Exactly these arguments and no others. */
export const only = <const N extends readonly string[]>(
  args: readonly string[],
  ...names: N
): { [K in keyof N]: string } => {
  if (args.length < names.length) throw new WrongUsage(`${names[args.length]} is missing`);
  if (args.length > names.length)
    throw new WrongUsage(`${JSON.stringify(args[names.length])} is one argument too many`);
  return args as unknown as { [K in keyof N]: string };
};

/** For operations that are over before anybody would watch. */
export const quietly = ({ signal }: Surroundings): Running => ({ progress: () => {}, signal });
