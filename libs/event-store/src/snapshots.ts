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
  /** The last command ids and the revision each led to, oldest first; what makes a retry one. */
  readonly commands: readonly (readonly [commandId: string, revision: number])[];
}

/** How many command ids a snapshot carries: a retry that comes later than that many commands is decided anew. */
export const COMMANDS_REMEMBERED = 1_000;

export interface Snapshots {
  /** undefined: none of this form's name and version. */
  load(stream: string, form: SnapshotKey): Promise<Snapshot | undefined>;
  /** Replaces the one before. */
  save(stream: string, form: SnapshotKey, snapshot: Snapshot): Promise<void>;
}
export type SnapshotKey = Pick<SnapshotForm<unknown>, 'name' | 'version'>;
