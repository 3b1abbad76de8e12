import type { Json } from '@app/kernel';
import type { z } from 'zod';

/** How an aggregate's state is kept between commands. Raise `version` whenever `evolve` or the schema changes: what was
 *  folded by the old code is then folded anew. */
export interface SnapshotForm<S> {
  readonly name: string; // of the decider, stored
  readonly version: number;
  readonly schema: z.ZodType<S>; // encodes to plain JSON
}

/** A fold up to `revision`. A cache: it may be lost or thrown away at any time, and then costs a longer read. */
export interface Snapshot {
  readonly revision: number;
  /** The event that stands at `revision`: one of another log, or of one restored from before, is recognised by it. */
  readonly eventId: string;
  readonly state: Json;
  readonly commands: RememberedCommands;
}

/** How many command ids a snapshot carries: a retry that comes later than that many commands is decided anew. */
export const COMMANDS_REMEMBERED = 1_000;

/** What makes a retry one: `\n<command id> <revision it led to>` for each of the last commands, oldest first. Text,
 *  because each command looks for one id among a thousand: searching costs 10 µs, parsing them as JSON 200. */
export type RememberedCommands = string;

export const revisionIn = (commands: RememberedCommands, commandId: string): number | undefined => {
  const line = `\n${commandId} `;
  const at = commands.indexOf(line);
  return at < 0 ? undefined : parseInt(commands.slice(at + line.length), 10);
};

/** The older ones and those that came since, as many as are remembered. */
export const remembered = (
  older: RememberedCommands,
  since: ReadonlyMap<string, number>,
): RememberedCommands => {
  const lines = older.split('\n').slice(1);
  for (const [commandId, revision] of since) lines.push(`${commandId} ${revision}`);
  return lines
    .slice(-COMMANDS_REMEMBERED)
    .map((line) => `\n${line}`)
    .join('');
};

export interface Snapshots {
  /** undefined: none of this form's name and version. */
  load(stream: string, form: SnapshotKey): Promise<Snapshot | undefined>;
  /** Replaces the one before. */
  save(stream: string, form: SnapshotKey, snapshot: Snapshot): Promise<void>;
}
export type SnapshotKey = Pick<SnapshotForm<unknown>, 'name' | 'version'>;
