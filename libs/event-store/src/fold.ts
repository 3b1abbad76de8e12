import { z } from 'zod';
import type { Catalogue, Decider, EventDefs, EventOf, Json } from '@app/kernel';
import { Folds } from './folds';
import type { EventStore, Recorded } from './port';
import { remembered, revisionIn, type Snapshot, type SnapshotForm, type Snapshots } from './snapshots';

export interface Foldable<C, S, Defs extends EventDefs> {
  readonly catalogue: Catalogue<Defs>;
  readonly decider: Decider<C, EventOf<Defs>, S>;
  /** For streams that may grow beyond some hundred events; without it each command reads the whole stream. */
  readonly snapshot?: SnapshotForm<S>;
}

/** A stream as a command finds it: the state, and which command led to which revision. */
export class Folded<S> {
  private lastId = '';

  constructor(
    public state: S,
    public revision = 0,
    private readonly older = '',
    /** Since the snapshot it began from. Those of later events may be there too: a copy shares them. */
    private readonly commands = new Map<string, number>(),
    public events = 0, // since that snapshot
  ) {}

  /** To be read on, while whoever holds this one decides on it. */
  copy(): Folded<S> {
    const copy = new Folded(this.state, this.revision, this.older, this.commands, this.events);
    copy.lastId = this.lastId;
    return copy;
  }

  /** As if it had been read from that snapshot, which was taken of it. */
  since({ commands }: Snapshot): Folded<S> {
    const anew = new Folded(this.state, this.revision, commands);
    anew.lastId = this.lastId;
    return anew;
  }

  /** The revision of that command's last event; undefined when it left none here. */
  outcomeOf(commandId: string): number | undefined {
    return this.commands.get(commandId) ?? revisionIn(this.older, commandId);
  }

  take(recorded: Recorded, state: S): void {
    this.state = state;
    this.revision = recorded.revision;
    this.lastId = recorded.id;
    this.events++;
    this.commands.set(recorded.meta.commandId, recorded.revision);
  }

  snapshot(schema: z.ZodType<S>): Snapshot {
    return {
      revision: this.revision,
      eventId: this.lastId,
      state: z.encode(schema, this.state) as Json,
      commands: remembered(this.older, this.commands),
    };
  }
}

/** Reads a stream on from where this process has left it, else from its snapshot, else whole. A snapshot that cannot be
 *  used, for whatever reason, costs a longer read and nothing else; `onTrouble` hears of one that could not be read. */
export const fold = async <C, S, Defs extends EventDefs>(
  store: EventStore,
  foldable: Foldable<C, S, Defs>,
  stream: string,
  snapshots?: Snapshots,
  onTrouble?: (stream: string, error: unknown) => void,
): Promise<Folded<S>> => {
  const folds = Folds.of(store);
  const known = folds.recall(foldable.decider, stream);
  const folded = known ?? (await begun(store, foldable, stream, snapshots, onTrouble));
  const before = known?.revision ?? -1; // that there is nothing yet is worth remembering too
  for await (const recorded of store.read(stream, folded.revision)) evolve(foldable, folded, recorded);
  if (folded.revision > before) folds.remember(foldable.decider, stream, folded);
  return folded;
};

/** From the snapshot, read up to now or not; else from nothing. */
const begun = async <C, S, Defs extends EventDefs>(
  store: EventStore,
  foldable: Foldable<C, S, Defs>,
  stream: string,
  snapshots?: Snapshots,
  onTrouble?: (stream: string, error: unknown) => void,
): Promise<Folded<S>> => {
  const { decider, snapshot: form } = foldable;
  if (form && snapshots) {
    try {
      const snapshot = await snapshots.load(stream, form);
      const folded = snapshot && (await onFrom(store, foldable, stream, snapshot, form));
      if (folded) return folded;
    } catch (error) {
      onTrouble?.(stream, error);
    }
  }
  return new Folded(decider.initial);
};

/** undefined: the snapshot is of another history than this stream's. */
const onFrom = async <C, S, Defs extends EventDefs>(
  store: EventStore,
  foldable: Foldable<C, S, Defs>,
  stream: string,
  snapshot: Snapshot,
  form: SnapshotForm<S>,
): Promise<Folded<S> | undefined> => {
  const state = z.decode(form.schema, snapshot.state);
  let folded: Folded<S> | undefined;
  // The event it ends with is read too: a log restored from an older copy may have gone another way since.
  for await (const recorded of store.read(stream, snapshot.revision - 1)) {
    if (folded) evolve(foldable, folded, recorded);
    else if (recorded.id !== snapshot.eventId) return undefined;
    else folded = new Folded(state, snapshot.revision, snapshot.commands);
  }
  return folded;
};

const evolve = <C, S, Defs extends EventDefs>(
  { catalogue, decider }: Foldable<C, S, Defs>,
  folded: Folded<S>,
  recorded: Recorded,
): void => folded.take(recorded, decider.evolve(folded.state, catalogue.decode(recorded)));
